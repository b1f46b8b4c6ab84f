/** The pieces that words are told by: the longest expression that stands at a place, numbers, cuts, quotation marks that close. */
import type { Entry, Lexicon } from './lexicon.ts'
import type { Names } from './names.ts'
import { scriptOf } from './tokens.ts'
import type { Token } from './tokens.ts'

/** How many words of a message a language knows: that of the most is the message's. */
export function countKnown(tokens: readonly Token[], lexicon: Lexicon, names: Names): number {
  let known = 0
  for (let at = 0; at < tokens.length;) {
    const token = tokens[at]
    if (token?.kind !== 'word') {
      at += 1
      continue
    }
    if (isUnspaced(token) && lexicon.writing.unspaced) {
      for (const { start, end, entry } of lexicon.cut(token.text, names.inRuns)) {
        if (entry !== undefined) known += (end - start) / 2
      }
      at += 1
      continue
    }
    const found = longestMatch(lexicon, tokens, at)
    known += found?.length ?? 0
    at += found?.length ?? 1
  }
  return known
}

/** The longest expression that begins at a token; with the accents as they were typed where they matter, else without. */
export function longestMatch(
  lexicon: Lexicon,
  tokens: readonly Token[],
  at: number,
): { readonly length: number; readonly entry: Entry } | undefined {
  const words: string[] = []
  const accented: string[] = []
  for (let index = at; index < tokens.length && words.length < LONGEST_EXPRESSION; index++) {
    const token = tokens[index]
    if (token?.kind !== 'word') break
    words.push(token.text)
    accented.push(lexicon.spell(token))
  }
  const found = lexicon.longest(words, 0)
  if (accented.every((word, index) => word === words[index])) return found
  const other = lexicon.longest(accented, 0)
  return other !== undefined && other.length >= (found?.length ?? 0) ? other : found
}

/** In words. */
const LONGEST_EXPRESSION = 8

/** Whether a word is of a script that writes none between blanks. */
export const isUnspaced = ({ text }: Token): boolean => scriptOf(text) === 'unspaced'

/** Digits as the place they name. */
export function readNumber(text: string): number | undefined {
  if (text.length > 3) return undefined
  for (const letter of text) if (letter < '0' || letter > '9') return undefined
  return Number(text)
}

/** "nooo", "yesss", "okk": the same with fewer letters. */
export function shrink(text: string): string[] {
  let once = ''
  let twice = ''
  let runs = 0
  let longestRun = 0
  for (const letter of text) {
    runs = once.endsWith(letter) ? runs + 1 : 1
    longestRun = Math.max(longestRun, runs)
    if (runs === 1) once += letter
    if (runs <= 2) twice += letter
  }
  if (longestRun >= 3) return [once, twice]
  return longestRun === 2 && text.length <= 5 && text.at(-1) === text.at(-2) ? [once] : []
}

/** A word cut in two at a letter. */
export function cutToken(token: Token, at: number): [Token, Token] {
  const middle = Math.min(token.start + at, token.end)
  return [
    { ...token, text: token.text.slice(0, at), plain: token.plain.slice(0, at), end: middle },
    { ...token, text: token.text.slice(at), plain: token.plain.slice(at), start: middle },
  ]
}

/** Quotation marks that come in pairs; an apostrophe that opens nothing is none. */
export function closedQuotes(tokens: readonly Token[]): ReadonlySet<number> {
  const closed = new Set<number>()
  for (const mark of ['"', "'"]) {
    const places = tokens
      .filter(({ kind, text }) => kind === 'mark' && text === mark)
      .map(({ start }) => start)
    const paired = places.length - (places.length % 2)
    for (const place of places.slice(0, paired)) closed.add(place)
  }
  return closed
}
