/** Finds the names of a user's accounts in what they said. */
import { groupNames, meantBy } from '../../credentials/called.ts'
import type { NamedAccount, NamedAccounts } from '../../credentials/called.ts'
import { foldText } from '../../providers/account-name.ts'
import { looksLike } from '../../providers/look-alike.ts'

/** Says that several things are meant. */
const LISTS = /\band\b|[,&+]/

/** Stands for an account that was named, where the words around it are looked at. */
export const NAMED = '\u0001'

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
    const isExact = group.called.some(({ exactly }) => replaceWord(asTyped, exactly) !== asTyped)
    const alike = isExact ? [] : findAlike(meant.accounts, accounts)
    oneOf ||= meant.oneOf || alike.length > 0
    for (const id of [...meant.accounts, ...alike]) found.add(id)
  }
  oneOf ||= found.size > 1 && !LISTS.test(rest)
  return { accounts: accounts.map(({ id }) => id).filter((id) => found.has(id)), oneOf, rest }
}

/** Other accounts whose names can be taken for those of the given ones. */
export function findAlike(ids: readonly string[], accounts: readonly NamedAccount[]): string[] {
  const namesOf = ({ name, label }: NamedAccount): string[] => (label === null ? [name] : [name, label])
  const meant = accounts.filter(({ id }) => ids.includes(id)).flatMap(namesOf)
  return accounts
    .filter(({ id }) => !ids.includes(id))
    .filter((account) => namesOf(account).some((name) => meant.some((other) => looksLike(name, other))))
    .map(({ id }) => id)
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
