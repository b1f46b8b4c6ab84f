/** Removes a user: the row with their own key goes, and with it every copy of what was sealed under it. */
import type { Principal } from '../principal.ts'
import { appendAudit } from './audit/append.ts'
import { askForCleanUp } from './clean-up.ts'
import type { VaultCore } from './core.ts'
import { keepCounting } from './attempts/lasting.ts'
import type { ActContext } from './vault.ts'

/** What of `vault_attempt` and `vault_lock` still counts is not the user's any more by then. */
const USER_TABLES = [
  'vault_user_key',
  'vault_name',
  'vault_attempt',
  'vault_lock',
  'vault_dialogue',
  'vault_ticket',
  'vault_request',
  'vault_connection',
] as const

/**
 * Deletes the user's key, credentials, attempts, locks and marks in one transaction. What was tried in the last hour and locks
 * count on for their own time, under a name that says nothing about who it was. The audit stays: it says that they were deleted,
 * and ends with retention. `accounts`: the credentials that were there, by id.
 */
export async function deleteUser(
  core: VaultCore,
  principal: Principal,
  context: ActContext,
): Promise<{ readonly accounts: readonly string[] }> {
  return core.write(principal, async (transaction) => {
    const { user } = principal
    const rows = await transaction
      .selectFrom('vault_credential')
      .select(['id', 'service', 'revision', 'change'])
      .where('user_id', '=', user)
      .orderBy('id')
      .execute()
    for (const row of rows) {
      const facts = {
        act: 'delete',
        outcome: 'deleted',
        service: String(row.service),
        account: row.id,
        revision: Number(row.revision) || 0,
        change: (Number(row.change) || 0) + 1,
      }
      await appendAudit(core, transaction, user, facts, context)
    }
    await transaction.deleteFrom('vault_credential').where('user_id', '=', user).execute()
    await keepCounting(core, transaction, user)
    for (const table of USER_TABLES) await transaction.deleteFrom(table).where('user_id', '=', user).execute()
    const detail = `${rows.length} credentials`
    await appendAudit(core, transaction, user, { act: 'delete-user', outcome: 'deleted', detail }, context)
    await askForCleanUp(core, transaction)
    return { accounts: rows.map(({ id }) => id) }
  })
}
