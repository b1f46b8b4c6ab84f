/** Messages of one user that reach two instances at once, on one Redis and one PostgreSQL. */
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { TurnOutcome } from '../../src/index.ts'
import { createPrincipal } from '../../src/principal.ts'
import { type Cluster, type Instance, startInstances } from './cluster.ts'
import { heard } from './stage.ts'

const TIMES = 10
const ALREADY = "That GitHub token is already stored in your account. You're all set!"

let cluster: Cluster
let instances: readonly [Instance, Instance]
let messages = 0

beforeAll(async () => {
  cluster = await startInstances()
  instances = [await cluster.open(), await cluster.open()]
}, 120_000)
afterAll(() => cluster.close())

/** Says something to one of the two, by turns. */
function say(at: number, user: string, text: string, said: { conversation?: string; message?: string } = {}) {
  const { conversation = 'talk', message = `m${(messages += 1)}` } = said
  const turn = { userId: user, conversationId: conversation, messageId: message, text }
  const { keyturn } = instances[at % 2 === 0 ? 0 : 1]
  return keyturn.turn({ ...turn, transport: 'terminal' })
}

async function rowsOf(user: string) {
  return instances[0].keyturn.credentials.list({ userId: user })
}

/** The token an account holds. */
async function tokenOf(user: string): Promise<string | undefined> {
  const { vault, formation } = instances[1].parts
  const principal = createPrincipal(formation.id, user)
  const [account] = await vault.listAccounts(principal, 'github')
  const opened = await vault.open(principal, account?.id ?? '', 'test', { channel: 'api' })
  return opened.ok ? opened.credential.fields['token']?.reveal() : undefined
}

async function addTwo(user: string): Promise<void> {
  for (const letter of ['a', 'b']) {
    const value = cluster.github.issue(user, `${user}-${letter}`)
    await instances[0].keyturn.credentials.set('GITHUB', { userId: user, value })
  }
}

it('T-070 the same message at both is one turn: the same answer, and the request goes on once', async () => {
  await addTwo('t70')
  for (let time = 0; time < TIMES; time += 1) {
    const conversation = `c${time}`
    await say(time, 't70', 'Show my GitHub repositories', { conversation })
    const again = { conversation, message: `same-${time}` }
    const both = await Promise.all([0, 1].map((at) => say(at, 't70', 't70-a', again)))
    const fresh = both.filter((outcome) => outcome.kind === 'resume' && outcome.redelivered !== true)
    expect(both.map(({ kind }) => kind)).toEqual(['resume', 'resume'])
    expect(fresh).toHaveLength(1)
    expect(heard(both[0] as TurnOutcome)).toBe(heard(both[1] as TurnOutcome))
  }
})

it('T-073 a wish and its token 1 ms apart at different instances end well in either order, without a trace', async () => {
  for (let time = 0; time < TIMES; time += 1) {
    const user = `t73-${time}`
    const token = cluster.github.issue(user, `${user}-a`)
    const texts = time % 2 === 0 ? ['Add my GitHub token', token] : [token, 'Add my GitHub token']
    const [first, second] = texts.map((text, at) => delay(at).then(() => say(at, user, text)))
    const outcomes = [await first, await second]
    if ((await rowsOf(user)).length === 0) outcomes.push(await say(time, user, 'yes'))
    expect(JSON.stringify(outcomes)).not.toContain(token)
    expect((await rowsOf(user)).map(({ identity }) => identity.name)).toEqual([`${user}-a`])
  }
})

it('T-074 of 50 adds of one token at both, one is checked and stored, and 49 hear that it is there', async () => {
  const token = cluster.github.issue('t74', 't74-a')
  const before = cluster.github.seen.checks
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, at) =>
      say(at, 't74', `Add my GitHub token ${token}`, { conversation: `c${at}` }),
    ),
  )
  expect(cluster.github.seen.checks - before).toBe(1)
  expect(await rowsOf('t74')).toHaveLength(1)
  const said = outcomes.map(heard)
  expect(said.filter((text) => text === ALREADY)).toHaveLength(49)
  expect(said.filter((text) => text.startsWith("Successfully added GitHub account 't74-a'"))).toHaveLength(1)
}, 60_000)

it('T-075 of 50 tokens of one account at both, one row holds an acknowledged one, and each replacement is audited in order', async () => {
  const tokens = Array.from({ length: 50 }, () => cluster.github.issue('t75', 't75-a'))
  const said = await Promise.all(
    tokens.map((token, at) => say(at, 't75', `Add my GitHub token ${token}`, { conversation: `c${at}` })),
  ).then((outcomes) => outcomes.map(heard))
  const kept = tokens.filter((_, at) => /^(?:Successfully added|Updated)/.test(said[at] ?? ''))
  const rest = said.filter((text) => !/^(?:Successfully added|Updated|One moment|Too many)/.test(text))
  expect(rest).toEqual([])
  const rows = await rowsOf('t75')
  expect(rows).toHaveLength(1)
  expect(rows[0]?.revision).toBe(kept.length)
  expect(kept).toContain(await tokenOf('t75'))
  const { vault, formation } = instances[0].parts
  const audit = await vault.listAudit(createPrincipal(formation.id, 't75'), { limit: 1_000 })
  const stored = audit
    .filter(({ act }) => act === 'add' || act === 'replace')
    .sort((a, b) => a.sequence - b.sequence)
    .map(({ outcome }) => outcome)
  expect(stored).toEqual(['added', ...Array<string>(kept.length - 1).fill('replaced')])
}, 60_000)

