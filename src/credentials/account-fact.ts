/** How the machine sees an account: its name and its marks, and nothing that opens it. */
import type { AccountFact } from '../../machines/kept.ts'
import type { Account } from '../vault/vault.ts'

/** An account for the machine. */
export function accountFact(account: Account): AccountFact {
  return {
    id: account.id,
    name: account.identity.name,
    label: account.label ?? null,
    active: account.status === 'active',
    ...(account.status === 'expired' ? { expired: true } : {}),
    isDefault: account.isDefault,
    ...(account.status === 'damaged' ? { damaged: true } : {}),
    ...(account.login === undefined ? {} : { login: account.login }),
  }
}
