/** Marks an account whose credential is not accepted any more: its row stays, and its owner is asked. */
import type { Principal } from '../principal.ts'
import type { Account, ActContext } from '../vault/vault.ts'
import type { CredentialParts } from './scope.ts'

/** Marks what a tool or service did not accept, and ends what still holds it. */
export async function rejectAccount(
  { vault, connections }: Pick<CredentialParts, 'vault' | 'connections'>,
  principal: Principal,
  account: Account,
  context: ActContext,
): Promise<void> {
  await vault.markRejected(principal, account.id, account.revision, context)
  await connections.end(principal, account.id)
}
