/**
 * T-124: a message of up to 1 MiB is served on every way through a turn, whatever it is made of; one byte more is refused with a clear
 * error before anything is written.
 */
import { DatabaseSync } from '@photostructure/sqlite'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TurnOutcome } from '../../src/index.ts'
import { createGitHubToken } from '../../src/testing/index.ts'
import { startRedis } from '../servers/redis.ts'
import type { RedisServer } from '../servers/redis.ts'
import { openPartsStage, turnOf } from './parts-stage.ts'
import type { PartsStage } from './parts-stage.ts'

const KIB = 1024
const MIB = KIB * KIB
const SIZES = { '64 KiB': 64 * KIB, '1 MiB - 1': MIB - 1, '1 MiB': MIB } as const

/** What long messages are made of: bytes in UTF-8, in UTF-16 and in JSON differ, and words break lines. */
const FILLERS = {
  words: 'see the log line below. ',
  'Chinese and a picture': '日志的一行🙂 ',
  'control characters': 'log\u0001\u0002\t\n',
  'quotes and backslashes': '"log" \\ ',
  'halves of pairs': '\ud800 log ',
  'announced numbers': 'pin: 4711\n',
} as const
type Filler = keyof typeof FILLERS

/** A text of exactly so many bytes of UTF-8 that begins, or ends, with words of its own. */
function long(words: string, bytes: number, filler: Filler, end = ''): string {
  const unit = FILLERS[filler]
  const left = bytes - Buffer.byteLength(words) - Buffer.byteLength(end)
  const whole = Math.floor(left / Buffer.byteLength(unit))
  return words + unit.repeat(whole) + 'x'.repeat(left - whole * Buffer.byteLength(unit)) + end
}

let redis: RedisServer
let stage: PartsStage
let people = 0
let userId = ''

beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())

const say = (text: string, more: object = {}): Promise<TurnOutcome> =>
  stage.keyturn.turn(turnOf(text, { userId, ...more }))

/** Says it twice under one id: the saved answer has to be the same. */
async function sayTwice(text: string): Promise<TurnOutcome> {
  const messageId = `twice-${people}`
  const first = await say(text, { messageId })
  const again = await say(text, { messageId })
  expect(again).toEqual(first.kind === 'resume' ? { ...first, redelivered: true } : first)
  return first
}

function goodToken(): string {
  const token = createGitHubToken()
  stage.known.set(token, `login-${people}`)
  return token
}

async function raiseNeed(text: string, why: 'github'): Promise<TurnOutcome> {
  const user = stage.keyturn.user({ userId, conversationId: 'talk' })
  const error = await user
    .tool(
      why,
      () => 1,
    )(undefined)
    .then(String, (thrown: unknown) => thrown)
  return stage.keyturn.park(error, turnOf(text, { userId }))
}

type Way = (bytes: number, filler: Filler) => Promise<void>

const WAYS: Readonly<Record<string, Way>> = {
  'is passed on': async (bytes, filler) => {
    const text = long('Please look at this: ', bytes, filler)
    const outcome = await sayTwice(text)
    expect(outcome.kind).toBe(filler === 'announced numbers' ? 'reply' : 'pass')
    if (outcome.kind === 'pass') expect(outcome).toMatchObject({ text, history: { user: text } })
  },
  'waits for a token and goes on': async (bytes, filler) => {
    const text = long('What is new on GitHub? ', bytes, filler)
    const asked = await raiseNeed(text, 'github')
    expect(asked).toMatchObject({ kind: 'reply', reply: { form: { service: 'github' } } })
    const outcome = await sayTwice(goodToken())
    const added: unknown = expect.stringMatching(/^Successfully added/)
    expect(outcome).toMatchObject({ kind: 'resume', prelude: added })
    if (filler !== 'announced numbers' && filler !== 'halves of pairs')
      expect(outcome).toMatchObject({ text })
  },
  'brings a token in the middle of a request': async (bytes, filler) => {
    const token = goodToken()
    const outcome = await sayTwice(long('Look at this:\n', bytes, filler, `\nmy token is ${token}`))
    expect(outcome.kind).toBe('reply')
    expect(JSON.stringify(outcome)).not.toContain(token)
    const added: unknown = expect.stringMatching(/^Successfully added/)
    expect(await say('yes')).toMatchObject({ kind: 'resume', prelude: added })
  },
  'asks to add a token': async (bytes, filler) => {
    const token = goodToken()
    const outcome = await sayTwice(long(`Add my GitHub token ${token}. `, bytes, filler))
    expect(JSON.stringify(outcome)).not.toContain(token)
    const listed = await stage.keyturn.credentials.list({ userId })
    if (outcome.kind === 'reply' && outcome.reply.text.startsWith('Successfully'))
      expect(listed).toHaveLength(1)
  },
  'comes where a token is awaited': async (bytes, filler) => {
    await say('add my GitHub account')
    const outcome = await sayTwice(long('I am not sure. ', bytes, filler))
    expect(['reply', 'pass']).toContain(outcome.kind)
    expect(await say(goodToken())).toMatchObject({ kind: 'reply' })
  },
  'comes where a password is awaited': async (bytes, filler) => {
    await say('add my door account')
    const outcome = await sayTwice(long('', bytes, filler))
    expect(outcome.kind).toBe('reply')
    expect(JSON.stringify(outcome).length).toBeLessThan(2_000)
  },
  'answers which account': async (bytes, filler) => {
    for (const name of ['a', 'b']) {
      const value = createGitHubToken()
      stage.known.set(value, `login-${name}-${people}`)
      await stage.keyturn.credentials.set('GITHUB', { userId, value })
    }
    const text = long('What is new on GitHub? ', bytes, filler)
    expect(await raiseNeed(text, 'github')).toMatchObject({ reply: { choices: [{}, {}] } })
    const other = await sayTwice(long('the first, and then ', bytes, filler))
    expect(['reply', 'pass', 'resume']).toContain(other.kind)
    if (other.kind !== 'pass') return
    expect(await raiseNeed(text, 'github')).toMatchObject({ reply: { choices: [{}, {}] } })
    expect(await sayTwice('1')).toMatchObject({ kind: 'resume' })
  },
  'is held back after the time to answer': async (bytes, filler) => {
    await say('add my door account')
    stage.advance(11 * 60_000)
    const outcome = await sayTwice(long('', bytes, filler))
    expect(['reply', 'pass']).toContain(outcome.kind)
  },
  'holds a key that is far too long for one': async (bytes, filler) => {
    const outcome = await sayTwice(long('my password is "', bytes, filler, '"'))
    expect(['reply', 'pass']).toContain(outcome.kind)
    expect((await say('yes')).kind).not.toBe('resume')
  },
}

