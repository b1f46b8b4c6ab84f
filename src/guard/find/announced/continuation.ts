/** Reads values that go on in the next line, and answers that are a line's last word. */
import { accept, type Standing } from './accept.ts'
import type { ReadWord } from './word.ts'
import type { Candidate } from '../tokens/token.ts'
import { strengthOf } from '../value/strength.ts'
import type { SecretWord } from '../../words/secret-words.ts'

/** A value that was broken by the end of a line: its other part is all that the next line holds. */
export function acceptOverBreak(
  text: string,
  read: ReadWord,
  word: SecretWord,
  standing: Standing,
): Candidate | undefined {
  if (standing.link === 'none' || standing.seen > 0 || read.quoted) return undefined
  REST.lastIndex = read.end
  const rest = REST.exec(text)?.[1]
  if (rest === undefined || NO_REST.test(rest) || strengthOf(read.word + rest) < 2) return undefined
  return accept({ ...read, word: read.word + rest, end: REST.lastIndex, closes: true }, word, standing)
}

/** One word of ASCII and nothing else up to a blank line or the end. */
const REST = /\r?\n([!-~]{2,64})(?=[ \t]*(?:$|\r?\n[ \t]*(?:\r?\n|$)))/y
/** A word of the sentence, a name with its own value, an address, a list. */
const NO_REST = /^[A-Za-z]?[a-z]*[.!?,:;)]*$|^[A-Z]+[.!?,]*$|[:=]|^\W|^[\w.+-]+@[\w-]+\.|^https?|\/\//

/** Nothing but stops and blanks follows in this line. */
export function isLast(text: string, end: number): boolean {
  return /^[.!)"'`*_]*[ \t]*(?:\n|$)/.test(text.slice(end, end + 24))
}
