/** Removes accounts, and ends what still uses their secrets. */
import type { Account } from '../vault/vault.ts'
import type { CredentialScope } from './scope.ts'

/** The accounts that were removed; one that is gone by now is left out. */
export async function removeAccounts(
  scope: Pick<CredentialScope, 'vault' | 'principal' | 'context' | 'endConnections'>,
  accounts: readonly Account[],
): Promise<Account[]> {
  const removed: Account[] = []
  for (const account of accounts) {
    if (!(await scope.vault.remove(scope.principal, account.id, scope.context))) continue
    await scope.endConnections(account.id)
    removed.push(account)
  }
  return removed
}
