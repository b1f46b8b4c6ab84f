/** The rows that locks are decided from: attempts of the last hour and the last lock. */
import type { VaultCore, VaultDatabase, VaultTransaction } from '../core.ts'
import { countedIds } from './lasting.ts'
import { HOUR_MS, type LastLock, isLastLock } from './lockout-rule.ts'
import type { AttemptTable } from '../tables.ts'

/** Everything a user tried in the last hour, at any service, oldest first. */
export function readAttempts(
  core: VaultCore,
  database: VaultDatabase,
  user: string,
  now: number,
): Promise<AttemptTable[]> {
  return database
    .selectFrom('vault_attempt')
    .selectAll()
    .where('user_id', 'in', countedIds(core, user))
    .where('reserved_at', '>', now - HOUR_MS)
    .orderBy('reserved_at')
    .execute()
}

/** The last lock of a service, also one that ended; nothing where the row says no lock. */
export async function readLock(
  core: VaultCore,
  database: VaultDatabase,
  user: string,
  service: string,
): Promise<LastLock | undefined> {
  const rows = await database
    .selectFrom('vault_lock')
    .select(['locked_until as lockedUntil', 'locks', 'last_rejected_at as lastRejectedAt'])
    .where('user_id', 'in', countedIds(core, user))
    .where('service', '=', service)
    .execute()
  const [longest] = rows.filter(isLastLock).toSorted((left, right) => right.lockedUntil - left.lockedUntil)
  return longest
}

/** Writes a lock of a user, in place of what is kept of it from before they were deleted. */
export async function writeLock(
  core: VaultCore,
  transaction: VaultTransaction,
  user: string,
  service: string,
  { lockedUntil: locked_until, locks, lastRejectedAt: last_rejected_at }: LastLock,
): Promise<void> {
  await deleteLock(core, transaction, user, service)
  await transaction
    .insertInto('vault_lock')
    .values({ user_id: user, service, locked_until, locks, last_rejected_at })
    .execute()
}

/** Takes the rejections so far off the count; after a success the row of locks begins anew as well. */
export async function clearCount(
  core: VaultCore,
  transaction: VaultTransaction,
  user: string,
  service: string,
  isForgiven: boolean,
): Promise<void> {
  await transaction
    .updateTable('vault_attempt')
    .set({ cleared: 1 })
    .where('user_id', 'in', countedIds(core, user))
    .where('service', '=', service)
    .where('outcome', '=', 'rejected')
    .execute()
  if (isForgiven) await deleteLock(core, transaction, user, service)
}

async function deleteLock(
  core: VaultCore,
  transaction: VaultTransaction,
  user: string,
  service: string,
): Promise<void> {
  await transaction
    .deleteFrom('vault_lock')
    .where('user_id', 'in', countedIds(core, user))
    .where('service', '=', service)
    .execute()
}
