/** Checks a user's locks of adding against what the chain tells of them. */
import type { VaultDatabase } from '../core.ts'
import type { AuditTable } from '../tables.ts'

/** The newest entry of each service that tells whether adding was locked. */
export type ToldLocks = Map<string, Pick<AuditTable, 'sequence' | 'act' | 'detail'>>

/** Takes note of an entry that locks, or that takes locks away. */
export function noteLock(told: ToldLocks, entry: AuditTable): void {
  const { act, outcome, service } = entry
  const isTold =
    act === 'lock' ||
    (act === 'unlock' && outcome === 'unlocked') ||
    (act === 'attempt' && outcome === 'valid')
  if (isTold && service !== null) told.set(service, entry)
  if (act === 'delete-user') for (const each of told.keys()) told.set(each, entry)
}

/**
 * The entries whose lock is not there as they tell; nothing in place of one for a lock that no entry tells of. `isPruned`: the
 * chain has a beginning of its own, so that the entry of an old lock may be gone.
 */
export async function verifyLocks(
  database: VaultDatabase,
  user: string,
  told: ToldLocks,
  isPruned: boolean,
): Promise<(number | undefined)[]> {
  const rows = await database.selectFrom('vault_lock').selectAll().where('user_id', '=', user).execute()
  const present = new Map(rows.map((row) => [row.service, row.locked_until]))
  const wrong: (number | undefined)[] = []
  for (const [service, { sequence, act, detail }] of told) {
    const expected = act === 'lock' ? Date.parse(detail ?? '') : undefined
    if (present.get(service) !== expected) wrong.push(sequence)
    present.delete(service)
  }
  if (!isPruned) for (const _ of present) wrong.push(undefined)
  return wrong
}
