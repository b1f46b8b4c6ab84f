/** Removes accounts, and ends what still uses their secrets. */
import type { Account } from '../vault/vault.ts'
import type { CredentialScope } from './scope.ts'

/** An account that was removed. `isRevoked`: its service says that it is ended there too. */
export interface RemovedAccount {
  readonly account: Account
  readonly isRevoked: boolean
}

/** The accounts that were removed; one that is gone by now is left out. */
export async function removeAccounts(
  scope: Pick<CredentialScope, 'vault' | 'revocations' | 'principal' | 'context' | 'endConnections'>,
  accounts: readonly Account[],
): Promise<RemovedAccount[]> {
  const removed: RemovedAccount[] = []
  for (const account of accounts) {
    const isRevoked = await scope.revocations.revoke(scope.principal, account, scope.context)
    if (!(await scope.vault.remove(scope.principal, account.id, scope.context))) continue
    await scope.endConnections(account.id)
    removed.push({ account, isRevoked })
  }
  return removed
}
