/**
 * The words of manage-accounts.
 *
 * Long because each act and each refusal has a sentence of its own.
 */
import { accountName, inWords } from './names.ts'
import type { AccountWords, ServiceWords } from './names.ts'

type Listed = AccountWords & { readonly serviceName: string; readonly inUse: boolean }
type Use = {
  readonly serviceName: string
  readonly account: string | null
  readonly act: string
  readonly at: number
  readonly outcome: string
  readonly detail?: string | null
}

/** What is written down, by its act and outcome, in words of people; an act alone stands for its other outcomes. */
const DONE: Readonly<Record<string, string>> = {
  'use ok': 'was used',
  use: 'was asked for, and not used',
  'add added': 'was added',
  'add replaced': 'got a new credential',
  'add duplicate': 'was given again, and was there already',
  'attempt valid': 'a credential was checked and accepted',
  'attempt rejected': 'a credential was not accepted',
  'attempt unknown': 'a credential could not be checked',
  'attempt locked': 'a credential was not taken, after too many tries',
  'attempt busy': 'a credential was not taken, because others were being checked',
  check: 'was checked again, and works',
  reject: 'was not accepted any more',
  damage: 'could not be read, and has to be added again',
  'credential.denied': 'was refused, and not used',
  'rename labelled': 'got a new label',
  'rename unlabelled': 'lost its label',
  'default set': 'became the default',
  'default cleared': 'is not the default any more',
  'delete deleted': 'was removed',
  lock: 'adding was paused, after too many tries',
  unlock: 'adding was allowed again',
}

/** What was done, or nothing for what says a person nothing: steps on the way, refused requests that changed nothing. */
function inPlainWords({ act, outcome, detail }: Use): string | undefined {
  const done = Object.hasOwn(DONE, `${act} ${outcome}`) ? DONE[`${act} ${outcome}`] : undefined
  const words = done ?? (Object.hasOwn(DONE, act) ? DONE[act] : undefined)
  const purpose = detail
    ?.slice(detail.indexOf('.') + 1)
    .replaceAll(/[^A-Za-z0-9]+/g, ' ')
    .trim()
  return words === undefined || purpose === undefined || purpose === '' ? words : `${words} to ${purpose}`
}

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

/** `GitHub: a and b; Slack: c`. */
function everyAccount(accounts: readonly Listed[]): string {
  const services = [...new Set(accounts.map(({ serviceName }) => serviceName))]
  return services
    .map((service) => {
      const own = accounts.filter(({ serviceName }) => serviceName === service)
      return `${service} (${inWords(own.map(({ name }) => name))})`
    })
    .join(', ')
}

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
    const lines = uses.flatMap((use) => {
      const done = inPlainWords(use)
      if (done === undefined) return []
      const when = new Date(use.at).toISOString().slice(0, 16).replace('T', ' ')
      return [
        `  - ${when} UTC: ${use.serviceName}${use.account === null ? '' : ` (${use.account})`}: ${done}`,
      ]
    })
    if (lines.length === 0)
      return `Nothing has used your ${service === null ? '' : `${service.name} `}accounts lately.`
    return `What happened with your accounts, newest first:\n${lines.join('\n')}`
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

  /** Another account goes by the wished label. */
  labelTaken({
    service,
    account,
    holder,
  }: {
    service: ServiceWords
    account: AccountWords
    holder: AccountWords
  }): string {
    return `Your ${service.name} account '${holder.name}' goes by that name already, so '${account.name}' stays as it is. What should I call it instead? Say another name, or "cancel".`
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
    if (accounts.length > 0 && accounts.every(({ revoked }) => revoked === true))
      return `Revoked your ${service.name} ${named(accounts)} at ${service.name} and deleted ${accounts.length === 1 ? 'it' : 'them'} here.`
    const [it, its] =
      accounts.length === 1 ? ['it', `its ${service.credentialName}`] : ['them', 'their credentials']
    return `Removed your ${service.name} ${named(accounts)}. I can no longer use ${it}; to end ${it} everywhere, revoke ${its} at ${service.name} too.`
  },

  /** Nothing was removed. */
  kept(): string {
    return 'All right, nothing was removed.'
  },

  /** What was said was neither a yes nor a no. */
  unclear(): string {
    return 'That was no clear yes, so nothing was removed. To remove it, ask for it again.'
  },

  /** What a removal does, for people who ask. */
  aboutRemoval({ service }: { service: ServiceWords | null }): string {
    const where = service === null ? 'the services' : service.name
    const what =
      service === null ? 'what is stored here to sign you in' : `the ${service.credentialName} stored here`
    return `A removal deletes ${what}, and nothing at ${where}: your account and your data there stay as they are. You can connect it again at any time.`
  },

  /** Asks for the new name of an account. */
  whichName({ service, account }: { service: ServiceWords; account: AccountWords }): string {
    return `What should your ${service.name} account '${account.name}' be called? Say the new name, or "cancel".`
  },

  /** Asks before everything is removed. */
  confirmForget({ why, accounts }: { why: string; accounts: readonly Listed[] }): string {
    const lead = why === 'log-out' ? 'Log you out everywhere' : 'Forget everything'
    return `${lead}: remove ${everyAccount(accounts)}, and what was stored for them? (yes or no)`
  },

  /** Everything was removed. */
  forgotten({ accounts }: { accounts: readonly AccountWords[] }): string {
    return `Removed ${named(accounts)}. I can no longer use them; to end them everywhere, revoke their credentials at the services too.`
  },

  /** There is no default any more. */
  defaultCleared({ service }: { service: ServiceWords }): string {
    return `You have no default ${service.name} account any more. Where you have several, I will ask.`
  },

  /** Somebody else removed it in between. */
  gone(): string {
    return 'That account is not there any more.'
  },
}
