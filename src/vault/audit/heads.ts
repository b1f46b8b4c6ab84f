/** Where all chains of a formation stand, as a checkpoint signs it. */
import { sql } from 'kysely'
import type { VaultDatabase, VaultTransaction } from '../core.ts'
import { sha256 } from '../sealing/crypto.ts'
import { lengthPrefixed } from '../sealing/length-prefix.ts'

const PAGE = 1_000

/** What a digest begins with, and what stands for a hash that is not there. */
const START = Buffer.alloc(32)

/** Whether any chain went on since the newest checkpoint. */
export async function hasGrown(transaction: VaultTransaction): Promise<boolean> {
  const head = await transaction
    .selectFrom('vault_audit_head')
    .select('user_id')
    .where(isGrown)
    .limit(1)
    .executeTakeFirst()
  return head !== undefined
}

/** Notes of every chain that went on where it stands now, for a checkpoint to sign. */
export async function signHeads(transaction: VaultTransaction): Promise<void> {
  await transaction
    .updateTable('vault_audit_head')
    .set((column) => ({ signed_sequence: column.ref('sequence'), signed_hash: column.ref('hash') }))
    .where(isGrown)
    .execute()
}

/**
 * A head that goes on from the one that was signed before: that one is still in the chain, or was taken away by retention.
 * Any other stays as it was signed, so that a new checkpoint does not cover up what a chain lost since the last one.
 */
const isGrown = sql<boolean>`
  signed_hash is null or (signed_hash <> hash and sequence > signed_sequence and (
    exists (select 1 from vault_audit as entry where entry.user_id = vault_audit_head.user_id
      and entry.sequence = vault_audit_head.signed_sequence and entry.hash = vault_audit_head.signed_hash)
    or exists (select 1 from vault_audit_base as base where base.user_id = vault_audit_head.user_id
      and base.sequence >= vault_audit_head.signed_sequence)))`

/** The digest over all signed heads in the order of their users' bytes. */
export async function digestHeads(
  database: VaultDatabase,
): Promise<{ readonly heads: number; readonly digest: Buffer }> {
  let digest: Buffer = START
  let heads = 0
  let after: string | undefined
  for (;;) {
    let query = database
      .selectFrom('vault_audit_head')
      .select(['user_id', 'signed_sequence', 'signed_hash'])
      .where('signed_sequence', 'is not', null)
    if (after !== undefined) query = query.where('user_id', '>', after)
    const page = await query.orderBy('user_id').limit(PAGE).execute()
    for (const row of page) {
      const head = lengthPrefixed(row.user_id, row.signed_sequence ?? 0, row.signed_hash ?? START)
      digest = sha256(lengthPrefixed(digest, head))
    }
    heads += page.length
    after = page.at(-1)?.user_id
    if (page.length < PAGE) return { heads, digest }
  }
}
