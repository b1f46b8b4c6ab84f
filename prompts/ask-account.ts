/** The words of ask-account: which account, and what is said when there is none to choose. */
import { accountName, inWords, numberWord } from './names.ts'
import type { AccountWords, ServiceWords } from './names.ts'

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

  /** Asks which account is meant. */
  which({ service, accounts }: { service: ServiceWords; accounts: readonly AccountWords[] }): string {
    const names = inWords(accounts.map(accountName))
    return `You have ${numberWord(accounts.length)} ${service.name} accounts: ${names}. Which one?`
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
