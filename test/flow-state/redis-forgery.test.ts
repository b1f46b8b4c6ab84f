/**
 * T-130: who writes to Redis, or sits in the path to it, or makes it lose what was acknowledged, chooses no account, answers no
 * question and brings back no secret that was refused, used or forgotten.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createKeyturn, type Keyturn } from '../../src/keyturn.ts'
import { openParts } from '../../src/open/parts.ts'
import { createPrincipal } from '../../src/principal.ts'
import { createRedisKeys } from '../../src/state/redis/keys.ts'
import type { ConversationKey } from '../../src/state/state.ts'
import { writeFormation } from '../proof/state/formation.ts'
import { type FakeGitHub, startFakeGitHub } from '../proof/state/github.ts'
import { type RedisServer, startRedis } from '../servers/redis.ts'
import { type ReplayingProxy, startReplayingProxy } from '../servers/replaying-proxy.ts'
import { createTestClock } from '../state/fixtures.ts'
import { heard } from './stage.ts'

const FORMATION = 'proof'
const MINUTE_MS = 60_000
const folder = mkdtempSync(join(tmpdir(), 'keyturn-redis-forgery-'))
const keys = createRedisKeys()
const clock = createTestClock()

let redis: RedisServer
let proxy: ReplayingProxy
let github: FakeGitHub
let keyturn: Keyturn
let messages = 0
let users = 0

beforeAll(async () => {
  // Nothing is written to disk by itself: what was not saved by hand is lost with a crash.
  ;[redis, github] = await Promise.all([startRedis(), startFakeGitHub()])
  proxy = await startReplayingProxy(redis.port)
  keyturn = createKeyturn(
    await openParts({
      formation: writeFormation(folder),
      databaseUrl: false,
      redisUrl: `redis://127.0.0.1:${proxy.port}`,
      githubApi: github.api,
      secrets: { CREDENTIAL_KEY: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64') },
      clock,
    }),
  )
}, 60_000)
afterEach(() => proxy.answer([]))
afterAll(async () => {
  await keyturn.close()
  await proxy.stop()
  await Promise.all([redis.stop(), github.close()])
  rmSync(folder, { recursive: true, force: true })
})

/** What Redis holds of a conversation. */
type Values = ReadonlyMap<string, Buffer | null>

/** A new user, in `talk` unless told otherwise. */
function somebody(userId = `victim-${(users += 1)}`, conversationId = 'talk') {
  const key: ConversationKey = { principal: createPrincipal(FORMATION, userId), conversation: conversationId }
  const names = { conversation: keys.conversation(key), pending: keys.pending(key) }
  return {
    userId,
    names,
    async hear(text: string): Promise<string> {
      messages += 1
      const turn = { userId, conversationId, messageId: `m${messages}`, text }
      return heard(await keyturn.turn({ ...turn, transport: 'terminal' }))
    },
    async add(login: string): Promise<void> {
      const value = github.issue(userId, login)
      expect(await keyturn.credentials.set('GITHUB', { userId, value })).toMatchObject({ ok: true })
    },
    accounts: async () => (await keyturn.credentials.list({ userId })).map(({ identity }) => identity.name),
    /** Whose token goes out, or the code of what was raised. */
    async use(): Promise<string> {
      const fetch = keyturn.user({ userId, conversationId }).fetch('github')
      try {
        return ((await (await fetch(`/work?for=${userId}`)).json()) as { login: string }).login
      } catch (error) {
        return String((error as { code?: unknown }).code)
      }
    },
    async take(): Promise<Values> {
      const all = Object.values(names)
      return new Map(
        await Promise.all(all.map(async (name) => [name, await redis.admin.getBuffer(name)] as const)),
      )
    },
    async putBack(
      values: Values,
      edit: (value: Buffer, name: string) => Buffer = (value) => value,
    ): Promise<void> {
      for (const [name, value] of values) {
        if (value === null) await redis.admin.del(name)
        else await redis.admin.set(name, edit(value, name), 'PX', 24 * 60 * MINUTE_MS)
      }
    },
  }
}
type Victim = ReturnType<typeof somebody>

