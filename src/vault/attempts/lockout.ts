/** Locks of adding: after rejections, and on too many validations in an hour. */
import type { Principal } from '../../principal.ts'
import { appendAudit } from '../audit/append.ts'
import type { VaultCore, VaultDatabase, VaultTransaction } from '../core.ts'
import { checkService } from '../input.ts'
import { countedIds } from './lasting.ts'
import { clearCount, readAttempts, readLock, writeLock } from './lockout-rows.ts'
import { isValidation, latestCap, locksInARow, nextLockUntil } from './lockout-rule.ts'
import type { AttemptTable } from '../tables.ts'
import type { ActContext } from '../vault.ts'

/** Until when adding is locked for this service. */
export async function lockedUntil(
  core: VaultCore,
  principal: Principal,
  service: string,
): Promise<number | undefined> {
  core.checkFormation(principal)
  return core.read(async (database) => {
    const now = core.clock.now()
    const attempts = await readAttempts(core, database, principal.user, now)
    return readLockedUntil(core, database, principal.user, service, attempts, now)
  })
}

/** Lifts a lock and takes earlier rejections off the count. False when nothing was locked. */
export async function unlock(
  core: VaultCore,
  principal: Principal,
  service: string,
  reason: string,
  context: ActContext,
): Promise<boolean> {
  checkService(service)
  return core.write(principal, async (transaction) => {
    const now = core.clock.now()
    const attempts = await readAttempts(core, transaction, principal.user, now)
    const until = await readLockedUntil(core, transaction, principal.user, service, attempts, now)
    const outcome = until === undefined ? 'not-locked' : 'unlocked'
    if (until !== undefined) {
      await clearCount(core, transaction, principal.user, service, true)
      await transaction
        .deleteFrom('vault_attempt')
        .where('user_id', 'in', countedIds(core, principal.user))
        .where('service', '=', service)
        .where('outcome', '!=', 'open')
        .execute()
    }
    await appendAudit(
      core,
      transaction,
      principal.user,
      { act: 'unlock', outcome, service, detail: reason },
      context,
    )
    return until !== undefined
  })
}

/** Counts one more rejection, and locks when it was the last straw. */
export async function noteRejection(
  core: VaultCore,
  transaction: VaultTransaction,
  user: string,
  service: string,
  rejections: number,
  now: number,
  context: ActContext,
): Promise<void> {
  const last = await readLock(core, transaction, user, service)
  const isLocking = rejections >= core.limits.maxAttempts
  if (last === undefined && !isLocking) return
  const lockedUntil = isLocking ? nextLockUntil(last, now) : (last?.lockedUntil ?? 0)
  const locks = locksInARow(last, now) + (isLocking ? 1 : 0)
  await writeLock(core, transaction, user, service, { lockedUntil, locks, lastRejectedAt: now })
  if (!isLocking) return
  await clearCount(core, transaction, user, service, false)
  const facts = { act: 'lock', outcome: 'locked', service, detail: new Date(lockedUntil).toISOString() }
  await appendAudit(core, transaction, user, facts, context)
}

/** The lock after rejections, or an hourly cap on validations. */
export async function readLockedUntil(
  core: VaultCore,
  database: VaultDatabase,
  user: string,
  service: string,
  attempts: readonly AttemptTable[],
  now: number,
): Promise<number | undefined> {
  const lock = await readLock(core, database, user, service)
  if (lock !== undefined && lock.lockedUntil > now) return lock.lockedUntil
  const validations = attempts.filter((attempt) => isValidation(attempt, now))
  const own = validations.filter((attempt) => attempt.service === service)
  const { validationsPerHour, serviceValidationsPerHour } = core.limits
  const capping = [
    validations[validations.length - validationsPerHour],
    own[own.length - serviceValidationsPerHour],
  ]
  return latestCap(capping.map((attempt) => attempt?.reserved_at))
}
