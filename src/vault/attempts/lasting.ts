/**
 * What was tried outlives the rows of who tried it: a lock that deleting oneself lifted would be none.
 *
 * Attempts and locks of a deleted user stay for their own time under a name that only the vault can make from the user's id.
 * It begins with a blank, which no id may, and is an HMAC under a key that comes out of an audit key: those are kept, wrapped,
 * for every root key there ever was, so that a rotation changes nothing.
 */
import type { VaultCore, VaultTransaction } from '../core.ts'
import { type CryptoKey, deriveKey, hmacSha256 } from '../sealing/crypto.ts'
import { lengthPrefixed } from '../sealing/length-prefix.ts'
import { HOUR_MS, LONGEST_LOCK_MS } from './lockout-rule.ts'

const EMPTY = Buffer.alloc(0)
const NAME_INFO = lengthPrefixed('kt/lasting/v1')

/** Names begin so, and sort before all ids: what comes right behind them ends their range. */
const FIRST = ' '
const BEYOND = '!'

/** Derived once for each audit key; gone with it. */
const nameKeys = new WeakMap<CryptoKey, CryptoKey>()

/** The ids under which attempts and locks of a user are found: their own, and the names they have after a deletion. */
export function countedIds(core: VaultCore, user: string): readonly [string, ...string[]] {
  return [user, ...core.keys.auditKeys().map((auditKey) => nameOf(auditKey, core.formation, user))]
}

/** Moves what still counts of a user who is being deleted out from under their id. The rest is left for the deletion. */
export async function keepCounting(
  core: VaultCore,
  transaction: VaultTransaction,
  user: string,
): Promise<void> {
  const now = core.clock.now()
  const user_id = nameOf(core.keys.primary.auditKey, core.formation, user)
  await transaction
    .updateTable('vault_attempt')
    .set({ user_id, fingerprint: null })
    .where('user_id', '=', user)
    .where('reserved_at', '>', now - HOUR_MS)
    .execute()
  const locks = await transaction
    .selectFrom('vault_lock')
    .select('service')
    .where('user_id', '=', user)
    .execute()
  const services = locks.map(({ service }) => service)
  if (services.length > 0) {
    const [, ...names] = countedIds(core, user)
    await transaction
      .deleteFrom('vault_lock')
      .where('user_id', 'in', names)
      .where('service', 'in', services)
      .execute()
    await transaction.updateTable('vault_lock').set({ user_id }).where('user_id', '=', user).execute()
  }
  await deleteLapsed(core, transaction)
}

/** Forgets what was tried by users who are gone, as far as its time is over. */
export function forgetLapsed(core: VaultCore): Promise<void> {
  return core.transaction((transaction) => deleteLapsed(core, transaction))
}

async function deleteLapsed(core: VaultCore, transaction: VaultTransaction): Promise<void> {
  const now = core.clock.now()
  await transaction
    .deleteFrom('vault_attempt')
    .where('user_id', '>=', FIRST)
    .where('user_id', '<', BEYOND)
    .where('reserved_at', '<=', now - HOUR_MS)
    .execute()
  await transaction
    .deleteFrom('vault_lock')
    .where('user_id', '>=', FIRST)
    .where('user_id', '<', BEYOND)
    .where('locked_until', '<=', now - LONGEST_LOCK_MS)
    .where('last_rejected_at', '<=', now - LONGEST_LOCK_MS)
    .execute()
}

function nameOf(auditKey: CryptoKey, formation: string, user: string): string {
  const nameKey = nameKeys.get(auditKey) ?? deriveKey(auditKey, EMPTY, NAME_INFO)
  nameKeys.set(auditKey, nameKey)
  return FIRST + hmacSha256(nameKey, lengthPrefixed(formation, user)).toString('base64url')
}
