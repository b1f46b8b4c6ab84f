/** Removes one account, or all accounts of one service. */
import type { Principal } from '../../principal.ts'
import { appendAudit, appendRefusal } from '../audit/append.ts'
import { askForCleanUp } from '../clean-up.ts'
import type { VaultCore, VaultTransaction } from '../core.ts'
import { releaseNames } from './names.ts'
import type { CredentialTable } from '../tables.ts'
import type { ActContext } from '../vault.ts'

/** Removes an account and its secret, damaged or not. False: no such account of this user. */
export function removeAccount(
  core: VaultCore,
  principal: Principal,
  accountId: string,
  context: ActContext,
): Promise<boolean> {
  return core.write(principal, async (transaction) => {
    const row = await findRow(transaction, principal, accountId)
    if (row === undefined) {
      const facts = { act: 'delete', outcome: 'not-found', account: accountId }
      await appendRefusal(core, transaction, principal.user, facts, context)
      return false
    }
    await removeRow(core, transaction, principal, row, context)
    await askForCleanUp(core, transaction)
    return true
  })
}

/** Removes every account of a service in one transaction; their ids. */
export function removeService(
  core: VaultCore,
  principal: Principal,
  service: string,
  context: ActContext,
): Promise<readonly string[]> {
  return core.write(principal, async (transaction) => {
    const rows = await transaction
      .selectFrom('vault_credential')
      .selectAll()
      .where('user_id', '=', principal.user)
      .where('service', '=', service)
      .orderBy('id')
      .execute()
    for (const row of rows) await removeRow(core, transaction, principal, row, context)
    if (rows.length > 0) await askForCleanUp(core, transaction)
    return rows.map(({ id }) => id)
  })
}

/** The row of an account, if it is this user's. */
export function findRow(
  transaction: VaultTransaction,
  principal: Principal,
  accountId: string,
): Promise<CredentialTable | undefined> {
  return transaction
    .selectFrom('vault_credential')
    .selectAll()
    .where('id', '=', accountId)
    .where('user_id', '=', principal.user)
    .executeTakeFirst()
}

async function removeRow(
  core: VaultCore,
  transaction: VaultTransaction,
  principal: Principal,
  row: CredentialTable,
  context: ActContext,
): Promise<void> {
  await transaction.deleteFrom('vault_credential').where('id', '=', row.id).execute()
  await releaseNames(transaction, principal.user, row.id)
  const facts = {
    act: 'delete',
    outcome: 'deleted',
    service: String(row.service),
    account: row.id,
    revision: Number(row.revision) || 0,
    change: (Number(row.change) || 0) + 1,
  }
  await appendAudit(core, transaction, principal.user, facts, context)
}