/** Two fillers for each way and size, by turns, so that all are tried; of announced numbers one run takes seconds. */
function fillersFor(way: number, size: number): readonly Filler[] {
  const all = (Object.keys(FILLERS) as Filler[]).filter((filler) => filler !== 'announced numbers')
  return [0, 2].flatMap((step) => all[(way + 2 * size + step) % all.length] ?? [])
}

async function run(way: Way, bytes: number, filler: Filler): Promise<void> {
  people += 1
  userId = `person-${people}`
  await way(bytes, filler)
}

describe('T-124 with the state in SQLite, a message', () => {
  beforeAll(async () => {
    stage = await openPartsStage()
  })
  afterAll(() => stage.close())

  it.each(
    Object.entries(WAYS).flatMap(([name, way], index) =>
      Object.entries(SIZES).map(
        ([size, bytes], at) => [name, size, way, bytes, fillersFor(index, at)] as const,
      ),
    ),
  )(
    'that %s is served at %s',
    async (_name, _size, way, bytes, fillers) => {
      for (const filler of fillers) await run(way, bytes, filler)
    },
    120_000,
  )

  it.each(['is passed on', 'waits for a token and goes on'])(
    'that is nothing but short secrets, and %s, is served at 1 MiB',
    async (name) => run(WAYS[name] ?? (() => Promise.reject(new Error(name))), MIB, 'announced numbers'),
    120_000,
  )
})

describe('T-124 with the state in Redis, a message of 1 MiB', () => {
  beforeAll(async () => {
    stage = await openPartsStage({ keyturn: { redisUrl: redis.url } })
  })
  afterAll(() => stage.close())

  it.each(Object.entries(WAYS))(
    'that %s is served',
    async (_name, way) => run(way, MIB, 'control characters'),
    120_000,
  )
})

describe('T-124 a message without the state', () => {
  it('is passed on at 1 MiB, and one with a token is answered', async () => {
    const lone = await startRedis()
    stage = await openPartsStage({ keyturn: { redisUrl: lone.url } })
    userId = 'alone'
    await lone.crash()
    const text = long('Look at this: ', MIB, 'words')
    expect(await say(text)).toMatchObject({ kind: 'pass', text })
    const token = createGitHubToken()
    expect((await say(long('', MIB, 'words', ` my token is ${token}`))).kind).toBe('reply')
    await stage.close()
    await lone.stop()
  }, 120_000)
})

describe('T-124 a message of one byte more', () => {
  it.each(Object.keys(FILLERS) as Filler[])('is refused, and nothing is written (%s)', async (filler) => {
    stage = await openPartsStage()
    userId = 'too long'
    await say('add my door account')
    const before = rows(stage)
    for (const [words, end] of [
      ['', ''],
      [`Add my GitHub token ${goodToken()} `, ''],
      ['', ` my token is ${goodToken()}`],
    ] as const) {
      const turn = say(long(words, MIB + 1, filler, end))
      await expect(turn).rejects.toMatchObject({ code: 'INPUT_INVALID', facts: { limit: MIB } })
      await expect(turn).rejects.toThrow(/longer than 1048576 bytes/)
    }
    expect(rows(stage)).toEqual(before)
    expect(stage.asked).toEqual([])
    await stage.close()
  })
})

/** Everything in the two databases. */
function rows({ directory }: PartsStage): unknown[] {
  return ['vault.db', 'state.db'].map((file) => {
    const database = new DatabaseSync(join(directory, '.keyturn', file))
    const tables = database.prepare("select name from sqlite_master where type = 'table'").all() as {
      name: string
    }[]
    const found = tables.map(({ name }) => [name, database.prepare(`select * from "${name}"`).all()])
    database.close()
    return found
  })
}