/** The parts of a stored conversation: 16 digits of time, the key, version, length, record, flag and parked request. */
function rebuild(
  value: Buffer,
  name: string,
  change: { readonly version?: number; readonly record?: string; readonly as?: string },
): Buffer {
  const start = 16 + Buffer.byteLength(name)
  const length = Number(value.subarray(start + 16, start + 24).toString('latin1'))
  const record =
    change.record === undefined ? value.subarray(start + 24, start + 24 + length) : Buffer.from(change.record)
  const version = change.version ?? Number(value.subarray(start, start + 16).toString('latin1'))
  return Buffer.concat([
    value.subarray(0, 16),
    Buffer.from(change.as ?? name),
    Buffer.from(String(version).padStart(16, '0') + String(record.length).padStart(8, '0')),
    record,
    value.subarray(start + 24 + length),
  ])
}

const later = (value: Buffer): Buffer =>
  Buffer.concat([Buffer.from(String(clock.now() + 60 * MINUTE_MS).padStart(16, '0')), value.subarray(16)])

/** A user with two accounts who chose the first and then the second; what Redis held in between. */
async function chooser(): Promise<{ victim: Victim; first: Values }> {
  const victim = somebody()
  for (const login of ['first', 'second']) await victim.add(`${victim.userId}-${login}`)
  expect(await victim.hear(`use ${victim.userId}-first`)).toContain('in this conversation')
  const first = await victim.take()
  expect(await victim.use()).toBe(`${victim.userId}-first`)
  expect(await victim.hear(`use ${victim.userId}-second`)).toContain('in this conversation')
  expect(await victim.use()).toBe(`${victim.userId}-second`)
  return { victim, first }
}

describe('T-130 which account was chosen', () => {
  it('cannot be forged: a record in the clear, one altered by a bit, and none at all choose nothing', async () => {
    const { victim } = await chooser()
    const now = await victim.take()
    const own = await keyturn.credentials.list({ userId: victim.userId })
    const kept = {
      ...{ question: 'none', questionUntil: null, want: null, offered: [], parked: false, pending: false },
      ...{ chosen: { github: { ids: [own[0]?.id], once: false } }, malformed: 0, resumed: null },
    }
    const forged = JSON.stringify({ machineVersion: 1, kept })
    await victim.putBack(now, (value, name) =>
      name === victim.names.conversation ? rebuild(value, name, { record: forged }) : value,
    )
    expect(await victim.use()).toBe('ACCOUNT_REQUIRED')
    await victim.putBack(now, (value, name) => {
      const altered = Buffer.from(value)
      const at = altered.length - 20
      if (name === victim.names.conversation) altered[at] = (altered[at] ?? 0) === 65 ? 66 : 65
      return altered
    })
    expect(await victim.use()).toBe('ACCOUNT_REQUIRED')
    await redis.admin.del(victim.names.conversation)
    expect(await victim.use()).toBe('ACCOUNT_REQUIRED')
    await victim.putBack(now)
    expect(await victim.use()).toBe(`${victim.userId}-second`)
  })

  it('does not come back: an older record, under its own version or a newer one, is not believed', async () => {
    for (const version of [undefined, 2, 3, 1_000]) {
      const { victim, first } = await chooser()
      await victim.putBack(first, (value, name) =>
        name === victim.names.conversation && version !== undefined
          ? rebuild(value, name, { version })
          : value,
      )
      expect(await victim.use(), String(version)).toBe('ACCOUNT_REQUIRED')
      expect(await victim.hear('Show my GitHub repositories')).toMatch(/Which one\?$/)
      expect(await victim.hear(`${victim.userId}-second`)).toMatch(/RESUME/)
      expect(await victim.use()).toBe(`${victim.userId}-second`)
    }
  })

  it('is no other’s: the record of another conversation, or of another user, opens nowhere else', async () => {
    const { victim } = await chooser()
    const elsewhere = somebody(victim.userId, 'elsewhere')
    expect(await elsewhere.hear(`use ${victim.userId}-first`)).toContain('in this conversation')
    const { victim: stranger } = await chooser()
    for (const from of [elsewhere, stranger]) {
      const values = await from.take()
      const value = values.get(from.names.conversation)
      if (value == null) throw new Error('Nothing was kept.')
      const as = victim.names.conversation
      await redis.admin.set(as, rebuild(value, from.names.conversation, { as }))
      expect(await victim.use()).toBe('ACCOUNT_REQUIRED')
    }
  })

  it('is not what somebody in the path to Redis answers with', async () => {
    const { victim, first } = await chooser()
    const now = await victim.take()
    proxy.answer(exchangesOf(now, first))
    const before = proxy.exchanged()
    expect(await victim.use()).toBe('ACCOUNT_REQUIRED')
    expect(proxy.exchanged()).toBeGreaterThan(before)
    proxy.answer([])
    expect(await victim.use()).toBe(`${victim.userId}-second`)
  })
})

