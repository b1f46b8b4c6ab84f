/** One credential row: what its envelope and its open columns are bound to, and how it is read without trusting it. */
import type { CredentialFields } from '../../secret.ts'
import type { VaultCore } from '../core.ts'
import { equalBytes, hmacSha256 } from './crypto.ts'
import { SUITE, openEnvelope, sealEnvelope } from './envelope.ts'
import { decodeFields, encodeFields, fieldKind } from './fields.ts'
import { lengthPrefixed } from './length-prefix.ts'
import type { CredentialTable } from '../tables.ts'
import { type UserKey, rowKeyOf } from '../keys/user-key.ts'

/** A row before it is sealed. */
export type OpenColumns = Omit<CredentialTable, 'seal' | 'damage_entry'>

/** The place an envelope belongs to; in any other it does not open. */
type RecordPlace = Pick<
  CredentialTable,
  'user_id' | 'service' | 'account_key' | 'account_name' | 'id' | 'kind' | 'revision' | 'generation'
>

/** What an envelope is bound to: `lp("kt/rec/v1", formation, user, service, account key and name, record, kind, revision, generation, suite)`. */
export function recordData(formation: string, place: RecordPlace): Buffer {
  return lengthPrefixed(
    'kt/rec/v1',
    formation,
    place.user_id,
    place.service,
    place.account_key,
    place.account_name,
    place.id,
    place.kind,
    place.revision,
    place.generation,
    SUITE,
  )
}

/** Seals a secret for its row. */
export function sealFields(
  core: VaultCore,
  userKey: UserKey,
  place: Omit<RecordPlace, 'kind' | 'generation'>,
  fields: CredentialFields,
): { readonly kind: string; readonly generation: number; readonly envelope: Buffer } {
  const kind = fieldKind(fields)
  const { generation } = userKey
  const plain = encodeFields(fields)
  const data = recordData(core.formation, { ...place, kind, generation })
  const envelope = sealEnvelope(userKey.key, generation, data, plain)
  plain.fill(0)
  return { kind, generation, envelope }
}

/** Binds the open columns of a row to each other under the user's key. */
export function sealRow(core: VaultCore, userKey: UserKey, row: OpenColumns): CredentialTable {
  return { ...row, damage_entry: null, seal: rowSeal(userKey, row, recordData(core.formation, row)) }
}

/**
 * Whether a row is, column for column, what was stored. Its seal covers the envelope, so that nothing is decrypted only to
 * be looked at.
 */
export function isSound(
  core: VaultCore,
  userKey: UserKey,
  row: CredentialTable,
  data: Buffer = recordData(core.formation, row),
): boolean {
  if (!(row.seal instanceof Uint8Array) || !(row.fingerprint instanceof Uint8Array)) return false
  if (!(row.envelope instanceof Uint8Array) || row.generation !== userKey.generation) return false
  return equalBytes(row.seal, rowSeal(userKey, row, data))
}

/** The secret of a row, or `damaged` when the row is not what was stored. */
export function openRow(
  core: VaultCore,
  userKey: UserKey,
  row: CredentialTable,
): CredentialFields | 'damaged' {
  const data = recordData(core.formation, row)
  if (!isSound(core, userKey, row, data)) return 'damaged'
  const plain = openEnvelope(userKey.key, userKey.generation, data, row.envelope)
  if (typeof plain === 'string') return 'damaged'
  const fields = decodeFields(plain)
  plain.fill(0)
  return fields ?? 'damaged'
}

function rowSeal(userKey: UserKey, row: OpenColumns, data: Buffer): Buffer {
  const optional = (value: string | number | null): string => (value === null ? '' : `=${value}`)
  return hmacSha256(
    rowKeyOf(userKey),
    lengthPrefixed(
      data,
      row.envelope,
      row.fingerprint,
      optional(row.account_login),
      optional(row.label),
      row.is_default,
      row.status,
      row.checked,
      optional(row.scopes),
      row.change,
      optional(row.brought_by),
      row.brought_as,
      row.created_at,
      row.updated_at,
      optional(row.last_checked_at),
      optional(row.expires_at),
    ),
  )
}
