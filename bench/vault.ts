/**
 * The vault's speed: sealing, an act on one credential among few and among very many, an audited use, a rotation.
 *
 * Ratios are taken within one run by turns, since a machine's speed changes. `KEYTURN_BENCH_CREDENTIALS` sets how many are
 * very many (default 1,000,000 of 300,000 users: all of it takes some 11 minutes on two cores, and 3 GB of disk).
 *
 * Long because each figure stands with the raw work it is measured against.
 */
import { join } from 'node:path'
import { sql } from 'kysely'
import { createPrincipal } from '../src/principal.ts'
import { openState } from '../src/state/open-state.ts'
import { appendAudit, nextEntry, readChainHead } from '../src/vault/audit/append.ts'
import { importKey, randomBytes } from '../src/vault/sealing/crypto.ts'
import { openEnvelope, sealEnvelope } from '../src/vault/sealing/envelope.ts'
import { rotateKeys } from '../src/vault/keys/rotation.ts'
import type { SqlVault } from '../src/vault/sql-vault.ts'
import { type PostgresServer, startPostgres } from '../test/servers/postgres.ts'
import { type RedisServer, startRedis } from '../test/servers/redis.ts'
import type { Run } from './main.ts'
import { type Filled, type TimedAct, add, list, remove, resolve } from './vault/acts.ts'
import { benchUser, fillVault } from './vault/fill.ts'
import { type Database, FORMATION, dropPlace, newKey, newPlace, openPlace } from './vault/place.ts'

const FEW = 1_000
const MANY = Number(process.env['KEYTURN_BENCH_CREDENTIALS'] ?? 1_000_000)
/** Credentials of 9,000 users. */
const ROTATED = 30_000
const CLI = { channel: 'cli' } as const

/** A process remembers a row for a minute. */
const OUT_OF_MEMORY_MS = 61_000

/** Of the first rounds nothing is kept: they warm up. */
const WARM_UP = 50

type Report = Parameters<Run>[0]

/** Measures and reports; see the header. */
export const run: Run = async (report) => {
  measureCrypto(report)
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()])
  try {
    for (const database of ['SQLite', 'PostgreSQL'] as const) {
      await measureDatabase(report, database, postgres)
      await measureUses(report, database, postgres, redis)
      await measureRotation(report, database, postgres)
    }
  } finally {
    await Promise.all([postgres.stop(), redis.stop()])
  }
}

function measureCrypto(report: Report): void {
  const key = importKey(randomBytes(32))
  const place = randomBytes(120)
  const plain = Buffer.from('bench-secret-of-forty-characters-or-more')
  const envelope = sealEnvelope(key, 1, place, plain)
  const countIn = (ms: number, work: () => unknown): number => {
    const start = performance.now()
    let count = 0
    while (performance.now() - start < ms) for (let step = 0; step < 100; step++, count++) work()
    return count / ((performance.now() - start) / 1_000)
  }
  const perSecond = (work: () => unknown): number => {
    countIn(500, work)
    return countIn(1_000, work)
  }
  const shared = { bench: 'vault', unit: '/s', better: 'higher' } as const
  report({ ...shared, figure: 'seal', value: perSecond(() => sealEnvelope(key, 1, place, plain)) })
  report({ ...shared, figure: 'open', value: perSecond(() => openEnvelope(key, 1, place, envelope)) })
}

async function measureDatabase(report: Report, database: Database, server: PostgresServer): Promise<void> {
  const places = await Promise.all([newPlace(database, server), newPlace(database, server)])
  const [small, large] = [await openPlace(places[0]), await openPlace(places[1])] as const
  try {
    const few = { vault: small, users: await fill(small, FEW) }
    const many = { vault: large, users: await fill(large, MANY) }
    const compare = (name: string, times: number, act: TimedAct): Promise<void> =>
      compareSizes(report, `${name} (${database})`, times, act, [few, many])
    await compare('resolve: list, choose, audited open', 1_500, resolve)
    await compare("list a user's accounts", 1_500, list)
    await compare('add', 500, add)
    await compare('delete', 500, remove)
  } finally {
    await small.close()
    await large.close()
    places.forEach(dropPlace)
  }
}

/** What the database would have learnt of its tables in the time that filling them takes otherwise. */
async function fill({ core }: SqlVault, credentials: number): Promise<number> {
  const users = await fillVault(core, { user: 0 }, credentials)
  if (core.kind === 'postgres') await core.read((database) => sql`analyze`.execute(database))
  return users
}