function exchangesOf(now: Values, old: Values): { now: Buffer; old: Buffer }[] {
  return [...now].flatMap(([name, value]) => {
    const before = old.get(name)
    return value === null || before == null ? [] : [{ now: value, old: before }]
  })
}

/** A user who pasted a token without a word about it, and was asked whether to add it; what Redis holds of that. */
async function offered(): Promise<{ victim: Victim; values: Values; token: string; checks: number }> {
  const victim = somebody()
  const token = github.issue(victim.userId, `${victim.userId}-a`)
  expect(await victim.hear(`look at this: ${token}`)).toMatch(/\(yes or no\)$/)
  const values = await victim.take()
  expect(values.get(victim.names.pending)).not.toBeNull()
  return { victim, values, token, checks: github.seen.checks }
}

/** Nothing is stored, and GitHub is not even asked. */
async function expectSpent(
  { victim, checks }: { victim: Victim; checks: number },
  ...answers: string[]
): Promise<void> {
  for (const answer of answers) {
    expect(await victim.hear(answer), answer).not.toMatch(/Successfully|already stored|Updated/)
    expect(await victim.accounts()).toEqual([])
  }
  expect(github.seen.checks).toBe(checks)
}

describe('T-130 a pending secret', () => {
  it('is not stored after "no", whatever is put back', async () => {
    const offer = await offered()
    const { victim, values } = offer
    await victim.hear('no')
    await victim.putBack(values)
    await expectSpent(offer, 'yes', 'add it', 'yes')
    await victim.putBack(values, later)
    await expectSpent(offer, 'yes')
    for (const version of [1, 2, 3, 50]) {
      await victim.putBack(values, (value, name) =>
        name === victim.names.conversation ? rebuild(value, name, { version }) : value,
      )
      await expectSpent(offer, 'yes')
    }
  })

  it('is not stored after "no" by one who answers with old values in the path to Redis', async () => {
    const offer = await offered()
    const { victim, values } = offer
    await victim.hear('no')
    // The conversation goes on, so that there is something in whose place the old one is answered.
    expect(await victim.hear('Add my GitHub account')).toMatch(/^Please provide/)
    await victim.hear('cancel')
    await victim.putBack(values)
    proxy.answer(exchangesOf(await victim.take(), values))
    await expectSpent(offer, 'yes')
  })

  it('is not stored again after it was used and its account removed', async () => {
    const { victim, values } = await offered()
    expect(await victim.hear('yes')).toMatch(/^Successfully added/)
    expect(await victim.accounts()).toEqual([`${victim.userId}-a`])
    await keyturn.credentials.delete('GITHUB', { userId: victim.userId })
    await victim.putBack(values)
    await expectSpent({ victim, checks: github.seen.checks }, 'yes', 'yes')
  })

  it('is not stored after "cancel" of another try', async () => {
    const victim = somebody()
    await victim.hear('Add my GitHub account')
    const { beforeAnswer } = github
    github.beforeAnswer = () => new Promise((resolve) => setTimeout(resolve, 11_000))
    const said = victim.hear(github.issue(victim.userId, `${victim.userId}-a`))
    expect(await said).toMatch(/try again/)
    github.beforeAnswer = beforeAnswer
    const values = await victim.take()
    await victim.hear('cancel')
    await victim.putBack(values)
    await expectSpent({ victim, checks: github.seen.checks }, 'try again', 'yes')
  }, 60_000)

  it('is not stored once its time is over, whatever times are written beside it', async () => {
    const offer = await offered()
    const { victim, values } = offer
    clock.advance(10 * MINUTE_MS)
    await victim.putBack(values, later)
    await expectSpent(offer, 'yes')
  })

  it('is not exchanged for an earlier one that was refused', async () => {
    const offer = await offered()
    const { victim, values } = offer
    await victim.hear('no')
    const second = github.issue(victim.userId, `${victim.userId}-b`)
    expect(await victim.hear(`and this: ${second}`)).toMatch(/\(yes or no\)$/)
    const old = values.get(victim.names.pending)
    if (old == null) throw new Error('Nothing was pending.')
    await redis.admin.set(victim.names.pending, old)
    await expectSpent(offer, 'yes')
  })

  it('is not stored after "no" where Redis lost that turn in a crash', async () => {
    const offer = await offered()
    await redis.admin.save()
    await offer.victim.hear('no')
    expect(await redis.admin.exists(offer.victim.names.pending)).toBe(0)
    await redis.crash()
    await redis.restart()
    await untilUsable()
    expect(await redis.admin.exists(offer.victim.names.pending)).toBe(1)
    await expectSpent(offer, 'yes', 'yes')
  }, 60_000)
})

