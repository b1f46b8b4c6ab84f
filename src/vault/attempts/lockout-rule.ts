/**
 * When adding is locked, as arithmetic: no database, no clock.
 *
 * A window and a first lock of 15 minutes are what HashiCorp Vault and OpenBao take; doubling and its end are ours.
 */
import type { AttemptTable } from '../tables.ts'

/** A rejection counts for this long. */
export const WINDOW_MS = 15 * 60_000

/** The first lock; each further one is twice as long. */
const FIRST_LOCK_MS = 15 * 60_000

/** The longest lock, and the quiet after which the next lock is a first one again. */
export const LONGEST_LOCK_MS = 24 * 3_600_000

/** Validations are counted over this long, whatever came of them. */
export const HOUR_MS = 3_600_000

/** Until when a cap holds, by the validations that it is counted from; nothing where none reaches it. */
export function latestCap(reservedAt: readonly (number | null | undefined)[]): number | undefined {
  const times = reservedAt.filter((at) => typeof at === 'number')
  return times.length === 0 ? undefined : Math.max(...times) + HOUR_MS
}

/** A lock as it was last set. */
export interface LastLock {
  readonly lockedUntil: number
  /** How many locks in a row, this one included. */
  readonly locks: number
  readonly lastRejectedAt: number
}

/** Whether what a row says is a lock: one that somebody wrote something else into is a lock that ended. */
export function isLastLock(stored: Readonly<Record<keyof LastLock, unknown>>): stored is LastLock {
  return [stored.lockedUntil, stored.locks, stored.lastRejectedAt].every(Number.isSafeInteger)
}

/** How many locks in a row there were: none any more after 24 hours without lock or rejection. */
export function locksInARow(last: LastLock | undefined, now: number): number {
  if (last === undefined) return 0
  const quietSince = Math.max(last.lockedUntil, last.lastRejectedAt)
  return now - quietSince >= LONGEST_LOCK_MS ? 0 : last.locks
}

/** Until when the next lock lasts. Epoch milliseconds. */
export function nextLockUntil(last: LastLock | undefined, now: number): number {
  const doublings = Math.min(locksInARow(last, now), 20)
  return now + Math.min(FIRST_LOCK_MS * 2 ** doublings, LONGEST_LOCK_MS)
}

/** Whether an attempt was reserved within the last 15 minutes. */
export function isInWindow(attempt: AttemptTable, now: number): boolean {
  return attempt.reserved_at > now - WINDOW_MS
}

/** Whether the service has not answered yet. */
export function isOpen(attempt: AttemptTable): boolean {
  return attempt.outcome === 'open'
}

/** How long the same secret waits for a check under way: longer than services take, shorter than a turn waits. */
const IN_FLIGHT_MS = 8_000

/**
 * Whether an attempt is still to be waited for. One that never got its result belonged to a process that died: the same
 * secret may then be asked about again, in a slot of its own.
 */
export function isInFlight(attempt: AttemptTable, now: number): boolean {
  return isOpen(attempt) && attempt.reserved_at > now - IN_FLIGHT_MS
}

/** Whether an attempt counts towards a lock. */
export function isRejection(attempt: AttemptTable, now: number): boolean {
  return attempt.outcome === 'rejected' && attempt.cleared === 0 && isInWindow(attempt, now)
}

/**
 * Whether an attempt is one of the validations that are capped: not one that the service could not say anything to, nor one that
 * never got its result.
 */
export function isValidation(attempt: AttemptTable, now: number): boolean {
  return attempt.outcome !== 'unknown' && (!isOpen(attempt) || isInWindow(attempt, now))
}

/** Whether an attempt holds a slot: an open one might still be rejected. */
export function isCounted(attempt: AttemptTable, now: number): boolean {
  return isRejection(attempt, now) || (isOpen(attempt) && isInWindow(attempt, now))
}