/** The same act on one credential of few and of very many. */
async function compareSizes(
  report: Report,
  name: string,
  times: number,
  act: TimedAct,
  [few, many]: readonly [Filled, Filled],
): Promise<void> {
  const [left, right] = await byTurns(
    times,
    () => act(few),
    () => act(many),
  )
  const shared = { bench: 'vault', unit: 'µs', better: 'lower' } as const
  const [small, large] = [FEW.toLocaleString('en'), MANY.toLocaleString('en')]
  report({ ...shared, figure: `${name}, 1 of ${small}, median`, value: left })
  report({ ...shared, figure: `${name}, 1 of ${large}, median`, value: right })
  const figure = `${name}, 1 of ${large} against 1 of ${small}`
  report({ ...shared, unit: '×', figure, value: right / left, aim: 1.3 })
}

/**
 * An audited use against one audit entry committed with nothing else: the first one of a process, which reads the vault; one
 * within a minute of another, for which the process remembers the row; and one after that, for which it asks the cache.
 */
async function measureUses(
  report: Report,
  database: Database,
  postgres: PostgresServer,
  redis: RedisServer,
): Promise<void> {
  const place = await newPlace(database, postgres)
  const redisUrl = database === 'SQLite' ? undefined : redis.url
  let aheadMs = 0
  const clock = { now: () => Date.now() + aheadMs }
  const state = await openState({ redisUrl, path: join(place.directory, 'state.db'), clock })
  const vault = await openPlace(place)
  const cached = await openPlace(place, { cache: state.tokens, clock })
  const stores = redisUrl === undefined ? database : `${database} and Redis`
  try {
    await fill(vault, FEW)
    await measureUse(report, `audited use, the first (${database})`, vault)
    await measureUse(report, `audited use, within a minute (${database})`, cached)
    await measureUse(report, `audited use, later (${stores})`, cached, () => (aheadMs += OUT_OF_MEMORY_MS))
  } finally {
    await Promise.all([vault.close(), cached.close()])
    await state.close()
    dropPlace(place)
  }
}

async function measureUse(
  report: Report,
  name: string,
  vault: SqlVault,
  before: () => void = () => {},
): Promise<void> {
  const [used, bare] = [createPrincipal(FORMATION, benchUser(0)), createPrincipal(FORMATION, benchUser(1))]
  const [account] = await vault.listAccounts(used, 'github')
  const { core } = vault
  await core.write(bare, (transaction) =>
    appendAudit(core, transaction, bare.user, { act: 'bench', outcome: 'ok' }, CLI),
  )
  let head = await core.read((reader) => readChainHead(core, reader, bare.user))
  const use = async (): Promise<number> => {
    before()
    const start = performance.now()
    const opened = await vault.open(used, account?.id ?? '', 'bench', CLI)
    const took = performance.now() - start
    if (!opened.ok) throw new Error('A credential of the bench was not found.')
    for (const secret of Object.values(opened.credential.fields)) secret.dispose()
    return took * 1_000
  }
  const commit = async (): Promise<number> => {
    const start = performance.now()
    const entry = nextEntry(core, bare.user, head, { act: 'bench', outcome: 'ok' }, CLI)
    await core.read((writer) => writer.insertInto('vault_audit').values(entry).execute())
    head = entry
    return (performance.now() - start) * 1_000
  }
  const [left, right] = await byTurns(1_000, commit, use)
  const shared = { bench: 'vault', better: 'lower' } as const
  report({ ...shared, unit: 'µs', figure: `${name}, median`, value: right })
  report({ ...shared, unit: '×', figure: `${name} / bare audit commit`, value: right / left, aim: 1.5 })
}

async function measureRotation(report: Report, database: Database, server: PostgresServer): Promise<void> {
  const place = await newPlace(database, server)
  const before = await openPlace(place)
  const users = await fill(before, ROTATED)
  await before.close()
  const vault = await openPlace({ ...place, key: newKey() }, { oldKey: place.key })
  const start = performance.now()
  const { rewrapped } = await rotateKeys(vault.core, CLI)
  const seconds = (performance.now() - start) / 1_000
  await vault.close()
  dropPlace(place)
  if (rewrapped !== users) throw new Error(`Only ${rewrapped} of ${users} users were rewrapped.`)
  report({
    bench: 'vault',
    figure: `users rewrapped by a rotation (${database})`,
    value: rewrapped / seconds,
    unit: '/s',
    better: 'higher',
  })
}

/** Medians of two works done by turns. */
async function byTurns(
  times: number,
  first: () => Promise<number>,
  second: () => Promise<number>,
): Promise<readonly [number, number]> {
  const [left, right]: [number[], number[]] = [[], []]
  for (let time = 0; time < times + WARM_UP; time++) {
    const [one, two] = [await first(), await second()]
    if (time < WARM_UP) continue
    left.push(one)
    right.push(two)
  }
  return [median(left), median(right)]
}

function median(values: number[]): number {
  return values.sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN
}
