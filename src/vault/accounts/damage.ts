/** Rows that are not what was stored: found without trusting them, and audited once each. */
import type { Principal } from '../../principal.ts'
import { appendAudit } from '../audit/append.ts'
import type { VaultCore, VaultDatabase, VaultTransaction } from '../core.ts'
import { isSound } from '../sealing/record.ts'
import type { CredentialTable } from '../tables.ts'
import type { UserKey, UserKeyFault } from '../keys/user-key.ts'

/** What was found out of a row. */
export interface InspectedRow {
  readonly row: CredentialTable
  readonly isDamaged: boolean
}

/** Whether a row is not what was stored. */
export function isDamaged(
  core: VaultCore,
  userKey: UserKey | UserKeyFault | undefined,
  row: CredentialTable,
): boolean {
  if (userKey === undefined || typeof userKey === 'string') return true
  return !isSound(core, userKey, row)
}

/** Audits the damage of every row that is not told of yet. */
export async function noteAllDamage(
  core: VaultCore,
  principal: Principal,
  inspected: readonly InspectedRow[],
): Promise<void> {
  for (const { row, isDamaged } of inspected) {
    if (!isDamaged || (await core.read((database) => isNoted(database, principal, row)))) continue
    await core.write(principal, (transaction) => noteDamage(core, transaction, principal, row))
  }
}

/** Audits a damaged row once, and leaves what is in it as it is. */
export async function noteDamage(
  core: VaultCore,
  transaction: VaultTransaction,
  principal: Principal,
  row: CredentialTable,
): Promise<void> {
  const present = await transaction
    .selectFrom('vault_credential')
    .select(['id', 'damage_entry'])
    .where('id', '=', row.id)
    .where('user_id', '=', principal.user)
    .executeTakeFirst()
  if (present === undefined || (await isNoted(transaction, principal, present))) return
  core.logger.warn(
    { code: 'RECORD_CORRUPT', account: row.id },
    'A stored credential cannot be opened: it was altered or moved, and has to be added again.',
  )
  const facts = { act: 'damage', outcome: 'damaged', service: String(row.service), account: row.id }
  const sequence = await appendAudit(core, transaction, principal.user, facts, { channel: 'tool' })
  await transaction
    .updateTable('vault_credential')
    .set({ damage_entry: sequence })
    .where('id', '=', row.id)
    .where('user_id', '=', principal.user)
    .execute()
}

/** Whether the entry that a row names tells of its damage: who alters a row cannot mark it as told of. */
async function isNoted(
  database: VaultDatabase,
  principal: Principal,
  row: Pick<CredentialTable, 'id' | 'damage_entry'>,
): Promise<boolean> {
  if (!Number.isSafeInteger(row.damage_entry)) return false
  const entry = await database
    .selectFrom('vault_audit')
    .select(['act', 'account'])
    .where('user_id', '=', principal.user)
    .where('sequence', '=', row.damage_entry)
    .executeTakeFirst()
  return entry?.act === 'damage' && entry.account === String(row.id)
}
