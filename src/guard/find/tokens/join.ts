/**
 * Puts a token together that was wrapped, quoted line by line, concatenated, or typed with blanks in it.
 *
 * Over 150 lines: joining and the doubts about it belong together.
 *
 * Long because the ways a token is broken over lines are one list.
 */
import { isOf, type RunMemory } from '../text/characters.ts'
import { CHECKSUMS } from './checksum.ts'
import type { Family } from '../../families/family.ts'
import { looksRandom } from '../value/randomness.ts'
import { judge, type Candidate } from './token.ts'

/** What may stand between two pieces: a line break with mail quoting or a backslash before it, or `" + "`. */
const LINE_BREAK =
  /(?:["'`]?[ \t]*(?:\\|\+|=|_)?[ \t]*\r?\n[ \t]*(?:[>|#*]+[ \t]*)*(?:\+[ \t]*)?["'`]?|["'`][ \t]*(?:\+|\.|,|&)?[ \t]*["'`]|\\n|<w?br ?\/?>\s?)/y
const BLANKS = /[ \t]{1,2}/y

/** Tells whether a break may begin there; `=` and `_` end a line or are no break. */
function mayBreak(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (code === 61 || code === 95) return text.charCodeAt(at + 1) <= 32
  return code <= 32 || (code < 128 && FIRST_OF_BREAK.includes(text.charAt(at)))
}

const FIRST_OF_BREAK = '\\"\'`<+'

/** The longest body put together, and the most pieces it may have: a letter at a time included. */
const LONGEST = 700
const MOST_PIECES = 200

/**
 * The token of `family` that starts at `start` (its prefix may be broken too) and goes on over breaks, up to `limit`.
 *
 * Joining invents tokens out of prose, so only a body of a known length or with good check digits is taken, or pieces
 * on lines of their own that look drawn; and never plain words. `isPart`: what stands before the first break is a token
 * too, so over blanks only a known length is more than that.
 */
export function joinToken(
  text: string,
  family: Family,
  start: number,
  isPart: boolean,
  runs: RunMemory,
): Candidate | undefined {
  const prefixEnd = readPrefix(text, family.prefix, start)
  if (prefixEnd === undefined) return undefined
  const firstEnd = runs.end(prefixEnd, family.body)
  if (firstEnd - start > LONGEST || !mayBreak(text, firstEnd)) return undefined
  const first = readBreak(text, firstEnd, text.length, !isPart || family.lengths.length > 0)
  if (first === undefined || text.startsWith(family.prefix, first.at)) return undefined
  let joined = family.prefix
  const pieces: string[] = []
  let at = prefixEnd
  let best: { value: string; end: number } | undefined
  let breaks = prefixEnd - start > family.prefix.length ? 1 : 0
  let blanks = 0
  const most = Math.min(text.length, start + LONGEST * 2)
  while (pieces.length < MOST_PIECES && joined.length < LONGEST) {
    let end = at
    while (end < most && isOf(text, end, family.body)) end++
    if (end > at) {
      const piece = text.slice(at, end)
      if (piece.startsWith(family.prefix)) break
      pieces.push(piece)
      joined += piece
      const mayEnd = breaks > 0 && (blanks === 0 || !isPart || isComplete(family, joined))
      if (mayEnd && isWhole(family, joined, pieces, blanks === 0)) best = { value: joined, end }
      if (best?.value === joined && isComplete(family, joined)) break
    }
    const next = readBreak(text, end, most, !isPart || family.lengths.length > 0)
    // Another token begins there: it is read for itself.
    if (next === undefined || text.startsWith(family.prefix, next.at)) break
    breaks++
    if (next.isBlank) blanks++
    at = next.at
  }
  if (best === undefined) return undefined
  const judged = judge(best.value, family, 0, family.prefix.length, best.value.length)
  return judged === undefined ? undefined : { ...judged, start, end: best.end }
}

