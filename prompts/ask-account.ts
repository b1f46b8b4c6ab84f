/** The words of ask-account: which account, and what is said when there is none to choose. */
import { accountName, accountToChoose, inWords, numberWord } from './names.ts'
import type { AccountWords, ServiceWords } from './names.ts'

/** `muxi-ai was rejected by GitHub`. */
function whatIsWrong(account: AccountWords, service: ServiceWords): string {
  const name = accountName(account)
  if (account.damaged === true) return `What was stored for ${name} cannot be read any more`
  if (account.expired === true) return `The ${service.credentialName} of ${name} has expired`
  return `${name} was rejected by ${service.name}`
}

/** Texts by name. */
export const askAccount = {
  /** A wish for an account that names no service. */
  whichService({ services, why }: { services: readonly ServiceWords[]; why: string }): string {
    if (services.length === 0) return 'No service here needs an account of yours.'
    const names = services.map((service) => service.name).join(', ')
    return why === 'add' || why === 'stray'
      ? `Which service? You can connect: ${names}.`
      : `Which service do you mean? There are: ${names}.`
  },

  /** Asks which account is meant; `oneAtATime`: several were meant, and what is asked for cannot do that. */
  which({
    service,
    accounts,
    oneAtATime = false,
  }: {
    service: ServiceWords
    accounts: readonly AccountWords[]
    oneAtATime?: boolean
  }): string {
    const names = inWords(accounts.map(accountToChoose))
    const because = oneAtATime ? ' This works with one account at a time.' : ''
    return `You have ${numberWord(accounts.length)} ${service.name} accounts: ${names}.${because} Which one?`
  },

  /** An account that could have been meant cannot be used, and others can: what is wrong with it, and what can be done. */
  broken({
    service,
    accounts,
    usable,
  }: {
    service: ServiceWords
    accounts: readonly AccountWords[]
    usable: readonly AccountWords[]
  }): string {
    const wrong = accounts.map((account) => whatIsWrong(account, service)).join('; ')
    const others = usable.map(accountName)
    const last = others.at(-1) ?? ''
    const use = others.length < 2 ? last : `${others.slice(0, -1).join(', ')} or ${last}`
    return `${wrong}; use ${use}, or add ${accounts.length === 1 ? 'it' : 'one of them'} again?`
  },

  /** There is no account to act on. */
  none({ service }: { service: ServiceWords | null }): string {
    return service === null
      ? 'You have not connected an account yet.'
      : `You have no ${service.name} account here yet. To connect one, say "add my ${service.name} account".`
  },

  /** The words name no account of this user; nothing is said of anybody else's. */
  notFound({
    service,
    accounts,
  }: {
    service: ServiceWords | null
    accounts: readonly AccountWords[]
  }): string {
    const kind = service === null ? 'account' : `${service.name} account`
    if (accounts.length === 0) return `I know no ${kind} of yours by that name.`
    return `I know no ${kind} of yours by that name. You have: ${inWords(accounts.map(accountName))}.`
  },

  /** An account was named nearly right. */
  taken({ accounts }: { accounts: readonly AccountWords[] }): string {
    return `I take it you mean ${inWords(accounts.map((account) => `'${account.name}'`))}.`
  },

  /** From now on this account is used in this conversation. */
  switched({ service, accounts }: { service: ServiceWords; accounts: readonly AccountWords[] }): string {
    const names = inWords(accounts.map((account) => `'${account.name}'`))
    const what = accounts.length === 1 ? 'account' : 'accounts'
    return `I will use your ${service.name} ${what} ${names} in this conversation.`
  },
}
