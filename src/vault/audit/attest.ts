/** Says anew in the audit what is known of a user's rows, before the entries that said so are taken away. */
import { appendAudit } from './append.ts'
import type { VaultCore, VaultTransaction } from '../core.ts'
import type { ActContext } from '../vault.ts'

/** Says again what every live row stands at, since the entries that said so first may go. */
export async function attestRows(
  core: VaultCore,
  transaction: VaultTransaction,
  user: string,
  context: ActContext,
): Promise<void> {
  const rows = await transaction
    .selectFrom('vault_credential')
    .select(['id', 'service'])
    .where('user_id', '=', user)
    .execute()
  for (const row of rows) {
    // The chain, not the row, is believed: a row put back must not be vouched for.
    const last = await transaction
      .selectFrom('vault_audit')
      .select(['revision', 'change', 'act'])
      .where('user_id', '=', user)
      .where('account', '=', row.id)
      .where('change', 'is not', null)
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (last === undefined || last.act === 'delete') continue
    const facts = {
      act: 'attest',
      outcome: 'kept',
      service: row.service,
      account: row.id,
      revision: last.revision ?? undefined,
      change: last.change ?? undefined,
    }
    await appendAudit(core, transaction, user, facts, context)
  }
}
