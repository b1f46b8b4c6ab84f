/**
 * The vault's speed: sealing, finding one credential among few and among very many, an audited use, a rotation.
 *
 * Ratios are taken within one run by turns, since a machine's speed changes. `KEYTURN_BENCH_CREDENTIALS` sets how many are
 * very many (default 1,000,000: some minutes and 3 GB of disk for both databases).
 *
 * Long because each figure stands with the raw work it is measured against.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPrincipal } from '../src/principal.ts'
import { Secret } from '../src/secret.ts'
import { appendAudit, nextEntry, readChainHead } from '../src/vault/audit.ts'
import { importKey, randomBytes } from '../src/vault/crypto.ts'
import { openEnvelope, sealEnvelope } from '../src/vault/envelope.ts'
import { openVault } from '../src/vault/open.ts'
import { rotateKeys } from '../src/vault/rotation.ts'
import type { SqlVault } from '../src/vault/sql-vault.ts'
import { type PostgresServer, startPostgres } from '../test/servers/postgres.ts'
import type { Run } from './main.ts'
import { benchUser, fillVault } from './vault/fill.ts'

const FEW = 1_000
const MANY = Number(process.env['KEYTURN_BENCH_CREDENTIALS'] ?? 1_000_000)
const CLI = { channel: 'cli' } as const
const FORMATION = 'bench'

type Report = Parameters<Run>[0]

/** Measures and reports; see the header. */
export const run: Run = async (report) => {
  measureCrypto(report)
  const server = await startPostgres()
  try {
    for (const database of ['SQLite', 'PostgreSQL'] as const) await measureDatabase(report, database, server)
  } finally {
    await server.stop()
  }
}

function measureCrypto(report: Report): void {
  const key = importKey(randomBytes(32))
  const place = randomBytes(120)
  const plain = Buffer.from('bench-secret-of-forty-characters-or-more')
  const envelope = sealEnvelope(key, 1, place, plain)
  const perSecond = (work: () => unknown): number => {
    const start = performance.now()
    let count = 0
    while (performance.now() - start < 1_000) for (let step = 0; step < 100; step++, count++) work()
    return count / ((performance.now() - start) / 1_000)
  }
  const shared = { bench: 'vault', unit: '/s', better: 'higher' } as const
  report({ ...shared, figure: 'seal', value: perSecond(() => sealEnvelope(key, 1, place, plain)) })
  report({ ...shared, figure: 'open', value: perSecond(() => openEnvelope(key, 1, place, envelope)) })
}

async function measureDatabase(
  report: Report,
  database: 'SQLite' | 'PostgreSQL',
  server: PostgresServer,
): Promise<void> {
  const places = await Promise.all([newPlace(database, server), newPlace(database, server)])
  const [small, large] = [await openPlace(places[0]), await openPlace(places[1])] as const
  try {
    const fewUsers = await fillVault(small.core, { user: 0 }, FEW)
    const manyUsers = await fillVault(large.core, { user: 0 }, MANY)
    await measureResolve(report, database, [small, fewUsers], [large, manyUsers])
    await measureUse(report, database, small)
    await measureRotation(report, database, places[0], fewUsers)
  } finally {
    await small.close()
    await large.close()
    for (const place of places) rmSync(place.directory, { recursive: true, force: true })
  }
}

/** One credential of a random user: list their accounts of a service, which also proves the row sound. */
async function measureResolve(
  report: Report,
  database: string,
  ...[few, many]: readonly [[SqlVault, number], [SqlVault, number]]
): Promise<void> {
  const resolve = async ([vault, users]: [SqlVault, number]): Promise<number> => {
    const owner = createPrincipal(FORMATION, benchUser(Math.floor(Math.random() * users)))
    const start = performance.now()
    const accounts = await vault.listAccounts(owner, 'github')
    if (accounts[0]?.status !== 'active') throw new Error('A credential of the bench was not found.')
    return (performance.now() - start) * 1_000
  }
  const [left, right] = await byTurns(
    3_000,
    () => resolve(few),
    () => resolve(many),
  )
  const shared = { bench: 'vault', unit: 'µs', better: 'lower' } as const
  report({ ...shared, figure: `resolve 1 of ${FEW.toLocaleString('en')}, median (${database})`, value: left })
  report({
    ...shared,
    figure: `resolve 1 of ${MANY.toLocaleString('en')}, median (${database})`,
    value: right,
  })
  const figure = `resolve 1 of ${MANY.toLocaleString('en')} against 1 of ${FEW.toLocaleString('en')} (${database})`
  report({ ...shared, unit: '×', figure, value: right / left, aim: 1.3 })
}

/** An audited use against one audit entry committed with nothing else. */
async function measureUse(report: Report, database: string, vault: SqlVault): Promise<void> {
  const [used, bare] = [createPrincipal(FORMATION, benchUser(0)), createPrincipal(FORMATION, benchUser(1))]
  const [account] = await vault.listAccounts(used, 'github')
  const { core } = vault
  await core.write(bare, (transaction) =>
    appendAudit(core, transaction, bare.user, { act: 'bench', outcome: 'ok' }, CLI),
  )
  let head = await core.read((reader) => readChainHead(reader, bare.user))
  const use = async (): Promise<number> => {
    const start = performance.now()
    await vault.open(used, account?.id ?? '', 'bench', CLI)
    return (performance.now() - start) * 1_000
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
  report({ ...shared, unit: 'µs', figure: `audited use, median (${database})`, value: right })
  report({
    ...shared,
    unit: '×',
    figure: `audited use against a bare audit commit (${database})`,
    value: right / left,
    aim: 1.5,
  })
}

async function measureRotation(report: Report, database: string, place: Place, users: number): Promise<void> {
  const key = newKey()
  const vault = await openPlace({ ...place, key }, place.key)
  const start = performance.now()
  const { rewrapped } = await rotateKeys(vault.core, CLI)
  const seconds = (performance.now() - start) / 1_000
  await vault.close()
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
  for (let time = 0; time < times + 50; time++) {
    const [one, two] = [await first(), await second()]
    // The first rounds warm up.
    if (time >= 50) {
      left.push(one)
      right.push(two)
    }
  }
  return [median(left), median(right)]
}

function median(values: number[]): number {
  return values.sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN
}

interface Place {
  readonly directory: string
  readonly databaseUrl: string | undefined
  readonly key: string
}

async function newPlace(database: 'SQLite' | 'PostgreSQL', server: PostgresServer): Promise<Place> {
  const databaseUrl = database === 'SQLite' ? undefined : await server.createDatabase()
  return { directory: mkdtempSync(join(tmpdir(), 'keyturn-bench-')), databaseUrl, key: newKey() }
}

function openPlace({ directory, databaseUrl, key }: Place, other?: string): Promise<SqlVault> {
  const decryptOnlyKeys = other === undefined ? [] : [Secret.fromText(other)]
  const encryption = {
    key: Secret.fromText(key),
    decryptOnlyKeys,
    salt: undefined,
    iterations: 100_000,
    deriveFromFormationId: false,
  }
  return openVault({
    formation: FORMATION,
    directory,
    databaseUrl,
    encryption,
    maxAttempts: 3,
    production: false,
  })
}

function newKey(): string {
  return randomBytes(32).toString('base64')
}
