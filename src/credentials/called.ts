/**
 * Which of a user's accounts a name means: the one that is called exactly so, code point for code point, else the one whose name
 * counts as the same. Where it fits several, one of them is meant and nobody here says which.
 */
import { nameKey } from '../providers/account-name.ts'

/** What an account can be called by. */
export interface NamedAccount {
  readonly id: string
  readonly name: string
  readonly label: string | null
  /** What the service calls it, where its name here is another. */
  readonly login?: string
}

/**
 * Accounts that some words name. `oneOf`: one of these is meant, because a name fits all of them, or because they were named without a
 * word that lists them.
 */
export interface NamedAccounts {
  readonly accounts: string[]
  readonly oneOf: boolean
}

/** One name, as it is looked for in folded words, and everybody who is called so. */
export interface NameGroup {
  readonly key: string
  readonly called: readonly { readonly id: string; readonly exactly: string }[]
}

/** The accounts that are called so, by id, name or label: none, one, or several that only the user can tell apart. */
export function findCalled(name: string, accounts: readonly NamedAccount[]): string[] {
  if (accounts.some(({ id }) => id === name)) return [name]
  const group = groupNames(accounts).find(({ key }) => key === nameKey(name))
  return group === undefined ? [] : meantBy(group, (exactly) => exactly === name.normalize('NFC')).accounts
}

/** Those that are called exactly so, where there are any; else all whom the name fits. Two of one very name are not told apart. */
export function meantBy({ called }: NameGroup, isExact: (exactly: string) => boolean): NamedAccounts {
  const exact = called.filter(({ exactly }) => isExact(exactly))
  const meant = exact.length > 0 ? exact : called
  const accounts = [...new Set(meant.map(({ id }) => id))]
  const spellings = new Set(exact.map(({ exactly }) => exactly))
  return { accounts, oneOf: accounts.length > 1 && spellings.size < accounts.length }
}

/** Everything that the accounts can be called by; longer names first, so that one inside another is not taken. */
export function groupNames(accounts: readonly NamedAccount[]): NameGroup[] {
  const groups = new Map<string, { id: string; exactly: string }[]>()
  for (const { id, name, label, login } of accounts) {
    for (const exactly of [name, label, login]) {
      const key = nameKey(exactly ?? '')
      if (key === '') continue
      const called = groups.get(key) ?? []
      called.push({ id, exactly: (exactly ?? '').normalize('NFC') })
      groups.set(key, called)
    }
  }
  return [...groups]
    .map(([key, called]) => ({ key, called }))
    .toSorted((one, other) => other.key.length - one.key.length)
}
