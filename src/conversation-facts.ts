/** How the machine sees accounts: names made safe, nothing else. */
import type { AccountFact } from '../machines/vocabulary.ts'
import type { AccountView } from './outcome.ts'
import type { Account } from './vault/vault.ts'

/** An account for the machine. */
export function accountFact(account: Account): AccountFact {
  return {
    id: account.id,
    name: account.identity.name,
    label: account.label ?? null,
    active: account.status === 'active',
    ...(account.status === 'expired' ? { expired: true } : {}),
    isDefault: account.isDefault,
  }
}

/** An account for the host. */
export function accountView(fact: AccountFact, service: string): AccountView {
  return { id: fact.id, service, name: fact.name, ...(fact.label === null ? {} : { label: fact.label }) }
}