it('T-076 of two answers to one question at both, one is used and the other is told so or is an ordinary message', async () => {
  await addTwo('t76')
  for (let time = 0; time < TIMES; time += 1) {
    const conversation = `c${time}`
    await say(time, 't76', 'Show my GitHub repositories', { conversation })
    const both = await Promise.all(
      ['t76-a', 't76-b'].map((text, at) => say(at, 't76', text, { conversation })),
    )
    const used = both.filter((outcome) => outcome.kind === 'resume')
    expect(used, both.map(heard).join(' / ')).toHaveLength(1)
    const answered = both.findIndex((outcome) => outcome.kind === 'resume')
    expect(used[0]).toMatchObject({ account: { name: ['t76-a', 't76-b'][answered] } })
  }
})

it('a turn that waited for another looks at the accounts anew', async () => {
  const user = 'waited'
  const { parts, keyturn } = instances[1]
  const principal = createPrincipal(parts.formation.id, user)
  const claim = await parts.state.claim({ principal, conversation: 'talk' }, undefined)
  if (claim.kind !== 'claimed') throw new Error('The conversation was not free.')
  const waiting = say(0, user, 'Show my GitHub repositories')
  const sooner = await Promise.race([waiting, delay(500, 'none yet')])
  expect(sooner).toBe('none yet')
  await keyturn.credentials.set('GITHUB', { userId: user, value: cluster.github.issue(user, user) })
  await parts.state.release(claim.lease)
  expect(heard(await waiting)).toMatch(/^PASS/)
})

it('T-077 a process that was stopped in a check past its lease, while another finished the turn, gives the same answer', async () => {
  const worker = await cluster.fork()
  const late = await cluster.open({ now: () => Date.now() + 31_000 })
  const token = cluster.github.issue('t77', 't77-a')
  await say(0, 't77', 'Add my GitHub token')
  const turn = { user: 't77', conversation: 'talk', message: 'paste', text: token } as const
  cluster.github.beforeAnswer = () => {
    worker.signal('SIGSTOP')
    cluster.github.beforeAnswer = undefined
    return Promise.resolve()
  }
  const paused = worker.obey({ kind: 'turn', ...turn })
  while (cluster.github.beforeAnswer !== undefined) await delay(5)
  const other = await late.keyturn.turn({
    userId: 't77',
    conversationId: 'talk',
    messageId: 'paste',
    text: token,
    transport: 'terminal',
  })
  expect(heard(other)).toMatch(/^Successfully added GitHub account 't77-a'/)
  worker.signal('SIGCONT')
  const done = await paused
  expect(done).toMatchObject({ kind: 'outcome', outcome: { kind: 'reply', reply: { text: heard(other) } } })
  expect(await rowsOf('t77')).toHaveLength(1)
  expect(await tokenOf('t77')).toBe(token)
}, 90_000)

it('T-088 processes killed between reservation and result, 21 times: no lock stays, and no more than three checks of a user reach the service', async () => {
  const users = Array.from({ length: 7 }, (_, index) => `t88-${index}`)
  const checksOf = (user: string): number =>
    cluster.github.rejections.filter((one) => one.user === user).length
  for (let round = 0; round < 3; round += 1) {
    const worker = await cluster.fork()
    const before = cluster.github.rejections.length
    const never = new Promise<void>(() => undefined)
    cluster.github.beforeAnswer = () => {
      if (cluster.github.rejections.length - before === users.length) worker.signal('SIGKILL')
      return never
    }
    const orders = users.map((user) => {
      const text = `Add my GitHub token ${cluster.github.issueBad(user)}`
      return worker.obey({ kind: 'turn', user, conversation: `round-${round}`, message: `m-${round}`, text })
    })
    expect(await Promise.all(orders)).toEqual(users.map(() => 'died'))
  }
  cluster.github.beforeAnswer = undefined
  expect(users.map(checksOf)).toEqual(users.map(() => 3))
  const fourth = await Promise.all(
    users.map((user) => say(0, user, `Add my GitHub token ${cluster.github.issueBad(user)}`)),
  )
  for (const outcome of fourth) expect(heard(outcome)).toMatch(/^(?:One moment|Too many)/)
  expect(users.map(checksOf)).toEqual(users.map(() => 3))

  const later = await cluster.open({ now: () => Date.now() + 16 * 60_000 })
  for (const user of users) {
    const value = cluster.github.issue(user, `${user}-a`)
    expect(await later.keyturn.credentials.set('GITHUB', { userId: user, value })).toMatchObject({ ok: true })
  }
}, 120_000)
