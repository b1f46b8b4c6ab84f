/** Compares this machine's clock with PostgreSQL's for `keyturn doctor`. */
import { Kysely, sql } from 'kysely'
import { openPostgres } from '../../database/postgres/open.ts'
import { silentLogger } from '../../ports.ts'
import type { Finding } from './checks.ts'

/** Clocks of two machines may differ by this much before leases and deadlines suffer: 2 s. */
const MAX_SKEW_MS = 2_000

/** No clock that is right shows a time before this: 1 January 2026. */
const EARLIEST = Date.UTC(2026, 0, 1)

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
