/**
 * What a turn costs beside the raw stores under it: Redis and PostgreSQL, then the same on SQLite.
 *
 * Raw and ours take turns in short rounds within one run, and each ratio is the median over the rounds.
 *
 * Long because each figure stands with the raw work it is measured against.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import pg from 'pg'
import { createKeyturn, type Keyturn } from '../src/keyturn.ts'
import { openParts, type OpenedParts } from '../src/open/parts.ts'
import { createPrincipal } from '../src/principal.ts'
import { writeFormation } from '../test/proof/state/formation.ts'
import { type FakeGitHub, startFakeGitHub } from '../test/proof/state/github.ts'
import { startPostgres } from '../test/servers/postgres.ts'
import { startRedis } from '../test/servers/redis.ts'
import type { Figure } from './main.ts'

type Report = (figure: Figure) => void
type Work = () => Promise<unknown>

const ROUNDS = 9
/** An agent's process lives for days: both are measured once their code is compiled. */
const WARM_UP_ROUNDS = 15
const CALLS = 40
const AT_ONCE = 64
const USERS = 200
const ACT = { channel: 'tool' } as const
const USER = 'bench'
/** A process remembers a row for a minute; then it asks the cache. */
const OUT_OF_MEMORY_MS = 61_000

/** Measures both, and reports each figure as it is known; some 60 s. */
export async function run(report: Report): Promise<void> {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()])
  const raw = new Redis(redis.url)
  try {
    const databaseUrl = await postgres.createDatabase()
    const pool = new pg.Pool({ connectionString: databaseUrl, options: '-c synchronous_commit=on' })
    await measure('Redis and PostgreSQL', { databaseUrl, redisUrl: redis.url }, report, () =>
      rawStores(raw, pool),
    )
    for (const figure of await diskBytes(pool)) report(figure)
    await pool.end()
    await measure('SQLite', { databaseUrl: false, redisUrl: false }, report)
  } finally {
    raw.disconnect()
    await Promise.all([postgres.stop(), redis.stop()])
  }
}

/** What is on disk, indexes included, for a user with an account and for an audited use. */
async function diskBytes(pool: pg.Pool): Promise<Figure[]> {
  const size = (...tables: string[]): string =>
    tables.map((table) => `pg_total_relation_size('${table}')`).join(' + ')
  const { rows } = await pool.query<{ user: string; use: string }>(
    `select (${size('vault_user_key', 'vault_credential', 'vault_audit_head', 'vault_attempt')})
        / (select count(*) from vault_user_key) as user,
      ${size('vault_audit')} / (select count(*) from vault_audit) as use`,
  )
  const bytes = (what: string, value: unknown): Figure => {
    const figure = `PostgreSQL: ${what} on disk`
    return { bench: 'turn', figure, value: Number(value), unit: 'bytes', better: 'lower' }
  }
  return [bytes('a user with an account', rows[0]?.user), bytes('an audited use', rows[0]?.use)]
}

interface RawStores {
  readonly get: Work
  readonly set: Work
  readonly select: Work
  readonly commit: Work
}

/** The least that a store can be asked: one key, one row by its primary key, one audit row committed. */
async function rawStores(redis: Redis, pool: pg.Pool): Promise<RawStores> {
  const value = Buffer.alloc(256, 7)
  await redis.set('raw', value)
  await pool.query(
    'create table raw_audit (user_id text, sequence bigserial, body bytea, primary key (user_id, sequence))',
  )
  const byKey = {
    name: 'raw',
    text: 'select * from vault_dialogue where user_id = $1 and conversation = $2',
    values: [USER, 'raw'],
  }
  const insert = {
    name: 'audit',
    text: 'insert into raw_audit (user_id, body) values ($1, $2)',
    values: [USER, value],
  }
  return {
    get: () => redis.getBuffer('raw'),
    set: () => redis.set('raw', value),
    select: () => pool.query(byKey),
    commit: () => pool.query(insert),
  }
}

