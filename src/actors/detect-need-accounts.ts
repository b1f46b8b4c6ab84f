/**
 * Which of a user's accounts some words mean: by number, name, label, "both", "all".
 *
 * Long because people have many ways of naming an account, and they overlap.
 */

/** What an account can be called by. */
export interface NamedAccount {
  readonly id: string
  readonly name: string
  readonly label: string | null
}

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

/** Stands for an account that was named, where the words around it are looked at. */
export const NAMED = '\u0001'

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
 * Reads an answer to "which one?". Nothing when the message is not such an answer.
 *
 * An answer is made of an account and of words that say nothing else, or is a request that ends with "from" and an account.
 *
 * @param words the message in plain words (`plainWords`)
 * @param around words that mean nothing here: what the service is called
 */
export function readAccountAnswer(
  words: string,
  offered: readonly NamedAccount[],
  around: readonly string[] = [],
): AccountAnswer | undefined {
  const plain = blank(words.replaceAll(/["'`](?=\s|$)|(?<=\s|^)["'`]|[,;:()?!]/g, ' '), around)
  if (plain === '' || plain.split(' ').length > MAX_ANSWER_WORDS) return undefined
  const everyone = offered.map((account) => account.id)
  const every = plain.replaceAll(EVERY, (phrase) =>
    /both|two/.test(phrase) && offered.length !== 2 ? phrase : NAMED,
  )
  if (every.includes(NAMED) && isAnswer(every)) return { accounts: everyone, all: true, by: 'place' }
  const { accounts, rest } = takeNames(plain, offered)
  if (accounts.length > 0) {
    const all = accounts.length === offered.length && accounts.length > 1
    return isAnswer(rest) ? { accounts, all, by: 'name' } : undefined
  }
  const positions = readPositions(plain.split(' '), offered.length)
  const chosen = everyone.filter((_, index) => positions.includes(index))
  return chosen.length === 0
    ? undefined
    : { accounts: chosen, all: chosen.length === offered.length && chosen.length > 1, by: 'place' }
}

/**
 * The accounts a request is to be done with: "from ranaroussi", "my work GitHub", "with the muxi-ai account". A name that only
 * stands somewhere in it ("the PRs that need work") is none.
 *
 * @param service what stands in the words for the service
 */
export function namedIn(words: string, accounts: readonly NamedAccount[], service: string): string[] {
  const { accounts: named, rest } = takeNames(words, accounts)
  if (named.length === 0) return []
  const before = `\\b(?:from|in|on|with|using|use|for|of|as|via|under|check)(?: my| the)? ${NAMED}(?:[^\\w]*$|[,;.?!]| (?:and|account)| ?${NAMED})`
  const around = `\\b(?:my|the) ${NAMED}(?: ${service}| accounts?|'s)|${NAMED}(?: ${service})? accounts?\\b|${service} ${NAMED}`
  return new RegExp(`${before}|${around}`).test(rest) ? named : []
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

/** The accounts named in some words, and the words without them. Longer names first, so that one inside another is not taken. */
export function takeNames(
  words: string,
  accounts: readonly NamedAccount[],
): { readonly accounts: string[]; readonly rest: string } {
  const names = accounts
    .flatMap(({ id, name, label }) => [name, label].map((called) => ({ id, called: fold(called ?? '') })))
    .filter(({ called }) => called !== '')
    .toSorted((one, other) => other.called.length - one.called.length)
  const found = new Set<string>()
  let rest = words
  for (const { id, called } of names) {
    const without = replaceWord(rest, called)
    // Two accounts may share a label: both are meant then, and the user is asked again or gets both.
    const isShared = names.some((other) => other.called === called && other.id !== id && found.has(other.id))
    if (without !== rest || isShared) found.add(id)
    rest = without
  }
  return { accounts: accounts.map(({ id }) => id).filter((id) => found.has(id)), rest }
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

/** A name as it is compared. */
export const fold = (name: string): string => name.normalize('NFKC').toLowerCase()

/** Takes words out that mean nothing, and sets single blanks. */
function blank(text: string, words: readonly string[]): string {
  let rest = ` ${text.replaceAll(/\s+/g, ' ')} `
  for (const word of words) rest = rest.replaceAll(` ${word} `, ' ')
  return rest.replaceAll(/\s+/g, ' ').trim()
}

/** Puts the mark in the place of a name that stands there as a word of its own. */
function replaceWord(words: string, name: string): string {
  let rest = words
  for (let from = rest.indexOf(name); from >= 0; from = rest.indexOf(name, from + 1)) {
    const end = from + name.length
    const begins = /(?:^|[^\p{L}\p{N}_@+./-]|(?:^|\s)@)$/u.test(rest.slice(0, from))
    if (begins && !goesOn(rest.slice(end, end + 2)))
      rest = rest.slice(0, from).replace(/@$/, '') + NAMED + rest.slice(end)
  }
  return rest
}

/** A full stop ends a sentence where no letter follows it; a slash makes the name a part of a path. */
const goesOn = (behind: string): boolean => /^(?:[\p{L}\p{N}_@+/-]|\.[\p{L}\p{N}])/u.test(behind)
