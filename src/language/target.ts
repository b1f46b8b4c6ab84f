/** The account that the words of a request mean: "my work GitHub account", "muxi-ai", "the other one", "it". */
import { choose } from './choosing.ts'
import type { Chosen, Order } from './choosing.ts'
import type { WordClass } from './word-class.ts'
import type { Word } from './word.ts'
import { is, isAccount, isService, isUnknown } from './phrase.ts'
import type { Phrase } from './phrase.ts'
import type { KnownAccount, Named, Situation } from './reading.ts'

/** What a request is about. */
export interface Target {
  readonly service: string | null
  readonly accounts: Named
  readonly near: boolean
  /** How it is said: by an account's name, by its service, by the word "account", or only as "it". */
  readonly by: 'account' | 'service' | 'noun' | 'it' | 'nothing'
  /** All accounts there are, of whatever service. */
  readonly isEverything: boolean
}

/** The kinds of words that a target is made of. */
export const TARGET: readonly WordClass[] = [
  ...([
    'account',
    'credential',
    'mine',
    'it',
    'other',
    'both',
    'all',
    'from',
    'connected',
    'app',
    'and',
    'ordinal',
    'last',
  ] as const),
]

/** Whether a word belongs to a target by what it names. */
export const isTarget = (word: Word): boolean => isAccount(word) || isService(word) || word.labels.length > 0

/** Finds what a request is about. */
export function findTarget(phrase: Phrase, situation: Situation, order: Order): Target {
  const { accounts, spoken } = situation
  const [service = null] = phrase.services
  const pool = service === null ? accounts : accounts.filter((account) => account.service === service)
  const chosen = choose(phrase, pool, [], { ...order, deniesAll: true })
  const isNoun = phrase.has('account', 'credential')
  const everyone = phrase.has('both', 'all')
  const base = { near: chosen.by === 'near' || phrase.isNearService, isEverything: false }
  if (chosen.ids.length > 0 && isSurelyNamed(phrase, chosen, situation)) {
    const places = new Set(
      accounts.filter(({ id }) => chosen.ids.includes(id)).map((account) => account.service),
    )
    return {
      ...base,
      service: places.size === 1 ? ([...places][0] ?? null) : service,
      accounts: chosen.ids,
      by: 'account',
    }
  }
  const place = service ?? spoken?.service ?? onlyPlace(accounts)
  if (everyone && (isNoun || service !== null || phrase.has('it') || phrase.has('both'))) {
    const own = accounts.filter((account) => account.service === place)
    const isEverything = service === null && phrase.has('all') && isNoun
    const isBoth = phrase.has('both') && own.length === 2
    if (isEverything) return { ...base, service: null, accounts: null, by: 'noun', isEverything: true }
    if (own.length > 1 && (isBoth || phrase.has('all')))
      return {
        ...base,
        service: place,
        accounts: own.map(({ id }) => id),
        by: service === null ? 'noun' : 'service',
      }
  }
  if (phrase.has('other') && (isNoun || service !== null || spoken !== null)) {
    const other = otherOf(
      accounts.filter((account) => account.service === place),
      spoken?.accounts ?? [],
    )
    if (other !== undefined) return { ...base, service: other.service, accounts: [other.id], by: 'account' }
  }
  if (service !== null) {
    const isMissing = missingName(phrase) !== undefined
    return { ...base, service, accounts: isMissing ? [] : null, by: 'service' }
  }
  if (isNoun) {
    const isMissing = missingName(phrase) !== undefined
    return { ...base, service: place, accounts: isMissing ? [] : null, by: 'noun' }
  }
  if (
    phrase.has('it') &&
    spoken !== null &&
    spoken.accounts.length > 0 &&
    phrase.words.length <= MOST_WITH_IT
  )
    return { ...base, service: spoken.service, accounts: spoken.accounts, by: 'it' }
  return { ...base, service: null, accounts: null, by: 'nothing' }
}

/**
 * Whether an account is named beyond doubt. A login is no ordinary word, and "work" is one: it needs the word for an account, a
 * service, or "one" beside it, unless accounts are being talked of.
 */
export function isSurelyNamed({ words }: Phrase, chosen: Chosen, { question, armed }: Situation): boolean {
  if (question !== 'none' || armed) return true
  return words.some((word, index) => {
    if (!chosen.words.has(word)) return false
    const isOrdinary = word.labels.length > 0 || word.classes.size > 0
    if (!isOrdinary && (word.accounts.length > 0 || words.length <= MOST_NEAR)) return true
    const before = words.slice(0, index).findLast((other) => !isLink(other) || is(other, 'it'))
    const next = words.slice(index + 1).find((other) => !isLink(other) || is(other, 'it'))
    if (
      [before, next].some(
        (other) => other !== undefined && (isService(other) || is(other, 'account', 'credential')),
      )
    )
      return true
    return [before, next].some((other) => is(other, 'it')) && words.length <= MOST_NEAR
  })
}

/** "De la", "of the": nothing else may part a label from what it describes. */
const isLink = (word: Word): boolean =>
  is(word, 'from', 'mine') || (is(word, 'little') && word.text.length <= 3)

/** In a longer sentence, "it" is something else. */
const MOST_WITH_IT = 7
/** In a longer request, a word that is only like a name is no name. */
const MOST_NEAR = 6

/** The word in "my bob account" that names an account nobody has told us of. */
export function missingName({ words }: Phrase): Word | undefined {
  return words.find((word, index) => {
    const before = words[index - 1]
    const next = words[index + 1]
    const isFramed =
      is(before, 'mine') ||
      (is(before, 'little') && is(words[index - 2], 'remove', 'disconnect', 'switch', 'use'))
    return isUnknown(word) && isFramed && is(next, 'account') && index + 2 >= words.length - 1
  })
}

/** Of two accounts of one service, the one that was not spoken of, or is not used. */
function otherOf(own: readonly KnownAccount[], spoken: readonly string[]): KnownAccount | undefined {
  if (own.length !== 2) return undefined
  const unspoken = own.filter(({ id }) => !spoken.includes(id))
  if (unspoken.length === 1) return unspoken[0]
  const unused = own.filter(({ isUsed }) => !isUsed)
  return unused.length === 1 ? unused[0] : undefined
}

/** The only service of which the user has accounts. */
export function onlyPlace(accounts: readonly KnownAccount[]): string | null {
  const places = new Set(accounts.map(({ service }) => service))
  return places.size === 1 ? ([...places][0] ?? null) : null
}