async function measure(
  name: string,
  urls: { readonly databaseUrl: string | false; readonly redisUrl: string | false },
  report: Report,
  openRaw?: () => Promise<RawStores>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-bench-turn-'))
  const github = await startFakeGitHub()
  const CREDENTIAL_KEY = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')
  const formation = writeFormation(folder)
  let aheadMs = 0
  const clock = { now: () => Date.now() + aheadMs }
  const shared = { formation, githubApi: github.api, secrets: { CREDENTIAL_KEY }, clock }
  const parts = await openParts({ ...shared, ...urls })
  const keyturn = createKeyturn(parts)
  try {
    const account = await addAccounts(keyturn, github)
    const raw = await openRaw?.()
    const nothing = (): Promise<unknown> => say(keyturn, 'How long do I boil an egg?')
    const use = (): Promise<unknown> => openOnce(parts, account)
    const figure = (text: string, ours: number[], base: number[], aim: number): void => {
      report(microseconds(`${name}: ${text}`, ours))
      if (raw === undefined) return
      const ratios = ours.map((time, index) => time / (base[index] ?? Number.NaN))
      report({
        bench: 'turn',
        figure: `${name}: ${text} / raw`,
        value: median(ratios),
        unit: '×',
        aim,
        better: 'lower',
      })
    }

    const pass = await rounds(nothing, raw && (() => Promise.all([raw.get(), raw.select()])))
    figure('a turn that is none of ours', pass.ours, pass.base, 1.5)
    const choose = await rounds(
      (conversation) => say(keyturn, `${USER}-a`, conversation),
      raw && (() => raw.get().then(raw.set).then(raw.select)),
      async () => {
        const conversation = crypto.randomUUID()
        await say(keyturn, 'Show my GitHub repositories', conversation)
        return conversation
      },
    )
    figure('an active turn without a vault write', choose.ours, choose.base, 2)
    const again = await rounds(use, raw?.commit)
    figure('a credential used again within a minute, audited', again.ours, again.base, 1.3)
    const later = (): Promise<unknown> => {
      aheadMs += OUT_OF_MEMORY_MS
      return use()
    }
    const cached = await rounds(later, raw && (() => raw.get().then(raw.commit)))
    figure('a cached credential with its audited use', cached.ours, cached.base, 1.3)
    report(await perCore(`${name}: turns that are none of ours`, nothing))
    if (raw !== undefined) await addUsers(keyturn, github)
  } finally {
    await keyturn.close()
    await github.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Two accounts, so that a request asks which one; the id of the first. */
async function addAccounts(keyturn: Keyturn, github: FakeGitHub): Promise<string> {
  let first = ''
  for (const letter of ['b', 'a']) {
    const value = github.issue(USER, `${USER}-${letter}`)
    const result = await keyturn.credentials.set('GITHUB', { userId: USER, value })
    if (!result.ok) throw new Error(`The account was not added: ${result.reason}`)
    first = result.account.id
  }
  return first
}

/** More users, so that what one takes on disk can be told. */
async function addUsers(keyturn: Keyturn, github: FakeGitHub): Promise<void> {
  for (let index = 0; index < USERS; index += 1) {
    const userId = `${USER}-${index}`
    await keyturn.credentials.set('GITHUB', { userId, value: github.issue(userId, userId) })
  }
}

function say(keyturn: Keyturn, text: string, conversationId = 'talk'): Promise<unknown> {
  return keyturn.turn({
    userId: USER,
    conversationId,
    messageId: crypto.randomUUID(),
    text,
    transport: 'terminal',
  })
}

async function openOnce(parts: OpenedParts, account: string): Promise<void> {
  const opened = await parts.vault.open(createPrincipal(parts.formation.id, USER), account, 'bench', ACT)
  if (!opened.ok) throw new Error(`The credential was not opened: ${opened.reason}`)
  for (const secret of Object.values(opened.credential.fields)) secret.dispose()
}

/** Milliseconds a call, a number for each round; what a call needs beforehand is not measured. */
async function rounds(
  ours: (prepared: string) => Promise<unknown>,
  base: Work | undefined,
  prepare: () => Promise<string> = () => Promise.resolve(''),
): Promise<{ ours: number[]; base: number[] }> {
  const times = { ours: [] as number[], base: [] as number[] }
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
    const prepared: string[] = []
    while (prepared.length < CALLS) prepared.push(await prepare())
    const raw = base === undefined ? 0 : await timeCalls(prepared, base)
    const own = await timeCalls(prepared, ours)
    if (round < 0) continue
    times.base.push(raw)
    times.ours.push(own)
  }
  return times
}

async function timeCalls(
  prepared: readonly string[],
  call: (prepared: string) => Promise<unknown>,
): Promise<number> {
  const started = performance.now()
  for (const one of prepared) await call(one)
  return (performance.now() - started) / prepared.length
}

/** What one core can do: turns over this process's own processor time, many at once. */
async function perCore(name: string, work: Work): Promise<Figure> {
  const before = process.cpuUsage()
  const lanes = Array.from({ length: AT_ONCE }, async () => {
    for (let time = 0; time < 20; time += 1) await work()
  })
  await Promise.all(lanes)
  const { user, system } = process.cpuUsage(before)
  const value = (AT_ONCE * 20) / ((user + system) / 1_000_000)
  return { bench: 'turn', figure: `${name}, a core`, value, unit: 'turns/s', better: 'higher' }
}

function microseconds(figure: string, times: readonly number[]): Figure {
  return { bench: 'turn', figure, value: median(times) * 1_000, unit: 'µs', better: 'lower' }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
