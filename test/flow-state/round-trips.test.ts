/** How often a turn asks Redis and PostgreSQL: counted by Redis itself, and by a proxy before PostgreSQL. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKeyturn, type Keyturn } from '../../src/keyturn.ts'
import { openParts, type OpenedParts } from '../../src/open/parts.ts'
import { createPrincipal } from '../../src/principal.ts'
import { writeFormation } from '../proof/state/formation.ts'
import { type FakeGitHub, startFakeGitHub } from '../proof/state/github.ts'
import { type PostgresServer, startPostgres } from '../servers/postgres.ts'
import { type PostgresProxy, startPostgresProxy } from '../servers/postgres-proxy.ts'
import { type createAdmin, type RedisServer, startRedis, until } from '../servers/redis.ts'
import { createTestClock } from '../state/fixtures.ts'
import { heard } from './stage.ts'

const folder = mkdtempSync(join(tmpdir(), 'keyturn-round-trips-'))
const USER = 'counted'
const MINUTE_MS = 60_000
const clock = createTestClock()

let redis: RedisServer
let postgres: PostgresServer
let proxy: PostgresProxy
let github: FakeGitHub
let parts: OpenedParts
let keyturn: Keyturn
let monitor: ReturnType<typeof createAdmin>
let commands: string[] = []
let messages = 0

beforeAll(async () => {
  ;[redis, postgres, github] = await Promise.all([
    startRedis(),
    startPostgres({ isSynced: false }),
    startFakeGitHub(),
  ])
  proxy = await startPostgresProxy(await postgres.createDatabase())
  const key = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')
  parts = await openParts({
    formation: writeFormation(folder),
    databaseUrl: proxy.url,
    redisUrl: redis.url,
    githubApi: github.api,
    secrets: { CREDENTIAL_KEY: key },
    clock,
  })
  keyturn = createKeyturn(parts)
  for (const letter of ['a', 'b']) {
    const value = github.issue(USER, `${USER}-${letter}`)
    await keyturn.credentials.set('GITHUB', { userId: USER, value })
  }
  // Scripts are sent in full once per server, pools connect once.
  await say('Show my GitHub repositories', 'warm')
  await say(`${USER}-a`, 'warm')
  monitor = await redis.admin.monitor()
  // What a script does by itself is no round trip.
  monitor.on('monitor', (_time: string, words: string[], source: string) => {
    if (source !== 'lua') commands.push((words[0] ?? '').toLowerCase())
  })
}, 120_000)
afterAll(async () => {
  monitor.disconnect()
  await keyturn.close()
  await proxy.stop()
  await Promise.all([redis.stop(), postgres.stop(), github.close()])
  rmSync(folder, { recursive: true, force: true })
})

async function say(text: string, conversationId: string, messageId = `m${(messages += 1)}`): Promise<string> {
  const turn = { userId: USER, conversationId, messageId, text }
  return heard(await keyturn.turn({ ...turn, transport: 'terminal' }))
}

/** Every command since the last call. */
async function hearAll(): Promise<string[]> {
  await redis.admin.ping('heard')
  await until('the monitor has seen all', () => Promise.resolve(commands.includes('ping')))
  const heardNow = commands.filter((name) => name !== 'ping')
  commands = []
  return heardNow
}

/** What one act asks of both. */
async function countTrips(act: () => Promise<unknown>): Promise<{ redis: string[]; postgres: number }> {
  await hearAll()
  const before = proxy.count()
  await act()
  const asked = proxy.count() - before
  return { redis: await hearAll(), postgres: asked }
}

describe('the round trips of', () => {
  it('a turn that is none of ours: one read of Redis, one read of the mark', async () => {
    const trips = await countTrips(async () => {
      expect(await say('How long do I boil an egg?', 'talk')).toMatch(/^PASS/)
    })
    expect(trips).toEqual({ redis: ['mget'], postgres: 1 })
  })

  it('a request for which an account is there: one read of Redis, the mark, one look', async () => {
    await say('Show my GitHub repositories', 'chosen')
    await say(`${USER}-a`, 'chosen')
    await say('use GitHub account 1', 'chosen')
    const trips = await countTrips(async () => {
      expect(await say('Show my GitHub repositories', 'chosen')).toMatch(/^PASS/)
    })
    expect(trips).toEqual({ redis: ['mget'], postgres: 2 })
  })

  it('a request that asks which account: one read, one claim that loads, one save that releases', async () => {
    const trips = await countTrips(async () => {
      expect(await say('Show my GitHub repositories', 'talk')).toMatch(/Which one/)
    })
    // The mark; one look, shared by the reading of the message and by the step after it; the stamp that moves on.
    expect(trips).toEqual({ redis: ['mget', 'evalsha', 'evalsha'], postgres: 3 })
  })

  it('an active turn: one read, one claim that loads, one save that releases', async () => {
    const trips = await countTrips(async () => {
      expect(await say(`${USER}-a`, 'talk', 'again')).toMatch(/RESUME/)
    })
    expect(trips.redis).toEqual(['mget', 'evalsha', 'evalsha'])
    // The mark; the accounts with the user's key, their last uses and the lock; the stamp that moves on.
    expect(trips.postgres).toBe(3)
  })

  it('the same message again: one read of each', async () => {
    const trips = await countTrips(async () => {
      expect(await say(`${USER}-a`, 'talk', 'again')).toMatch(/RESUME/)
    })
    expect(trips.redis).toEqual(['mget'])
    expect(trips.postgres).toBeLessThanOrEqual(2)
  })

  it('a credential used again: one statement within a minute, later one read of Redis before it', async () => {
    const principal = createPrincipal(parts.formation.id, USER)
    const [account] = await parts.vault.listAccounts(principal, 'github')
    const open = async (): Promise<void> => {
      const opened = await parts.vault.open(principal, account?.id ?? '', 'test', { channel: 'tool' })
      expect(opened.ok).toBe(true)
    }
    await open()
    await until('the envelope is cached', async () => (await redis.admin.keys('*}t*')).length > 0)
    expect(await countTrips(open)).toEqual({ redis: [], postgres: 1 })
    clock.advance(MINUTE_MS)
    expect(await countTrips(open)).toEqual({ redis: ['hmget'], postgres: 1 })
    expect(await countTrips(open)).toEqual({ redis: [], postgres: 1 })
  })
})
