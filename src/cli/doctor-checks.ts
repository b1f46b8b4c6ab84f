/** What `keyturn doctor` looks at: each check says what it found, and what to mend. */
import { Kysely, sql } from 'kysely'
import { openPostgres } from '../database/postgres.ts'
import { isKeyturnError } from '../errors.ts'
import type { Formation } from '../formation/formation.ts'
import { environmentSecrets } from '../formation/resolve.ts'
import { createConnections } from '../mcp/create-connections.ts'
import { openParts } from '../open-parts.ts'
import { silentLogger, systemClock } from '../ports.ts'
import { inspectRedis } from '../state/inspect-redis.ts'

/** One finding. `weak`: works, and should be mended; `bad`: does not work, `refused` for a setting, `outage` for a server. */
export interface Finding {
  readonly subject: string
  readonly state: 'good' | 'weak' | 'bad'
  readonly message: string
  readonly fault?: 'refused' | 'outage'
}

/** Clocks of two machines may differ by this much before leases and deadlines suffer: 2 s. */
const MAX_SKEW_MS = 2_000

/** No clock that is right shows a time before this: 1 January 2026. */
const EARLIEST = Date.UTC(2026, 0, 1)

/** What an error says, as a finding. */
export function findingOf(subject: string, error: unknown): Finding {
  const message = isKeyturnError(error) ? error.message : 'failed in an unknown way.'
  // The only placeholders that opening the vault needs are those of its key.
  const isKey =
    isKeyturnError(error) &&
    (error.code.startsWith('KEY_') || (subject === 'database' && error.code === 'PLACEHOLDER_MISSING'))
  const fault = isKeyturnError(error) && !error.retryable ? 'refused' : 'outage'
  return { subject: isKey ? 'key' : subject, state: 'bad', message, fault }
}

/** Redis, where there is one: can it be used, and will it keep what it is given? */
export async function checkRedis(url: string | undefined): Promise<readonly Finding[]> {
  const subject = 'redis'
  if (url === undefined || url === '') {
    const message = 'No REDIS_URL: conversations are kept in a SQLite file, which serves one process.'
    return [{ subject, state: 'good', message }]
  }
  try {
    const warnings = await inspectRedis({ url })
    if (warnings.length === 0)
      return [
        { subject, state: 'good', message: 'Works, keeps what it is given, and is closed to strangers.' },
      ]
    return warnings.map(({ kind, message }) =>
      kind === 'unusable'
        ? { subject, state: 'bad', message, fault: 'outage' }
        : { subject, state: 'weak', message },
    )
  } catch (error) {
    return [findingOf(subject, error)]
  }
}

/** This machine's clock beside PostgreSQL's, where there is one. */
export async function checkClock(databaseUrl: string | undefined): Promise<Finding> {
  const subject = 'clock'
  if (Date.now() < EARLIEST) {
    const message = 'The clock of this machine is years behind: locks and deadlines are wrong. Set it.'
    return { subject, state: 'bad', message, fault: 'refused' }
  }
  if (databaseUrl === undefined || databaseUrl === '')
    return { subject, state: 'good', message: 'There is no other machine to agree with.' }
  try {
    const skewMs = await readSkew(databaseUrl)
    if (Math.abs(skewMs) <= MAX_SKEW_MS)
      return { subject, state: 'good', message: 'Agrees with PostgreSQL within 2 s.' }
    const message = `Differs from PostgreSQL's by ${Math.round(skewMs / 1_000)} s. Set both by NTP: instances must agree on locks.`
    return { subject, state: 'weak', message }
  } catch {
    return { subject, state: 'weak', message: 'Could not be compared, since PostgreSQL does not answer.' }
  }
}

/** How far this clock is ahead, the half of the round trip taken out. Milliseconds. */
async function readSkew(url: string): Promise<number> {
  const { dialect } = await openPostgres(url, silentLogger, { connections: 1 })
  const database = new Kysely<object>({ dialect })
  try {
    await sql`select 1`.execute(database)
    const before = Date.now()
    const { rows } = await sql<{
      now: number
    }>`select cast(extract(epoch from clock_timestamp()) * 1000 as float8) as now`.execute(database)
    return (before + Date.now()) / 2 - (rows[0]?.now ?? Number.NaN)
  } finally {
    await database.destroy()
  }
}

/** Whether a token can be taken in the chat at all, and whose word about HTTPS is believed. */
export function checkProxies({ trustedProxies, requireHttps }: Formation): Finding {
  const subject = 'proxies'
  const widest = trustedProxies.map(String).find((range) => /\/[0-7]$/.test(range))
  if (widest !== undefined) {
    const message = `trusted_proxies holds ${widest}, which is nearly everybody: any of them can claim HTTPS. Name the load balancers' own networks.`
    return { subject, state: 'weak', message }
  }
  if (!requireHttps) {
    const message =
      'require_https is off: tokens are taken over connections that others can read. Turn it on.'
    return { subject, state: 'weak', message }
  }
  const message =
    trustedProxies.length === 0
      ? 'None is trusted: behind one that ends TLS, list it in trusted_proxies, or no token is taken in the chat.'
      : `Trusted: ${trustedProxies.map(String).join(', ')}.`
  return { subject, state: 'good', message }
}

/** Whether each MCP server can be started and tells its tools; also while the stores are away. */
export async function checkServers(formation: Formation): Promise<readonly Finding[]> {
  const secrets = environmentSecrets()
  const connections = createConnections({ formation, secrets, logger: silentLogger, clock: systemClock })
  try {
    return await Promise.all(
      formation.servers.map(async (server): Promise<Finding> => {
        const subject = `server ${server.id}`
        try {
          const tools = await connections.listTools(server)
          return { subject, state: 'good', message: `Starts and lists ${tools.length} tools.` }
        } catch (error) {
          return findingOf(subject, error)
        }
      }),
    )
  } finally {
    await connections.close()
  }
}

/** Whether the vault opens, and with this key. */
export async function checkVault(formation: Formation): Promise<readonly Finding[]> {
  try {
    const parts = await openParts({ formation })
    await parts.close()
    return [
      { subject: 'database', state: 'good', message: 'Opens, and is of this version.' },
      { subject: 'key', state: 'good', message: 'Fits the vault.' },
    ]
  } catch (error) {
    const finding = findingOf('database', error)
    if (finding.subject === 'key') return [finding]
    return [
      finding,
      { subject: 'key', state: 'weak', message: 'Could not be tried, since the vault did not open.' },
    ]
  }
}
