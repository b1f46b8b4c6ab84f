/** The words of manage-accounts in another language than English, out of its phrasebook. */
import type { manageAccounts } from '../manage-accounts.ts'
import { accountName } from '../names.ts'
import type { PhraseKey } from './phrasebook.ts'
import type { LanguageWords, Say } from './say.ts'

/** What is written down, by its act and outcome; an act alone stands for its other outcomes. */
const DONE: Readonly<Record<string, PhraseKey & `did${string}`>> = {
  'use ok': 'didUse',
  use: 'didRefuseUse',
  'add added': 'didAdd',
  'add replaced': 'didReplace',
  'add duplicate': 'didDuplicate',
  'attempt valid': 'didAccept',
  'attempt rejected': 'didReject',
  'attempt unknown': 'didNotCheck',
  'attempt locked': 'didNotTake',
  'attempt busy': 'didNotTake',
  check: 'didCheck',
  reject: 'didExpire',
  damage: 'didDamage',
  'credential.denied': 'didDeny',
  'rename labelled': 'didLabel',
  'rename unlabelled': 'didUnlabel',
  'default set': 'didDefault',
  'default cleared': 'didClearDefault',
  'delete deleted': 'didRemove',
  lock: 'didLock',
  unlock: 'didUnlock',
}

/** The texts of the step. */
export function manageAccountsIn(say: Say, words: LanguageWords): typeof manageAccounts {
  type Listed = Parameters<typeof manageAccounts.list>[0]['accounts'][number]
  type Use = Parameters<typeof manageAccounts.usage>[0]['uses'][number]
  const describe = (account: Listed): string =>
    [
      accountName(account),
      account.isDefault ? say('listDefault') : '',
      account.inUse ? say('listInUse') : '',
      account.expired === true ? say('listExpired') : '',
      account.active ? '' : say('listAddAgain'),
    ]
      .filter((part) => part !== '')
      .join(', ')
  const everyAccount = (accounts: readonly Listed[]): string => {
    const services = [...new Set(accounts.map(({ serviceName }) => serviceName))]
    const own = (name: string) => accounts.filter(({ serviceName }) => serviceName === name)
    return services.map((name) => `${name} (${words.list(own(name).map((one) => one.name))})`).join(', ')
  }
  const done = ({ act, outcome, detail }: Use): string | undefined => {
    const key = [`${act} ${outcome}`, act].find((one) => Object.hasOwn(DONE, one)) ?? ''
    const phrase = Object.hasOwn(DONE, key) ? DONE[key] : undefined
    if (phrase === undefined) return undefined
    const purpose = detail
      ?.slice(detail.indexOf('.') + 1)
      .replaceAll(/[^A-Za-z0-9]+/g, ' ')
      .trim()
    return purpose === undefined || purpose === '' ? say(phrase) : `${say(phrase)} (${purpose})`
  }
  return {
    list({ service, accounts }) {
      if (accounts.length === 0)
        return service === null ? say('none') : say('noneOf', { service: service.name })
      const names = [...new Set(accounts.map(({ serviceName }) => serviceName))]
      return names
        .map((name) => {
          const own = accounts.filter(({ serviceName }) => serviceName === name)
          return `${name}:\n${own.map((account) => `  - ${describe(account)}`).join('\n')}`
        })
        .join('\n')
    },
    usage({ uses }) {
      const lines = uses.flatMap((use) => {
        const said = done(use)
        if (said === undefined) return []
        const when = new Date(use.at).toISOString().slice(0, 16).replace('T', ' ')
        const whose = use.account === null ? '' : ` (${use.account})`
        return [`  - ${when} UTC: ${use.serviceName}${whose}: ${said}`]
      })
      return lines.length === 0 ? say('usageNone') : `${say('usageLead')}\n${lines.join('\n')}`
    },
    defaultSet: ({ service, account }) => say('defaultSet', { service: service.name, account: account.name }),
    renamed: ({ service, account }) =>
      account.label === null
        ? say('unlabelled', { service: service.name, account: account.name })
        : say('renamed', { service: service.name, account: account.name, label: account.label }),
    labelTaken: ({ account, holder }) => say('labelTaken', { account: account.name, holder: holder.name }),
    confirmRemoval: ({ service, accounts }) =>
      say('confirmRemoval', { service: service.name, accounts: words.quoted(accounts) }),
    removed({ service, accounts }) {
      const isRevoked = accounts.length > 0 && accounts.every(({ revoked }) => revoked === true)
      const facts = { service: service.name, accounts: words.quoted(accounts) }
      return isRevoked ? say('removedRevoked', facts) : say('removed', facts)
    },
    kept: () => say('kept'),
    unclear: () => say('unclear'),
    aboutRemoval: () => say('aboutRemoval'),
    whichName: ({ service, account }) => say('whichName', { service: service.name, account: account.name }),
    confirmForget: ({ why, accounts }) =>
      say(why === 'log-out' ? 'confirmLogOut' : 'confirmForget', { accounts: everyAccount(accounts) }),
    forgotten: ({ accounts }) => say('forgotten', { accounts: words.quoted(accounts) }),
    defaultCleared: ({ service }) => say('defaultCleared', { service: service.name }),
    gone: () => say('gone'),
  }
}
