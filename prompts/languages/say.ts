/** How a language's phrasebook is put into sentences: facts filled in, lists, times and numbers by `Intl`. */
import { accountName } from '../names.ts'
import type { AccountWords, ServiceWords } from '../names.ts'
import { COMMANDS } from './phrasebook.ts'
import type { Command, FACTS, Phrasebook, PhraseKey } from './phrasebook.ts'

/** The facts of one sentence. */
type Facts<Key extends PhraseKey> = Readonly<Record<(typeof FACTS)[Key][number], string>>
/** Says one sentence with its facts; a sentence with none needs none. */
export type Say = <Key extends PhraseKey>(key: Key, ...facts: SayArguments<Key>) => string
/** Commands fill themselves in, but for the service they name. */
type SayArguments<Key extends PhraseKey> =
  Exclude<(typeof FACTS)[Key][number], Command> extends never
    ? [facts?: { readonly service?: string }]
    : [facts: Omit<Facts<Key>, Command> & { readonly service?: string }]

/** How lists, times, accounts and credentials are said in a language. */
export interface LanguageWords {
  list(items: readonly string[]): string
  either(items: readonly string[]): string
  minutes(minutes: number): string
  number(count: number): string
  what(service: ServiceWords, field?: string | null): string
  accounts(accounts: readonly AccountWords[]): string
  quoted(accounts: readonly AccountWords[]): string
  toChoose(accounts: readonly AccountWords[]): string
}

/** How lists, times, names and numbers are written in a language. */
export function wordsOf(book: Phrasebook): LanguageWords {
  const { code, credentials } = book
  const say = sayIn(book)
  const conjunction = new Intl.ListFormat(code, { type: 'conjunction' })
  const disjunction = new Intl.ListFormat(code, { type: 'disjunction' })
  const unit = (name: 'minute' | 'hour') =>
    new Intl.NumberFormat(code, { style: 'unit', unit: name, unitDisplay: 'long' })
  const own: Readonly<Record<string, string>> = {
    password: credentials.password,
    'user name': credentials.username,
    username: credentials.username,
    token: credentials.token,
    'API key': credentials.apiKey,
    credential: credentials.credential,
    credentials: credentials.credential,
  }
  const list = (items: readonly string[]): string => conjunction.format(items)
  return {
    list,
    either: (items) => disjunction.format(items),
    minutes: (minutes) =>
      minutes < 90 ? unit('minute').format(minutes) : unit('hour').format(Math.ceil(minutes / 60)),
    number: (count) => new Intl.NumberFormat(code).format(count),
    what: ({ credentialName }, field = null) => own[field ?? credentialName] ?? field ?? credentialName,
    accounts: (accounts) => list(accounts.map(accountName)),
    quoted: (accounts) => list(accounts.map(({ name }) => `'${name}'`)),
    toChoose: (accounts) =>
      list(
        accounts.map((account) =>
          account.active ? accountName(account) : say('toBeAddedAgain', { account: accountName(account) }),
        ),
      ),
  }
}

/** Fills the sentences in, once: what a fact holds is never looked at again for braces. */
export function sayIn({ phrases, commands }: Phrasebook): Say {
  const isCommand = (key: string): key is Command => (COMMANDS as readonly string[]).includes(key)
  return (key, ...rest) => {
    const facts: Readonly<Record<string, string | undefined>> = rest[0] ?? {}
    return phrases[key].replaceAll(/\{(\w+)\}/g, (_whole, name: string) =>
      isCommand(name)
        ? commands[name].replaceAll('{service}', () => facts['service'] ?? '')
        : (facts[name] ?? ''),
    )
  }
}

/** Sentences one after another; an empty one is left out. Where words stand without blanks, so do sentences. */
export function sentences(...parts: readonly string[]): string {
  return parts
    .filter((part) => part !== '')
    .reduce((said, part) => (/[。！？]$/.test(said) ? said + part : `${said} ${part}`))
}
