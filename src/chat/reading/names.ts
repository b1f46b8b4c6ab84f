/**
 * Which of a user's accounts a name means: the one that is called exactly so, code point for code point, else the one whose name
 * counts as the same. Where it fits several, one of them is meant and nobody here says which.
 */
import { foldText, nameKey } from '../../providers/account-name.ts'

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

/** Says that several things are meant. */
const LISTS = /\band\b|[,&+]/

/** Stands for an account that was named, where the words around it are looked at. */
export const NAMED = '\u0001'

/** One name, as it is looked for in folded words, and everybody who is called so. */
interface NameGroup {
  readonly key: string
  readonly called: readonly { readonly id: string; readonly exactly: string }[]
}

/** The accounts that are called so, by id, name or label: none, one, or several that only the user can tell apart. */
export function findCalled(name: string, accounts: readonly NamedAccount[]): string[] {
  if (accounts.some(({ id }) => id === name)) return [name]
  const group = groupNames(accounts).find(({ key }) => key === nameKey(name))
  return group === undefined ? [] : meantBy(group, (exactly) => exactly === name.normalize('NFC')).accounts
}

/**
 * The accounts named in some words, and the words without them. Longer names first, so that one inside another is not taken.
 *
 * @param words the message in plain words (`plainWords`)
 * @param typed the message as it was typed, which tells names apart that differ in their spelling only
 */
export function takeNames(
  words: string,
  accounts: readonly NamedAccount[],
  typed: string,
): NamedAccounts & { readonly rest: string } {
  const found = new Set<string>()
  let oneOf = false
  let rest = foldText(words)
  const asTyped = typed.normalize('NFC')
  for (const group of groupNames(accounts)) {
    const without = replaceWord(rest, group.key)
    if (without === rest) continue
    rest = without
    const meant = meantBy(group, (exactly) => replaceWord(asTyped, exactly) !== asTyped)
    oneOf ||= meant.oneOf
    for (const id of meant.accounts) found.add(id)
  }
  oneOf ||= found.size > 1 && !LISTS.test(rest)
  return { accounts: accounts.map(({ id }) => id).filter((id) => found.has(id)), oneOf, rest }
}

/** The names that some words begin with: the longest, with what follows it. */
export function takeNameBefore(
  words: string,
  accounts: readonly NamedAccount[],
  typed: string,
): (NamedAccounts & { readonly rest: string }) | undefined {
  const folded = foldText(words)
  const group = groupNames(accounts).find(({ key }) => folded.startsWith(`${key} `))
  if (group === undefined) return undefined
  const asTyped = typed.normalize('NFC')
  const meant = meantBy(group, (exactly) => asTyped.includes(`${exactly} `))
  return { ...meant, rest: folded.slice(group.key.length + 1) }
}

/** Those that are called exactly so, where there are any; else all whom the name fits. Two of one very name are not told apart. */
function meantBy({ called }: NameGroup, isExact: (exactly: string) => boolean): NamedAccounts {
  const exact = called.filter(({ exactly }) => isExact(exactly))
  const meant = exact.length > 0 ? exact : called
  const accounts = [...new Set(meant.map(({ id }) => id))]
  const spellings = new Set(exact.map(({ exactly }) => exactly))
  return { accounts, oneOf: accounts.length > 1 && spellings.size < accounts.length }
}

function groupNames(accounts: readonly NamedAccount[]): NameGroup[] {
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

/** Puts the mark in the place of a name that stands there as a word of its own. */
function replaceWord(words: string, name: string): string {
  let rest = words
  for (let from = rest.indexOf(name); from >= 0; from = rest.indexOf(name, from + 1)) {
    const end = from + name.length
    const begins = /(?:^|[^\p{L}\p{M}\p{N}_@+./-]|(?:^|\s)@)$/u.test(rest.slice(0, from))
    if (begins && !goesOn(rest.slice(end, end + 2)))
      rest = rest.slice(0, from).replace(/@$/, '') + NAMED + rest.slice(end)
  }
  return rest
}

/** A full stop ends a sentence where no letter follows it; a slash makes the name a part of a path. */
const goesOn = (behind: string): boolean => /^(?:[\p{L}\p{M}\p{N}_@+/-]|\.[\p{L}\p{N}])/u.test(behind)
