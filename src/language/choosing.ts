/** Which accounts some words mean: by name, place in the list, "both", "not the work one". */
import type { Word } from './word.ts'
import { is } from './phrase.ts'
import { readNumber } from './pieces.ts'
import type { Phrase } from './phrase.ts'
import type { KnownAccount, NamedBy } from './reading.ts'

/** What some words say about accounts. */
export interface Chosen {
  readonly ids: readonly string[]
  /** The ones that are named to be left out. */
  readonly excluded: readonly string[]
  readonly by: NamedBy
  /** "Both", "all". */
  readonly isAll: boolean
  /** A place that is not in the list, "both" of three, or a word that answers and is a name as well. */
  readonly isMissing: boolean
  /** The words that say it. */
  readonly words: ReadonlySet<Word>
}

/** How the words of a language stand. */
export interface Order {
  /** What denies a name stands behind it. */
  readonly verbLast: boolean
  /** Whose something is goes without saying. */
  readonly dropsOwner: boolean
  /** "Not" belongs to the whole request, as in "I do not want X any more". */
  readonly deniesAll?: true
}

/** Words that answer a question by themselves, whatever accounts are called. */
const ANSWERING = ['both', 'all', 'neither', 'yes', 'no', 'cancel', 'later', 'ordinal', 'number'] as const

const isAnswering = (word: Word): boolean => is(word, ...ANSWERING) || readNumber(word.text) !== undefined

/**
 * Reads which accounts are meant.
 *
 * @param pool the accounts that can be meant by name
 * @param offered the accounts in the order shown; empty where places mean nothing
 */
export function choose(
  phrase: Phrase,
  pool: readonly KnownAccount[],
  offered: readonly KnownAccount[],
  order: Order,
): Chosen {
  const ids = new Set<string>()
  const excluded = new Set<string>()
  const said = new Set<Word>()
  let by: NamedBy = 'name'
  let isAll = false
  let isMissing = false
  const inPool = new Set(pool.map(({ id }) => id))
  const { words } = phrase
  for (const [index, word] of words.entries()) {
    const exact = word.accounts.filter((id) => inPool.has(id))
    const near = exact.length > 0 ? [] : word.near.filter((id) => inPool.has(id))
    const place = exact.length + near.length > 0 ? undefined : placeOf(words, index, offered)
    const denied = order.deniesAll !== true && isDenied(words, index, order.verbLast)
    if (exact.length > 0 && offered.length > 0 && isAnswering(word)) {
      // Somebody is called by a word that answers, such as "all" or "no": either may be meant.
      said.add(word)
      isMissing = true
    } else if (exact.length + near.length > 0) {
      if (near.length > 0 && !denied) by = 'near'
      for (const id of [...exact, ...near]) (denied ? excluded : ids).add(id)
      said.add(word)
    } else if (place !== undefined) {
      said.add(word)
      const account = offered[place]
      if (account === undefined) isMissing = true
      else (denied ? excluded : ids).add(account.id)
      if (by !== 'near') by = 'place'
    } else if (is(word, 'both', 'all') && offered.length > 1) {
      said.add(word)
      if (denied || (is(word, 'both') && !is(word, 'all') && offered.length !== 2)) isMissing = true
      else {
        isAll = true
        if (by !== 'near') by = 'place'
        for (const { id } of offered) ids.add(id)
      }
    }
  }
  for (const id of excluded) ids.delete(id)
  const inOrder = pool.map(({ id }) => id)
  return {
    ids: inOrder.filter((id) => ids.has(id)),
    excluded: inOrder.filter((id) => excluded.has(id)),
    by,
    isAll: isAll || (ids.size > 1 && offered.length > 0 && offered.every(({ id }) => ids.has(id))),
    isMissing,
    words: said,
  }
}

/** The place in the list that a word names; beyond its end where there is no such place. */
function placeOf(
  words: readonly Word[],
  index: number,
  offered: readonly KnownAccount[],
): number | undefined {
  const word = words[index]
  if (word === undefined || offered.length === 0) return undefined
  if (is(word, 'last') && !is(word, 'ordinal')) return offered.length - 1
  if (word.position === undefined) return undefined
  if (is(word, 'ordinal')) return word.position
  if (!is(word, 'number')) return undefined
  // "One" is a place by itself, behind "number" and in "one and two"; in "the second one" it is none.
  const isPlain = !is(word, 'little', 'it')
  const before = words[index - 1]
  const isCounted = is(before, 'place') || words.length === 1
  const isListed = [before, words[index + 1]].some((other) => is(other, 'and') || is(other, 'number'))
  return isPlain || isCounted || isListed ? word.position : undefined
}

/** Whether "not" stands at a name: before it, or behind it where the verb comes last; a comma parts them. */
function isDenied(words: readonly Word[], index: number, verbLast: boolean): boolean {
  if (verbLast) {
    for (let at = index + 1; at < words.length; at++) {
      const word = words[at]
      if (word === undefined || word.gap.includes(',')) return false
      if (is(word, 'not') && !is(word, 'little')) return true
      if (!is(word, 'little', 'it', 'account', 'from')) return false
    }
    return false
  }
  // "La personal no".
  const last = words.at(-1)
  if (index === words.length - 2 && is(last, 'not') && last?.gap === '' && !is(words[0], 'no')) return true
  for (let at = index; at > 0; at--) {
    if (words[at]?.gap.includes(',') === true) return false
    const before = words[at - 1]
    if (is(before, 'not')) return true
    if (!is(before, 'little', 'it', 'mine', 'account', 'use', 'from')) return false
  }
  return false
}
