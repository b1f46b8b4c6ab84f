/** The rows that locks are decided from: attempts of the last hour and the last lock. */
import type { VaultDatabase, VaultTransaction } from './core.ts'
import { HOUR_MS, type LastLock, isLastLock } from './lockout-rule.ts'
import type { AttemptTable } from './tables.ts'

/** Everything a user tried in the last hour, at any service, oldest first. */
export function readAttempts(database: VaultDatabase, user: string, now: number): Promise<AttemptTable[]> {
  return database
    .selectFrom('vault_attempt')
    .selectAll()
    .where('user_id', '=', user)
    .where('reserved_at', '>', now - HOUR_MS)
    .orderBy('reserved_at')
    .execute()
}

/** The last lock of a service, also one that ended; nothing where the row says no lock. */
export async function readLock(
  database: VaultDatabase,
  user: string,
  service: string,
): Promise<LastLock | undefined> {
  const row = await database
    .selectFrom('vault_lock')
    .selectAll()
    .where('user_id', '=', user)
    .where('service', '=', service)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { locked_until: lockedUntil, locks, last_rejected_at: lastRejectedAt } = row
  const lock = { lockedUntil, locks, lastRejectedAt }
  return isLastLock(lock) ? lock : undefined
}

/** Takes the rejections so far off the count; after a success the row of locks begins anew as well. */
export async function clearCount(
  transaction: VaultTransaction,
  user: string,
  service: string,
  isForgiven: boolean,
): Promise<void> {
  await transaction
    .updateTable('vault_attempt')
    .set({ cleared: 1 })
    .where('user_id', '=', user)
    .where('service', '=', service)
    .where('outcome', '=', 'rejected')
    .execute()
  if (!isForgiven) return
  await transaction
    .deleteFrom('vault_lock')
    .where('user_id', '=', user)
    .where('service', '=', service)
    .execute()
}
