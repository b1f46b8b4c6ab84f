/** Tells what a database driver's error means, and turns it into one of ours without its text. */
import { type ErrorCode, KeyturnError, isKeyturnError } from '../errors.ts'

/** `unique`: a unique index refused a row. `conflict`: a concurrent transaction won. `outage`: everything else. */
export type DriverFault = 'unique' | 'conflict' | 'outage'

/** SQLite: extended result codes for a unique index and a primary key (https://sqlite.org/rescode.html). */
const SQLITE_UNIQUE = new Set([2067, 1555])

/** PostgreSQL: `serialization_failure`, `deadlock_detected` (documentation, appendix A). */
const POSTGRES_CONFLICT = new Set(['40001', '40P01'])

/** What is wrong, and what to do, where the result code says so: SQLite's primary code, a SQLSTATE, or the system's. */
const MEANINGS: Readonly<Record<string, string>> = {
  ENOENT: 'is not there. Check its path',
  EACCES: 'may not be opened by this account. Give it the rights',
  8: 'may not be written by this account. Give it the rights, of the folder too',
  11: 'is damaged. Restore it from a backup',
  13: 'has no space left. Make room, then try again',
  14: 'cannot be opened. Check its path, and that this account may read and write there',
  26: 'is no SQLite database. Check its path, or restore it from a backup',
  '28000': 'refuses this account. Check the address, and what the server lets in',
  '28P01': 'refuses this account or its password. Check the address',
  '3D000': 'does not exist on that server. Make it, or check the address',
  '42501': 'gives this account too few rights. Have its owner grant them',
  ECONNREFUSED: 'does not answer. Check that it runs, and its address, then try again',
  ENOTFOUND: 'has an address that leads nowhere. Check it',
  ERR_INVALID_URL: 'has an address that is no URL. In a password, @ is written as %40 and / as %2F',
}

const UNKNOWN =
  'cannot be reached or refused the operation. Check that it runs, has space and may be written, then try again'

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
  const primary = typeof driverCode === 'number' ? driverCode & 0xff : driverCode
  const meaning = (primary === undefined ? undefined : MEANINGS[primary]) ?? UNKNOWN
  return new KeyturnError(
    code,
    `${what} ${meaning} (driver code ${driverCode ?? 'none'}).`,
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