/** Tells of a token that nothing can follow: the check digits fit, or the body has a length in use. */
export function isComplete(family: Family, joined: string): boolean {
  if (family.checksum !== undefined && CHECKSUMS[family.checksum](joined) === true) return true
  const length = joined.length - family.prefix.length
  // Long forms vary by a few characters; nobody breaks a line so close to their end.
  return family.lengths.some((known) =>
    known >= LONG_BODY ? Math.abs(known - length) <= 3 : known === length,
  )
}

const LONG_BODY = 60

function readBreak(
  text: string,
  at: number,
  limit: number,
  overBlanks: boolean,
): { at: number; isBlank: boolean } | undefined {
  for (const pattern of overBlanks ? [LINE_BREAK, BLANKS] : [LINE_BREAK]) {
    pattern.lastIndex = at
    if (pattern.test(text) && pattern.lastIndex < limit)
      return { at: pattern.lastIndex, isBlank: pattern === BLANKS }
  }
  return undefined
}

/** The end of a prefix at `start`, whole or with line breaks or single blanks in it; undefined where it does not stand there. */
function readPrefix(text: string, prefix: string, start: number): number | undefined {
  if (text.startsWith(prefix, start)) return start + prefix.length
  let at = start
  for (let index = 0; index < prefix.length; index++) {
    if (index > 0) {
      while (text.charCodeAt(at) === 10 || text.charCodeAt(at) === 13) at++
      if (text.charCodeAt(at) === 32) at++
    }
    if (text.charCodeAt(at) !== prefix.charCodeAt(index)) return undefined
    at++
  }
  return at
}

function isWhole(family: Family, joined: string, pieces: readonly string[], overLines: boolean): boolean {
  if (family.checksum !== undefined && CHECKSUMS[family.checksum](joined) === true) return true
  const body = joined.slice(family.prefix.length)
  const wordy = pieces.filter((piece) => /^(?:[A-Z]?[a-z]{2,}|[A-Z]{5,})$/.test(piece)).join('').length
  const capitals = /^[A-Z0-9]+$/.test(body) && /[0-9]/.test(body)
  if (wordy * 3 > body.length && !capitals) return false
  // Nothing but the token itself has its prefix, its length, and digits or both cases.
  if (
    overLines &&
    family.lengths.includes(body.length) &&
    family.least > 12 &&
    /[0-9]|[a-z][A-Z]/.test(body)
  ) {
    return family.shape === undefined || isShaped(family.shape, joined)
  }
  if (capitals && family.lengths.includes(body.length) && evenPieces(pieces))
    return family.shape === undefined || isShaped(family.shape, joined)
  if (!looksRandom(body)) return false
  if (family.shape !== undefined) {
    if (!isShaped(family.shape, joined)) return false
    return drawnPieces(pieces) || evenPieces(pieces)
  }
  if (family.lengths.length > 0 && family.least > 16) {
    if (family.lengths.includes(body.length)) return true
    return body.length >= family.least && Math.max(...family.lengths) > 60 && drawnPieces(pieces)
  }
  return body.length >= family.least && (drawnPieces(pieces) || evenPieces(pieces))
}

function isShaped(shape: RegExp, token: string): boolean {
  shape.lastIndex = 0
  return shape.test(token) && shape.lastIndex === token.length
}

/** Groups of four or so, all of one size but the first and last: nobody writes words like that. */
function evenPieces(pieces: readonly string[]): boolean {
  const size = pieces[1]?.length ?? 0
  return (
    pieces.length >= 4 &&
    size >= 2 &&
    size <= 12 &&
    pieces.slice(1, -1).every((piece) => piece.length === size)
  )
}

/** Every piece but the last is long, and each holds digits or both cases. */
function drawnPieces(pieces: readonly string[]): boolean {
  return pieces.every(
    (piece, index) =>
      (piece.length >= 4 || index === pieces.length - 1) &&
      (/[0-9]/.test(piece) || /[a-z][A-Z]|[A-Z]{2}[a-z]/.test(piece)),
  )
}
