/** Tells what a database driver's error means, and turns it into one of ours without its text. */
import { type ErrorCode, KeyturnError, isKeyturnError } from '../errors.ts'

/** `unique`: a unique index refused a row. `conflict`: a concurrent transaction won. `outage`: everything else. */
export type DriverFault = 'unique' | 'conflict' | 'outage'

/** SQLite: extended result codes for a unique index and a primary key (https://sqlite.org/rescode.html). */
const SQLITE_UNIQUE = new Set([2067, 1555])

/** PostgreSQL: `serialization_failure`, `deadlock_detected` (documentation, appendix A). */
const POSTGRES_CONFLICT = new Set(['40001', '40P01'])

/** SQLite: `SQLITE_BUSY` and its kinds; the low byte is the primary code. */
const SQLITE_BUSY = 5

/** Whether another connection of SQLite holds the lock that a statement needs: the same statement may work later. */
export function isBusy(error: unknown): boolean {
  const code = codeOf(error)
  return typeof code === 'number' && (code & 0xff) === SQLITE_BUSY
}

/** Says what a driver's error means. */
export function faultOf(error: unknown): DriverFault {
  const code = codeOf(error)
  if (code === '23505' || (typeof code === 'number' && SQLITE_UNIQUE.has(code))) return 'unique'
  if (typeof code === 'string' && POSTGRES_CONFLICT.has(code)) return 'conflict'
  return 'outage'
}

/**
 * Makes an outage of ours out of a driver's error; errors of ours pass as they are.
 *
 * Drivers put SQL, parameters and constraint details into their errors, so nothing but the result code is kept, in the
 * fact `driverCode`.
 */
export function toOutage(error: unknown, code: ErrorCode, what: string): KeyturnError {
  if (isKeyturnError(error)) return error
  const driverCode = codeOf(error)
  return new KeyturnError(
    code,
    `${what} cannot be reached or refused the operation (driver code ${driverCode ?? 'none'}). Check that it runs, has space and may be written, then try again.`,
    driverCode === undefined ? {} : { driverCode },
  )
}

/** The result code: SQLite's extended number, PostgreSQL's SQLSTATE, or the system's (`ECONNREFUSED`). */
function codeOf(error: unknown): string | number | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const { errcode, sqliteExtendedCode, code } = error as Record<string, unknown>
  if (typeof sqliteExtendedCode === 'number') return sqliteExtendedCode
  if (typeof errcode === 'number') return errcode
  return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : undefined
}
