/** A user's own random key: wrapped in one small row, without which nothing of the user can be read again. */
import { KeyturnError } from '../../errors.ts'
import type { CredentialFields } from '../../secret.ts'
import type { VaultCore, VaultDatabase, VaultTransaction } from '../core.ts'
import {
  type CryptoKey,
  deriveKey,
  hmacSha256,
  importKey,
  KEY_BYTES,
  randomBytes,
} from '../sealing/crypto.ts'
import { canonicalFields } from '../sealing/fields.ts'
import { lengthPrefixed } from '../sealing/length-prefix.ts'
import { type RootKey, unwrapUserKey, wrapUserKey } from './root-key.ts'
import type { UserKeyTable } from '../tables.ts'

const EMPTY = Buffer.alloc(0)
const FINGERPRINT_INFO = lengthPrefixed('kt/fp/v1')
const ROW_INFO = lengthPrefixed('kt/row/v1')

/** An unwrapped user key and the keys that come out of it. */
export interface UserKey {
  readonly key: CryptoKey
  /** Which key of this user it is, from 1; part of every envelope. */
  readonly generation: number
}

/** Why a stored user key cannot be used: its root key was not given, or its bytes are not what was stored. */
export type UserKeyFault = 'unknown-root' | 'damaged'

/** Unwraps a stored user key. */
export function unwrapStored(core: VaultCore, stored: UserKeyTable): UserKey | UserKeyFault {
  const root = core.keys.find(stored.root_key)
  if (root === undefined) return 'unknown-root'
  const key = unwrapUserKey(root, stored.user_id, stored.generation, stored.wrapped)
  return key === undefined ? 'damaged' : { key, generation: stored.generation }
}

/**
 * The root key of an id; nothing when it was not given. One that was made known after this process started, by an instance
 * that rotates, is looked for among the given keys.
 */
export async function findRootKey(
  core: VaultCore,
  database: VaultDatabase,
  id: string,
): Promise<RootKey | undefined> {
  const known = core.keys.find(id)
  if (known !== undefined) return known
  const row = await database.selectFrom('vault_root_key').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : core.keys.learn(row)
}

/** The user's key, nothing for a user who has none, or why it cannot be used. */
export async function loadUserKey(
  core: VaultCore,
  database: VaultDatabase,
  user: string,
): Promise<UserKey | UserKeyFault | undefined> {
  const stored = await database
    .selectFrom('vault_user_key')
    .selectAll()
    .where('user_id', '=', user)
    .executeTakeFirst()
  if (stored === undefined) return undefined
  await findRootKey(core, database, stored.root_key)
  return unwrapStored(core, stored)
}

/**
 * The user's key, made now where there is none.
 *
 * @throws KeyturnError `KEY_UNKNOWN` (its root key was not given to this process) or `RECORD_CORRUPT`.
 */
export async function ensureUserKey(
  core: VaultCore,
  transaction: VaultTransaction,
  user: string,
): Promise<UserKey> {
  const known = await loadUserKey(core, transaction, user)
  if (known !== undefined) return usable(known)
  const root = await readPrimary(core, transaction)
  const created: UserKey = { key: importKey(randomBytes(KEY_BYTES)), generation: 1 }
  await transaction
    .insertInto('vault_user_key')
    .values({
      user_id: user,
      generation: created.generation,
      root_key: root.id,
      wrapped: wrapUserKey(root, user, created.generation, created.key),
      created_at: core.clock.now(),
    })
    .execute()
  return created
}

/**
 * The database says which key is primary: another process may have rotated since this one started. On PostgreSQL the row is
 * held until the transaction ends, so that a rotation waits for user keys that are just being made under the old one.
 */
async function readPrimary(core: VaultCore, transaction: VaultTransaction): Promise<RootKey> {
  const query = transaction.selectFrom('vault_root_key').select('id').where('state', '=', 'primary')
  const held = core.kind === 'postgres' ? query.forShare() : query
  // Having waited for a rotation, the first look finds the old row changed, and the second finds the new one.
  const primary = (await held.executeTakeFirst()) ?? (await held.executeTakeFirst())
  const root = primary === undefined ? undefined : await findRootKey(core, transaction, primary.id)
  if (root !== undefined) return root
  throw new KeyturnError(
    'KEY_UNKNOWN',
    'The root key was rotated to one that this process was not given. Give it the new key and start it again.',
  )
}

/**
 * Passes a key that can be used.
 *
 * @throws KeyturnError `KEY_UNKNOWN` or `RECORD_CORRUPT`.
 */
export function usable(key: UserKey | UserKeyFault): UserKey {
  if (key === 'unknown-root') {
    throw new KeyturnError(
      'KEY_UNKNOWN',
      'This user is still under a root key that was not given. Give the old key as decrypt-only until rotation is through.',
    )
  }
  if (key === 'damaged') {
    throw new KeyturnError(
      'RECORD_CORRUPT',
      "This user's key in the vault was altered. Restore it from a backup, or delete the user and let them add again.",
    )
  }
  return key
}

/**
 * What tells whether a secret was stored before: HMAC-SHA-256 under a key of this user alone, so that equal secrets of two
 * users have nothing in common.
 */
export function fingerprintOf(userKey: UserKey, service: string, fields: CredentialFields): Buffer {
  const canonical = canonicalFields(fields)
  const message = lengthPrefixed(service, canonical)
  const fingerprint = hmacSha256(deriveKey(userKey.key, EMPTY, FINGERPRINT_INFO), message)
  canonical.fill(0)
  message.fill(0)
  return fingerprint
}

/** Derived once for all rows of a list; gone with the key it comes out of. */
const rowKeys = new WeakMap<CryptoKey, CryptoKey>()

/** The key that binds the open columns of a credential row to each other. */
export function rowKeyOf({ key }: UserKey): CryptoKey {
  const known = rowKeys.get(key) ?? deriveKey(key, EMPTY, ROW_INFO)
  rowKeys.set(key, known)
  return known
}
