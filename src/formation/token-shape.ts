/**
 * Reads one of `credential.shapes`: how tokens of a formation's own service begin, what they consist of, and how long they are.
 *
 * It is written like a regular expression, `acme_[A-Za-z0-9]{32}`, and is none: a literal, one class and one length, so that no
 * shape can be slow or mean more than it says.
 */
import type { TokenShape } from './formation.ts'

/** The shortest literal: two characters begin too many ordinary words. */
const SHORTEST_PREFIX = 3
/** The longest literal, in characters; the longest of the built-in ones has 28. */
const LONGEST_PREFIX = 64
/** The fewest characters behind the literal: fewer are guessed, or an ordinary word. */
const SHORTEST_BODY = 8
/** The most characters behind the literal that can be asked for; a longer token is found by its first ones and taken whole. */
const LONGEST_BODY = 4096

const FORM = /^([^[\]{}]*)\[([^[\]{}]*)\]\{(\d{1,5})(?:(,)(\d{1,5})?)?\}$/
const PREFIX = /^[A-Za-z0-9_.:/=-]+$/
/** Ranges that are classes of their own, or one of the marks that tokens hold. */
const CLASS_PART = /A-Z|A-F|a-z|a-f|0-9|[_.+/=~-]/g

/** The shape, or what is wrong with it: a predicate with a full stop. */
export function readTokenShape(text: string): TokenShape | string {
  const match = FORM.exec(text)
  if (match === null) return 'must be a literal, a class and a length, such as "acme_[A-Za-z0-9]{32}".'
  const [, prefix = '', characterClass = '', least = '', comma, most] = match
  if (!PREFIX.test(prefix)) {
    return 'must begin with a literal of letters, digits, and _ - . : / = that every token begins with.'
  }
  if (prefix.length < SHORTEST_PREFIX || prefix.length > LONGEST_PREFIX || !/[A-Za-z]{2}/.test(prefix)) {
    return `must begin with a literal of ${SHORTEST_PREFIX} to ${LONGEST_PREFIX} characters, two letters in a row among them.`
  }
  const characters = characterClass.match(CLASS_PART) ?? []
  if (characterClass === '' || characters.join('') !== characterClass) {
    return 'must have a class of A-Z, A-F, a-z, a-f, 0-9 and the marks _ . + / = ~ - only, such as [A-Za-z0-9_-].'
  }
  const shortest = Number(least)
  const longest = comma === undefined ? shortest : most === undefined ? undefined : Number(most)
  if (shortest < SHORTEST_BODY || shortest > LONGEST_BODY || (longest ?? shortest) > LONGEST_BODY) {
    return `must have a length of ${SHORTEST_BODY} to ${LONGEST_BODY} characters behind the literal.`
  }
  if (longest !== undefined && longest < shortest)
    return 'must have a length whose end is not below its start.'
  return { prefix, characters, shortest, longest }
}
