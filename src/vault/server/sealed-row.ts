/** Binds a row of no single user to the root key, so that a row which somebody else wrote counts as none. */
import type { VaultCore } from '../core.ts'
import type { RootKey } from '../keys/root-key.ts'
import { deriveKey, equalBytes, hmacSha256 } from '../sealing/crypto.ts'
import { lengthPrefixed } from '../sealing/length-prefix.ts'

const EMPTY = Buffer.alloc(0)

/** What a row is bound to: its kind, and every column that counts, in order. */
export interface RowFacts {
  readonly kind: 'access-key' | 'ticket'
  readonly columns: readonly (string | number | null | Uint8Array)[]
}

/** The seal of a row under a root key. */
export function sealRow(root: RootKey, { kind, columns }: RowFacts): Buffer {
  const parts = columns.map((column) =>
    column === null ? EMPTY : column instanceof Uint8Array ? column : `=${String(column)}`,
  )
  const key = deriveKey(root.key, EMPTY, lengthPrefixed('kt/server-row-key/v1', root.formation))
  return hmacSha256(key, lengthPrefixed('kt/server-row/v1', root.formation, kind, ...parts))
}

/** Whether a row is as it was sealed, under a root key that is still ours. */
export function isSealed(
  core: VaultCore,
  row: { readonly root_key: string; readonly seal: Uint8Array },
  facts: RowFacts,
): boolean {
  const root = core.keys.find(row.root_key)
  return root !== undefined && equalBytes(row.seal, sealRow(root, facts))
}
