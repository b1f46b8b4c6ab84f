/** Reads a user's accounts: one bad row never breaks a list. */
import { toAccount } from './account.ts'
import type { VaultCore, VaultDatabase } from '../core.ts'
import { type InspectedRow, isDamaged, noteAllDamage } from './damage.ts'
import { type UserKey, fingerprintOf, loadUserKey } from '../keys/user-key.ts'
import type { Account } from '../vault.ts'
import { importKey, randomBytes } from '../sealing/crypto.ts'
import type { Principal } from '../../principal.ts'
import type { CredentialFields } from '../../secret.ts'

/** Every row of a user with its soundness; by service, then by age. */
export async function inspectRows(
  core: VaultCore,
  database: VaultDatabase,
  user: string,
): Promise<InspectedRow[]> {
  const userKey = await loadUserKey(core, database, user)
  const query = database.selectFrom('vault_credential').selectAll().where('user_id', '=', user)
  const rows = await query.orderBy('service').orderBy('created_at').orderBy('id').execute()
  return rows.map((row) => ({ row, isDamaged: isDamaged(core, userKey, row) }))
}

/** The user's accounts of every service; damage that was not audited yet is audited now. `lookAt` lists those of one. */
export async function listAccounts(core: VaultCore, principal: Principal): Promise<readonly Account[]> {
  core.checkFormation(principal)
  const inspected = await core.read((database) => inspectRows(core, database, principal.user))
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

/** One account that is there. */
export async function readAccount(
  core: VaultCore,
  database: VaultDatabase,
  userKey: UserKey,
  principal: Principal,
  id: string,
): Promise<Account> {
  const row = await database
    .selectFrom('vault_credential')
    .selectAll()
    .where('id', '=', id)
    .where('user_id', '=', principal.user)
    .executeTakeFirstOrThrow()
  const lastUses = await readLastUses(database, [id])
  return toAccount(row, isDamaged(core, userKey, row), lastUses.get(id), core.clock.now())
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
