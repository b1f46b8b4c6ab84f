/** Locks of adding: after rejections, and on too many validations in an hour. */
import type { Principal } from '../principal.ts'
import { appendAudit } from './audit.ts'
import type { VaultCore, VaultDatabase, VaultTransaction } from './core.ts'
import { checkService } from './input.ts'
import { clearCount, readAttempts, readLock } from './lockout-rows.ts'
import { HOUR_MS, locksInARow, nextLockUntil } from './lockout-rule.ts'
import type { AttemptTable } from './tables.ts'
import type { ActContext } from './vault.ts'

/** Until when adding is locked for this service. */
export async function lockedUntil(
  core: VaultCore,
  principal: Principal,
  service: string,
): Promise<number | undefined> {
  core.checkFormation(principal)
  return core.read(async (database) => {
    const now = core.clock.now()
    const attempts = await readAttempts(database, principal.user, now)
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
    const attempts = await readAttempts(transaction, principal.user, now)
    const until = await readLockedUntil(core, transaction, principal.user, service, attempts, now)
    const outcome = until === undefined ? 'not-locked' : 'unlocked'
    if (until !== undefined) {
      await clearCount(transaction, principal.user, service, true)
      await transaction
        .deleteFrom('vault_attempt')
        .where('user_id', '=', principal.user)
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
  const last = await readLock(transaction, user, service)
  const isLocking = rejections >= core.limits.maxAttempts
  if (last === undefined && !isLocking) return
  const lock = {
    locked_until: isLocking ? nextLockUntil(last, now) : (last?.lockedUntil ?? 0),
    locks: locksInARow(last, now) + (isLocking ? 1 : 0),
    last_rejected_at: now,
  }
  await transaction
    .insertInto('vault_lock')
    .values({ user_id: user, service, ...lock })
    .onConflict((conflict) => conflict.columns(['user_id', 'service']).doUpdateSet(lock))
    .execute()
  if (!isLocking) return
  await clearCount(transaction, user, service, false)
  const facts = { act: 'lock', outcome: 'locked', service, detail: new Date(lock.locked_until).toISOString() }
  await appendAudit(core, transaction, user, facts, context)
}

/** The lock after rejections, or the hourly cap on validations of any outcome but "the service could not say". */
export async function readLockedUntil(
  core: VaultCore,
  database: VaultDatabase,
  user: string,
  service: string,
  attempts: readonly AttemptTable[],
  now: number,
): Promise<number | undefined> {
  const lock = await readLock(database, user, service)
  if (lock !== undefined && lock.lockedUntil > now) return lock.lockedUntil
  const validations = attempts.filter((attempt) => attempt.outcome !== 'unknown')
  const oldest = validations[validations.length - core.limits.validationsPerHour]
  return oldest === undefined ? undefined : oldest.reserved_at + HOUR_MS
}