async function untilUsable(): Promise<void> {
  for (let look = 0; look < 200; look += 1) {
    const usable = await somebody('looks')
      .hear('Add my GitHub account')
      .catch(() => '')
    if (usable.startsWith('Please provide')) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('Redis did not come back.')
}

describe('T-130 a question that was answered', () => {
  it('removes nothing when it is put back: "yes" to the agent stays a "yes" to the agent', async () => {
    const victim = somebody()
    await victim.add(`${victim.userId}-a`)
    expect(await victim.hear('Remove my GitHub account')).toMatch(/\(yes or no\)$/)
    const values = await victim.take()
    await victim.hear('no')
    await victim.putBack(values)
    expect(await victim.hear('yes')).toBe('PASS: yes')
    expect(await victim.accounts()).toEqual([`${victim.userId}-a`])
  })

  it('does not go on with a request that was cancelled', async () => {
    const victim = somebody()
    for (const login of ['a', 'b']) await victim.add(`${victim.userId}-${login}`)
    expect(await victim.hear('Delete my GitHub repositories')).toMatch(/Which one\?$/)
    const values = await victim.take()
    await victim.hear('cancel')
    await victim.putBack(values)
    expect(await victim.hear(`${victim.userId}-a`)).not.toMatch(/RESUME/)
  })

  it('does not go on with another request than the one that waits', async () => {
    const victim = somebody()
    for (const login of ['a', 'b']) await victim.add(`${victim.userId}-${login}`)
    await victim.hear('Delete my GitHub repositories')
    const old = (await victim.take()).get(victim.names.conversation)
    await victim.hear('cancel')
    await victim.hear('Show my GitHub repositories')
    const now = (await victim.take()).get(victim.names.conversation)
    if (old == null || now == null) throw new Error('Nothing was parked.')
    const name = victim.names.conversation
    const start = 16 + Buffer.byteLength(name)
    const behind = (value: Buffer): number =>
      start + 24 + Number(value.subarray(start + 16, start + 24).toString('latin1'))
    await redis.admin.set(name, Buffer.concat([now.subarray(0, behind(now)), old.subarray(behind(old))]))
    expect(await victim.hear(`${victim.userId}-a`)).not.toMatch(/Delete/)
  })

  it('takes no second message for a secret once it was answered', async () => {
    const victim = somebody()
    await victim.hear('Add my GitHub account')
    const values = await victim.take()
    await victim.hear('cancel')
    await victim.putBack(values)
    expect(await victim.hear('hello-there-world-12')).toMatch(/^PASS/)
  })
})

describe('a turn whose record is not believed', () => {
  it('heals it: the next one finds nothing to distrust, and the audit tells of it', async () => {
    const { victim, first } = await chooser()
    await victim.putBack(first)
    expect(await victim.hear('How long do I boil an egg?')).toMatch(/^PASS/)
    expect(await redis.admin.exists(victim.names.conversation)).toBe(0)
    const { audit } = await keyturn.users.export({ userId: victim.userId })
    expect(audit.filter(({ act }) => act === 'state.quarantined')).toHaveLength(1)
    expect(await victim.hear('How long do I boil an egg?')).toMatch(/^PASS/)
  })

  it('is none while another instance is between its two saves', async () => {
    const { victim } = await chooser()
    const uses = Promise.all(Array.from({ length: 20 }, () => victim.use()))
    for (const login of ['first', 'second']) await victim.hear(`use ${victim.userId}-${login}`)
    expect((await uses).filter((used) => !used.startsWith(victim.userId))).toEqual([])
  })
})
