/**
 * Which of a user's accounts some words mean: by number, name, label, "both", "all".
 *
 * Long because people have many ways of naming an account, and they overlap.
 */
import { NAMED, takeNames } from './names.ts'
import type { NamedAccount, NamedAccounts } from '../../credentials/called.ts'

/** An answer to "which one?". */
export interface AccountAnswer {
  readonly accounts: string[]
  readonly all: boolean
  /** By a name or label as it is, or by what means something only right after the question. */
  readonly by: 'name' | 'place'
}

const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ')
const NUMBERS = 'one two three four five six seven eight nine ten'.split(' ')

/** The longest answer that is taken as naming an account; a longer message is an ordinary one. */
const MAX_ANSWER_WORDS = 12

/** Words that may stand around an account without making the message something else. */
export const AROUND =
  /^(?:the|my|a|number|no|nr|option|choice|account|accounts|one|ones|please|pls|use|using|take|choose|pick|select|try|want|like|prefer|mean|meant|think|go|going|with|for|from|and|i|i'd|i'll|would|will|let's|it|it's|its|is|on|of|them|to|just|only|then|hm+|uhm?|um|guess|suppose|maybe|probably|let|me|show|see|rather|back|ok|okay|yes|yeah|sure|well|oh|should|be|thanks|#|&|-|–)$/

/** "Both", "all of them", "the two". */
const EVERY =
  /(?:^|(?<= ))(?:(?:all|each|every one|everyone|both)(?: (?:of (?:them|my|those|these|the above|the)|my|the|above))?|every|everything|(?:the|these|those) two(?: of them)?)(?= |$)/g

/** "… from both", "Show PRs from ranaroussi": the request again, with the account at its end. */
const AT_THE_END = new RegExp(
  `\\b(?:from|in|on|for|of|with|use|using|via|as|under|check)(?: my| the)? ${NAMED}(?: (?:account|accounts|one|of them|please|and|,|${NAMED}))*$`,
)

/**
 * Reads an answer to "which one?". Nothing when the message is not such an answer; `unclear` when it fits several accounts, and
 * one of them is meant.
 *
 * An answer is made of an account and of words that say nothing else, or is a request that ends with "from" and an account.
 *
 * @param words the message in plain words (`plainWords`)
 * @param typed the same as it was typed
 * @param around words that mean nothing here: what the service is called
 */
export function readAccountAnswer(
  words: string,
  typed: string,
  offered: readonly NamedAccount[],
  around: readonly string[] = [],
): AccountAnswer | 'unclear' | undefined {
  const plain = unquoted(words)
  if (plain === '' || plain.split(' ').length > MAX_ANSWER_WORDS) return undefined
  const bare = blank(plain, around)
  const counted = readEvery(bare, offered) ?? readPlaces(bare, offered)
  const named = readNames(words, typed, offered, around)
  if (named === undefined || named === 'unclear' || counted === undefined) return named ?? counted
  // Somebody is called by a word that counts, such as "all", "both", "2" or "one": either may be meant.
  return named.accounts.join() === counted.accounts.join() ? named : 'unclear'
}

/** "Both", "all of them". */
function readEvery(plain: string, offered: readonly NamedAccount[]): AccountAnswer | undefined {
  const every = plain.replaceAll(EVERY, (phrase) =>
    /both|two/.test(phrase) && offered.length !== 2 ? phrase : NAMED,
  )
  return every.includes(NAMED) && isAnswer(every)
    ? answerOf(
        offered.map(({ id }) => id),
        offered,
        'place',
      )
    : undefined
}

function readNames(
  words: string,
  typed: string,
  offered: readonly NamedAccount[],
  around: readonly string[],
): AccountAnswer | 'unclear' | undefined {
  const taken = takeNames(words, offered, typed)
  if (taken.accounts.length === 0) return undefined
  if (!isAnswer(blank(unquoted(taken.rest), around))) return undefined
  if (!taken.oneOf) return answerOf(taken.accounts, offered, 'name')
  // "The Brave work one": what the service is called is the name of an account, too.
  const others = takeNames(blank(words, around), offered, typed)
  return others.accounts.length === 1 ? answerOf(others.accounts, offered, 'name') : 'unclear'
}

/** "1", "the second one". */
function readPlaces(plain: string, offered: readonly NamedAccount[]): AccountAnswer | undefined {
  const positions = readPositions(plain.split(' '), offered.length)
  const chosen = offered.flatMap(({ id }, index) => (positions.includes(index) ? [id] : []))
  return chosen.length === 0 ? undefined : answerOf(chosen, offered, 'place')
}

const answerOf = (
  accounts: string[],
  offered: readonly NamedAccount[],
  by: AccountAnswer['by'],
): AccountAnswer => ({ accounts, all: accounts.length === offered.length && accounts.length > 1, by })

/**
 * The accounts a request is to be done with: "from ranaroussi", "my work GitHub", "with the muxi-ai account". A name that only
 * stands somewhere in it ("the PRs that need work") is none.
 *
 * @param service what stands in the words for the service
 * @param typed the message as it was typed
 */
export function namedIn(
  words: string,
  accounts: readonly NamedAccount[],
  service: string,
  typed: string,
): NamedAccounts {
  const { accounts: named, oneOf, rest } = takeNames(words, accounts, typed)
  if (named.length === 0) return { accounts: [], oneOf: false }
  const before = `\\b(?:from|in|on|with|using|use|for|of|as|via|under|check)(?: my| the)? ${NAMED}(?:[^\\w]*$|[,;.?!]| (?:and|account)| ?${NAMED})`
  const around = `\\b(?:my|the) ${NAMED}(?: ${service}| accounts?|'s)|${NAMED}(?: ${service})? accounts?\\b|${service} ${NAMED}`
  return new RegExp(`${before}|${around}`).test(rest)
    ? { accounts: named, oneOf }
    : { accounts: [], oneOf: false }
}

/** "both", "all my accounts", "each account": all of them are meant, and said as such. */
export function meansEveryAccount(words: string, count: number): boolean {
  if (
    count === 2 &&
    /\b(?:from|in|on|of|with|for|use|using|check) both(?: of (?:them|my|the))?(?: \w+)?(?: accounts?)?[?.!]?$|\bboth(?: of)?(?: my| the)?(?: \w+)? accounts\b/.test(
      words,
    )
  )
    return true
  return /\b(?:all(?: of)?(?: my)?|every|each(?: of my)?)(?: \w+)? accounts?\b/.test(words)
}

function isAnswer(rest: string): boolean {
  const text = rest.replaceAll(/\s+/g, ' ').trim()
  if (AT_THE_END.test(text)) return true
  return text.split(' ').every((word) => word.startsWith(NAMED) || AROUND.test(word))
}

/** The places that are named: one, or several as in "1 and 2". None where one of them is not there, or other words stand between. */
function readPositions(tokens: readonly string[], count: number): readonly number[] {
  const positions: number[] = []
  for (const [index, token] of tokens.entries()) {
    const found = positionOf(token, count, tokens, index)
    if (found !== undefined) positions.push(found)
    else if (!AROUND.test(token)) return []
  }
  return positions.every((position) => position >= 0 && position < count) ? positions : []
}

/** "one" is a number by itself, behind "number" and in "one and two"; in "the second one" and "the right one" it is none. */
function positionOf(
  token: string,
  count: number,
  tokens: readonly string[],
  index: number,
): number | undefined {
  const before = tokens[index - 1]
  if (token === 'last' || token === 'latter') return count - 1
  if (token === 'former') return 0
  const ordinal = ORDINALS.indexOf(token)
  if (ordinal >= 0) return ordinal
  const digits = /^#?(\d{1,2})(?:st|nd|rd|th)?\.?$/.exec(token)
  if (digits !== null) return Number(digits[1]) - 1
  const number = NUMBERS.indexOf(token)
  if (number < 0) return undefined
  if (/^(?:number|no|nr|option|choice|account|#)$/.test(before ?? '')) return number
  // "The two", "these three": so many of them, not the place.
  if (/^(?:the|these|those|my)$/.test(before ?? '')) return token === 'one' ? undefined : -1
  const isListed = [before, tokens[index + 1]].some((word) => word === 'and' || word === '&')
  return token !== 'one' || tokens.length === 1 || isListed ? number : undefined
}

/** Without the marks that stand around what is said. */
function unquoted(words: string): string {
  return words
    .replaceAll(/["'`](?=\s|$)|(?<=\s|^)["'`]|[,;:()?!]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** Takes words out that mean nothing, and sets single blanks. */
function blank(text: string, words: readonly string[]): string {
  let rest = ` ${text.replaceAll(/\s+/g, ' ')} `
  for (const word of words) rest = rest.replaceAll(` ${word} `, ' ')
  return rest.replaceAll(/\s+/g, ' ').trim()
}
