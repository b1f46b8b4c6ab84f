/** The words of manage-accounts. */
import { accountName, inWords } from './names.ts'
import type { AccountWords, ServiceWords } from './names.ts'

type Listed = AccountWords & { readonly serviceName: string; readonly inUse: boolean }
type Use = { serviceName: string; account: string | null; act: string; at: number; outcome: string }

const describe = (account: Listed): string =>
  [
    accountName(account),
    account.isDefault ? 'default' : '',
    account.inUse ? 'used in this conversation' : '',
    account.expired === true ? 'expired' : '',
    account.active ? '' : 'needs to be added again',
  ]
    .filter((part) => part !== '')
    .join(', ')

/** `account 'ranaroussi'`, or `accounts 'ranaroussi' and 'muxi-ai'`. */
const named = (accounts: readonly AccountWords[]): string =>
  `${accounts.length === 1 ? 'account' : 'accounts'} ${inWords(accounts.map(({ name }) => `'${name}'`))}`

/** Texts by name. */
export const manageAccounts = {
  /** The accounts of one service, or of all. */
  list({ service, accounts }: { service: ServiceWords | null; accounts: readonly Listed[] }): string {
    if (accounts.length === 0) {
      return service === null
        ? 'You have not connected an account yet.'
        : `You have no ${service.name} account here yet.`
    }
    const names = [...new Set(accounts.map((account) => account.serviceName))]
    const lines = names.map((name) => {
      const own = accounts.filter((account) => account.serviceName === name)
      return `${name}:\n${own.map((account) => `  - ${describe(account)}`).join('\n')}`
    })
    return lines.join('\n')
  },

  /** What was done with the user's accounts, newest first. Times in UTC. */
  usage({ service, uses }: { service: ServiceWords | null; uses: readonly Use[] }): string {
    if (uses.length === 0)
      return `Nothing has used your ${service === null ? '' : `${service.name} `}accounts lately.`
    const lines = uses.map((use) => {
      const when = new Date(use.at).toISOString().slice(0, 16).replace('T', ' ')
      return `  - ${when} UTC: ${use.act} ${use.serviceName}${use.account === null ? '' : ` (${use.account})`}, ${use.outcome}`
    })
    return `What happened with your accounts:\n${lines.join('\n')}`
  },

  /** A default was set. */
  defaultSet({ service, account }: { service: ServiceWords; account: AccountWords }): string {
    return `'${account.name}' is now your default ${service.name} account.`
  },

  /** An account was given a label. */
  renamed({ service, account }: { service: ServiceWords; account: AccountWords }): string {
    return account.label === null
      ? `Your ${service.name} account '${account.name}' has no label any more.`
      : `Your ${service.name} account '${account.name}' is now called "${account.label}".`
  },

  /** Asks before removing. */
  confirmRemoval({
    service,
    accounts,
  }: {
    service: ServiceWords
    accounts: readonly AccountWords[]
  }): string {
    const its = accounts.length === 1 ? `its ${service.credentialName}` : 'what was stored for them'
    return `Remove your ${service.name} ${named(accounts)} and forget ${its}? (yes or no)`
  },

  /** Accounts were removed. */
  removed({ service, accounts }: { service: ServiceWords; accounts: readonly AccountWords[] }): string {
    const [it, its] =
      accounts.length === 1 ? ['it', `its ${service.credentialName}`] : ['them', 'their credentials']
    return `Removed your ${service.name} ${named(accounts)}. I can no longer use ${it}; to end ${it} everywhere, revoke ${its} at ${service.name} too.`
  },

  /** Nothing was removed. */
  kept(): string {
    return 'All right, nothing was removed.'
  },

  /** Somebody else removed it in between. */
  gone(): string {
    return 'That account is not there any more.'
  },
}
