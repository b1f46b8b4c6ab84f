/**
 * What the state port costs beside the raw store under it, as ratios within one run.
 *
 * Raw and ours take turns in short rounds, and each ratio is the median over the rounds, so a machine that slows down
 * slows both. Redis is started for the run when `REDIS_URL` is not set.
 *
 * Long because each figure stands with the raw work it is measured against.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { createPrincipal } from '../src/principal.ts'
import { openState } from '../src/state/open-state.ts'
import type { StateBackend } from '../src/state/backend.ts'
import type { ConversationKey, Save } from '../src/state/state.ts'
import { startRedis } from '../test/servers/redis.ts'

/** One measured figure, as `npm run bench -- state --json` prints it. */
export interface StateFigure {
  readonly bench: 'state'
  readonly figure: string
  readonly value: number
  readonly unit: string
  /** What the value should not pass, or reach; left out where there is only the measurement. */
  readonly aim?: number | undefined
  readonly better: 'lower' | 'higher'
}

const ROUNDS = 15
const CALLS = 200
const WARM_UP_CALLS = 5_000
const MEASURED_USERS = 2_000
const SEALED = new Uint8Array(256).fill(7)

/** Measures both backends and reports each figure as it is known; some 15 s on an idle machine. */
export async function run(report: (figure: StateFigure) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-bench-'))
  const server = process.env['REDIS_URL'] === undefined ? await startRedis() : undefined
  const url = process.env['REDIS_URL'] ?? server?.url ?? ''
  try {
    await benchRedis(url, report)
    await benchSqlite(join(folder, 'state.db'), report)
  } finally {
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function benchRedis(url: string, report: (figure: StateFigure) => void): Promise<void> {
  const store = await openState({ redisUrl: url, path: '' })
  const raw = new Redis(url)
  const key = newKey()
  await turn(store, key)
  await raw.set('keyturn:bench', Buffer.from(SEALED))
  const read = await compare(
    () => raw.getBuffer('keyturn:bench'),
    () => store.read(key, 'another message'),
  )
  report(ratio('redis: reading for a turn that is none of ours / raw GET', read, 1.5))
  const active = await compare(
    async () => {
      await raw.getBuffer('keyturn:bench')
      await raw.set('keyturn:bench', Buffer.from(SEALED))
    },
    () => turn(store, key),
  )
  report(ratio('redis: claim and save / two raw round trips', active, 2))
  await store.tokens.put(key.principal, 'account', { revision: 1, sealed: SEALED }, 600_000)
  const cached = await compare(
    () => raw.getBuffer('keyturn:bench'),
    () => store.tokens.get(key.principal, 'account'),
  )
  report(ratio('redis: a cached envelope / raw GET', cached, 1.3))
  report(await throughput('redis', store))
  await measureMemory(raw, store, report)
  await raw.del('keyturn:bench')
  await store.forget(key.principal)
  await store.close()
  raw.disconnect()
}

async function benchSqlite(path: string, report: (figure: StateFigure) => void): Promise<void> {
  const store = await openState({ path })
  const key = newKey()
  await turn(store, key)
  const read = await timeCalls(() => store.read(key, 'another message'))
  report({ bench: 'state', figure: 'sqlite: reading', value: read * 1_000, unit: 'µs', better: 'lower' })
  const active = await timeCalls(() => turn(store, key))
  report({
    bench: 'state',
    figure: 'sqlite: claim and save',
    value: active * 1_000,
    unit: 'µs',
    better: 'lower',
  })
  report(await throughput('sqlite', store))
  await store.close()
}

/** What Redis keeps for a user in memory, indexes and expiry times included: the growth over many users, for each of them. */
async function measureMemory(
  raw: Redis,
  store: StateBackend,
  report: (figure: StateFigure) => void,
): Promise<void> {
  const keys = Array.from({ length: MEASURED_USERS }, newKey)
  const grown = async (work: (key: ConversationKey) => Promise<unknown>): Promise<number> => {
    const before = await usedMemory(raw)
    for (const key of keys) await work(key)
    return ((await usedMemory(raw)) - before) / keys.length
  }
  const memory = (figure: string, value: number): void =>
    report({ bench: 'state', figure: `redis: ${figure}`, value, unit: 'bytes', better: 'lower' })
  memory(
    'memory of an open dialogue with a parked request and one saved answer',
    await grown((key) => turn(store, key)),
  )
  const envelope = { revision: 1, sealed: new Uint8Array(512).fill(7) }
  memory(
    'memory of a cached envelope',
    await grown(({ principal }) => store.tokens.put(principal, 'account', envelope, 600_000)),
  )
  for (const { principal } of keys) await store.forget(principal)
}

async function usedMemory(raw: Redis): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await raw.info('memory'))?.[1])
}

/** Claims and saves in 64 conversations at once, which is what an instance under load does. */
async function throughput(name: string, store: StateBackend): Promise<StateFigure> {
  const keys = Array.from({ length: 64 }, newKey)
  const started = performance.now()
  await Promise.all(
    keys.map(async (key) => {
      for (let time = 0; time < 25; time += 1) await turn(store, key)
    }),
  )
  const seconds = (performance.now() - started) / 1_000
  const value = (keys.length * 25) / seconds
  return {
    bench: 'state',
    figure: `${name}: active turns, 64 at once`,
    value,
    unit: 'turns/s',
    better: 'higher',
  }
}

async function turn(store: StateBackend, key: ConversationKey): Promise<void> {
  const claim = await store.claim(key, crypto.randomUUID())
  if (claim.kind !== 'claimed') throw new Error(`the conversation was ${claim.kind}`)
  const save: Save = {
    conversation: { record: '{"state":"askAccount"}', parked: SEALED, pending: undefined },
    expectedVersion: claim.stored?.version ?? 0,
    answer: { messageId: crypto.randomUUID(), sealed: SEALED },
  }
  if ((await store.save(claim.lease, save)) !== 'saved') throw new Error('a save was lost')
}

async function compare(raw: () => Promise<unknown>, ours: () => Promise<unknown>): Promise<number> {
  // Until the compiler is done with both: a cold path costs ten times as much as a warm one.
  await timeCalls(raw, WARM_UP_CALLS)
  await timeCalls(ours, WARM_UP_CALLS)
  const ratios: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const base = await timeCalls(raw)
    ratios.push((await timeCalls(ours)) / base)
  }
  return ratios.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN
}

/** Milliseconds per call, one after the other. */
async function timeCalls(call: () => Promise<unknown>, calls = CALLS): Promise<number> {
  const started = performance.now()
  for (let time = 0; time < calls; time += 1) await call()
  return (performance.now() - started) / calls
}

function ratio(figure: string, value: number, aim: number): StateFigure {
  return { bench: 'state', figure, value, unit: '×', aim, better: 'lower' }
}

function newKey(): ConversationKey {
  return { principal: createPrincipal('bench', crypto.randomUUID()), conversation: 'chat' }
}
