/** Reads a user's accounts: one bad row never breaks a list. */
import { type VaultCore, type VaultDatabase, type VaultTransaction } from './core.ts'
import { appendAudit } from './audit.ts'
import { isSound, toAccount } from './record.ts'
import type { CredentialTable } from './tables.ts'
import { type UserKey, type UserKeyFault, fingerprintOf, loadUserKey } from './user-key.ts'
import type { Account } from './vault.ts'
import { importKey, randomBytes } from './crypto.ts'
import type { Principal } from '../principal.ts'
import type { CredentialFields } from '../secret.ts'

/** What was found out of a row. */
export interface InspectedRow {
  readonly row: CredentialTable
  readonly isDamaged: boolean
}

/** Every row of a user, or of one service, with its soundness; by service, then by age. */
export async function inspectRows(
  core: VaultCore,
  database: VaultDatabase,
  user: string,
  service: string | undefined,
): Promise<InspectedRow[]> {
  const userKey = await loadUserKey(core, database, user)
  let query = database.selectFrom('vault_credential').selectAll().where('user_id', '=', user)
  if (service !== undefined) query = query.where('service', '=', service)
  const rows = await query.orderBy('service').orderBy('created_at').orderBy('id').execute()
  return rows.map((row) => ({ row, isDamaged: isDamaged(core, userKey, row) }))
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

/** The user's accounts; damage that was not audited yet is audited now. */
export async function listAccounts(
  core: VaultCore,
  principal: Principal,
  service: string | undefined,
): Promise<readonly Account[]> {
  core.checkFormation(principal)
  const inspected = await core.read((database) => inspectRows(core, database, principal.user, service))
  const lastUses = await core.read((database) =>
    readLastUses(
      database,
      inspected.map(({ row }) => row.id),
    ),
  )
  await noteAllDamage(core, principal, inspected)
  const now = core.clock.now()
  return inspected.map(({ row, isDamaged }) => toAccount(row, isDamaged, lastUses.get(row.id), now))
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

/** When each account was last used, from the audit. */
export async function readLastUses(
  database: VaultDatabase,
  accounts: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (accounts.length === 0) return new Map()
  const rows = await database
    .selectFrom('vault_audit')
    .select((select) => ['account', select.fn.max('at').as('at')])
    .where('act', '=', 'use')
    .where('outcome', '=', 'ok')
    .where('account', 'in', [...accounts])
    .groupBy('account')
    .execute()
  return new Map(rows.map((row) => [String(row.account), Number(row.at)]))
}

/** The account that holds this very secret. Users without a key cost the same work, so that time tells nothing. */
export async function findDuplicate(
  core: VaultCore,
  principal: Principal,
  service: string,
  fields: CredentialFields,
): Promise<Account | undefined> {
  core.checkFormation(principal)
  return core.read(async (database) => {
    const loaded = await loadUserKey(core, database, principal.user)
    const userKey = loaded === undefined || typeof loaded === 'string' ? unusedKey() : loaded
    const row = await database
      .selectFrom('vault_credential')
      .selectAll()
      .where('user_id', '=', principal.user)
      .where('service', '=', service)
      .where('fingerprint', '=', fingerprintOf(userKey, service, fields))
      .executeTakeFirst()
    if (row === undefined) return undefined
    const lastUses = await readLastUses(database, [row.id])
    return toAccount(row, isDamaged(core, userKey, row), lastUses.get(row.id), core.clock.now())
  })
}

function unusedKey(): UserKey {
  return { key: importKey(randomBytes(32)), generation: 0 }
}
