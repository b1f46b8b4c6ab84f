/** A credential's row as the cache holds it: its columns in one piece, sealed once more with the user's key. */
import type { VaultCore } from '../core.ts'
import { SUITE, openEnvelope, sealEnvelope } from './envelope.ts'
import { lengthPrefixed } from './length-prefix.ts'
import type { CredentialTable } from '../tables.ts'
import type { UserKey } from '../keys/user-key.ts'

/** Seals a row for its user and account. */
export function sealCachedRow(core: VaultCore, userKey: UserKey, row: CredentialTable): Buffer {
  const place = placeOf(core, userKey, { user: row.user_id, accountId: row.id })
  return sealEnvelope(userKey.key, userKey.generation, place, packRow(row))
}

/** The row again; nothing for bytes that were altered, or sealed for another account. */
export function openCachedRow(
  core: VaultCore,
  userKey: UserKey,
  owner: { readonly user: string; readonly accountId: string },
  sealed: Uint8Array,
): CredentialTable | undefined {
  const packed = openEnvelope(userKey.key, userKey.generation, placeOf(core, userKey, owner), sealed)
  if (typeof packed === 'string') return undefined
  const row = unpackRow(packed)
  return row?.id === owner.accountId && row.user_id === owner.user ? row : undefined
}

function placeOf(
  core: VaultCore,
  { generation }: UserKey,
  { user, accountId }: { readonly user: string; readonly accountId: string },
): Buffer {
  return lengthPrefixed('kt/cache/v1', core.formation, user, accountId, generation, SUITE)
}

/** The row as JSON; its binary columns, sealed or hashed already, in base64. */
function packRow(row: CredentialTable): Buffer {
  const packed = Object.fromEntries(
    Object.entries(row).map(([name, value]: [string, unknown]) => [
      name,
      value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value,
    ]),
  )
  return Buffer.from(JSON.stringify(packed), 'utf8')
}

/** What `packRow` packed; nothing for bytes that are no row. The row's own seal decides whether it is to be believed. */
function unpackRow(packed: Buffer): CredentialTable | undefined {
  try {
    return JSON.parse(packed.toString('utf8'), (_, value: unknown) =>
      isBinary(value) ? Buffer.from(value.base64, 'base64') : value,
    ) as CredentialTable
  } catch {
    return undefined
  }
}

function isBinary(value: unknown): value is { readonly base64: string } {
  return typeof value === 'object' && value !== null && 'base64' in value && typeof value.base64 === 'string'
}
