/** Where in a growing text something stands open that may become a secret with what comes. */
import { compile } from '../find/literals/rules.ts'
import { strengthOf } from '../find/value/strength.ts'
import { unitsOf } from '../find/text/view.ts'

/** How far a drawn-looking word is held: its announcing word, its other half or its next line may still come. */
const REACH = 160
/** How far behind a quote, a phrase, or the first line of a key its end may come, in UTF-16 units. */
const LONGEST_QUOTE = 256
const LONGEST_PEM = 20_000

/**
 * The position from which on `text` must be held back; `text.length` where nothing is open.
 *
 * The last two words are always held: the last may be cut off, and the one before may be judged by what follows it.
 */
export function openFrom(text: string, floor: number, spacedNeedles: readonly string[]): number {
  const tail = Math.max(floor, text.length - 2 * LONGEST_QUOTE)
  return Math.min(
    lastWords(text, floor),
    openNeedle(text, floor, spacedNeedles),
    openPem(text, floor),
    openQuote(text, tail),
    openRow(text, floor),
    drawnWord(text, Math.max(floor, text.length - REACH * 2)),
  )
}

/** The same where only live values are looked for: the last word, while nothing parts it from what comes, and such values with blanks. */
export function openLiveFrom(text: string, floor: number, spacedNeedles: readonly string[]): number {
  return Math.min(wordStart(text, text.length, floor), openNeedle(text, floor, spacedNeedles))
}

/** Blanks, and characters of scripts that are written without them: a word ends there. */
export const WORD_BREAK = /[\s\u2e80-\ud7ff]/

function lastWords(text: string, floor: number): number {
  let at = text.length
  for (let words = 0; words < 2; words++) {
    while (at > floor && WORD_BREAK.test(text.charAt(at - 1))) at--
    at = wordStart(text, at, floor)
  }
  return at
}

function wordStart(text: string, end: number, floor: number): number {
  let at = end
  while (at > floor && !WORD_BREAK.test(text.charAt(at - 1))) at--
  return at
}

/** A live value with blanks in it may have begun some words ago. */
function openNeedle(text: string, floor: number, needles: readonly string[]): number {
  let open = text.length
  for (const needle of needles) {
    const from = Math.max(floor, text.length - needle.length + 1)
    const first = needle.charAt(0)
    for (let at = text.indexOf(first, from); at !== -1 && at < open; at = text.indexOf(first, at + 1)) {
      if (needle.startsWith(text.slice(at))) open = at
    }
  }
  return open
}

const PEM_OPEN = /^-----BEGIN(?: [A-Z0-9]{0,12}){0,5}(?:-{0,5}$|-----(?=[\s\\]))/

function openPem(text: string, floor: number): number {
  const begin = text.lastIndexOf('-----BEGIN')
  if (begin < Math.max(floor, text.length - LONGEST_PEM)) return text.length
  const head = PEM_OPEN.exec(text.slice(begin, begin + 100))
  if (head === null || (head[0].endsWith('-----') && head[0].length > 10 && !head[0].includes('PRIVATE KEY')))
    return text.length
  const end = text.indexOf('-----END', begin)
  return end !== -1 && /^-----END [A-Z0-9 ]+-----/.test(text.slice(end, end + 80)) ? text.length : begin
}

/** A quote without its end, a phrase without its line's end behind an announcing word. */
function openQuote(text: string, from: number): number {
  const { literals: rules, meanings } = compile(undefined).all
  const { literals, ends } = rules.scan(unitsOf(text.slice(from)))
  for (let index = 0; index < literals.length; index++) {
    const word = meanings[literals[index] ?? 0]?.word
    const end = from + (ends[index] ?? 0)
    if (word === undefined) continue
    const rest = text.slice(end)
    const open = word.expected === 'phrase' ? OPEN_PHRASE.test(rest) : OPEN_QUOTE.test(rest)
    if (open && rest.length <= LONGEST_QUOTE + 24) return end
  }
  return text.length
}

const OPEN_PHRASE = /^[^\n]{0,256}$/
const OPEN_QUOTE =
  /^[^"'`“„«「『\n]{0,24}(?:"[^"\n]{0,256}|'[^'\n]{0,256}|`[^`\n]{0,256}|[“„][^”“\n]{0,256}|«[^»\n]{0,256}|[「『][^」』\n]{0,256})$/

/** A word that may be a secret, or a part of one, and less than `REACH` behind it. */
function drawnWord(text: string, from: number): number {
  for (const match of text.slice(from).matchAll(/[^\s\u2e80-\ud7ff]+/g)) {
    const at = from + match.index
    const end = at + match[0].length
    if (text.length - end > REACH) continue
    const word = match[0].replace(/^["'`(<[]+|["'`)>\].,;:?]+$/g, '')
    if (strengthOf(word) >= 2 || beginsToken(word)) return at
  }
  return text.length
}

/** A token's prefix and perhaps a part of its body: the rest may follow in the next line. */
function beginsToken(word: string): boolean {
  const { literals: rules, meanings } = compile(undefined).all
  const { literals, ends } = rules.scan(unitsOf(word.slice(0, 64)))
  return literals.some((literal, index) => {
    const meaning = meanings[literal]
    if (meaning === undefined || meaning.families.length === 0) return false
    return (
      word.startsWith(meaning.literal, (ends[index] ?? 0) - meaning.literal.length) &&
      !/^[a-z]+$/i.test(meaning.literal)
    )
  })
}

/** How far back a row of groups is followed, in groups. */
const MOST_GROUPS = 400
const LONGEST_GROUP = 12

/** A token typed in groups of one size (see `grouped.ts`): the last group may grow, the first may be shorter. */
function openRow(text: string, floor: number): number {
  let at = text.length - (/[^\s]{0,12}$/.exec(text.slice(-LONGEST_GROUP))?.[0].length ?? 0)
  const size = groupBefore(text, at, floor)
  if (size === 0) return text.length
  for (let groups = 0; groups < MOST_GROUPS; groups++) {
    const before = groupBefore(text, at, floor)
    if (before === 0 || before > size) break
    at -= before + 1
    if (before < size) break
  }
  return /[^a-z\s]/i.test(text.slice(at)) ? at : text.length
}

/** The length of the group that ends one blank before `at`; 0 where none does. */
function groupBefore(text: string, at: number, floor: number): number {
  if (text.charCodeAt(at - 1) !== 32) return 0
  let start = at - 1
  while (start > floor && at - 1 - start <= LONGEST_GROUP && text.charCodeAt(start - 1) > 32) start--
  const size = at - 1 - start
  return size > LONGEST_GROUP ? 0 : size
}
