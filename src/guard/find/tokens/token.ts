/** Reads one token whose prefix was seen: whether it is real, and how sure that is. */
import { endsEscape, isOf, SLUG, type RunMemory } from '../text/characters.ts'
import { CHECKSUMS } from './checksum.ts'
import type { Family } from '../../families/family.ts'
import type { Certainty, Kind } from '../../finding.ts'
import { isPlaceholderBody } from '../value/placeholder.ts'
import { looksRandom } from '../value/randomness.ts'
import { tokenEnd } from './token-end.ts'

/** A secret in a view, before overlaps are settled; offsets are the view's. */
export interface Candidate {
  readonly start: number
  readonly end: number
  readonly value: string
  readonly service: string | undefined
  readonly kind: Kind
  readonly certainty: Certainty
  /** Of candidates equally sure and long the heavier wins: the length of the literal that spoke for it. */
  readonly weight: number
  /** The literal that spoke for it: a prefix, a mark, an announcing word; and where its form is described. */
  readonly rule?: string
  readonly source?: string
  /** How many readings it took: 0 as it stands, 1 with escapes undone, 2 inside base64. */
  readonly depth?: number
}

const SCHEME = /https?:\/\/(?:[\w-]{1,30}\.)?$/

/** The token of `family` that starts at `start`, if there is one. */
export function readToken(
  whole: string,
  family: Family,
  start: number,
  runs: RunMemory,
): Candidate | undefined {
  const text = family.shape === undefined ? whole : withoutEmphasis(whole, start, runs)
  if (!text.startsWith(family.prefix, start) || !mayBegin(text, family, start)) return undefined
  const bodyStart = start + family.prefix.length
  let end = tokenEnd(text, family, start, bodyStart, runs)
  if (end === undefined) return undefined
  if (isEmphasis(text, start - 1) && text.charAt(end - 1) === '_') end--
  const token = judge(text, family, start, bodyStart, end) ?? insistent(text, family, start, end, runs)
  if (token === undefined || family.kind !== 'webhook') return token
  // The whole address is the secret.
  const address = SCHEME.exec(text.slice(Math.max(0, start - 40), start))?.[0] ?? ''
  return { ...token, start: start - address.length, value: address + token.value }
}

/** Tells whether a token of the family may begin at `start`, by what stands before. */
export function mayBegin(text: string, family: Family, start: number): boolean {
  if (family.left === 'any' || start === 0 || !isOf(text, start - 1, SLUG)) return true
  return endsEscape(text, start - 1) || isEmphasis(text, start - 1)
}

/** The text up to the `_` that closes the emphasis around the token, which its form would take for a part of it. */
function withoutEmphasis(text: string, start: number, runs: RunMemory): string {
  if (start === 0 || !isEmphasis(text, start - 1)) return text
  const end = runs.end(start, SLUG)
  return text.charAt(end - 1) === '_' ? text.slice(0, end - 1) : text
}

/** Tells whether the `_` at `at` opens Markdown emphasis. */
function isEmphasis(text: string, at: number): boolean {
  return text.charCodeAt(at) === 95 && !isOf(text, at - 1, SLUG)
}

/** A run stuffed with one stand-in after another is not judged for ever, nor let pass: it is taken whole. */
function insistent(
  text: string,
  family: Family,
  start: number,
  end: number,
  runs: RunMemory,
): Candidate | undefined {
  if (family.random || !runs.rejectedTooOften(runs.end(end, family.body))) return undefined
  const { service, kind, prefix, source } = family
  return {
    start,
    end,
    value: text.slice(start, end),
    service,
    kind,
    certainty: 'shape',
    weight: prefix.length,
    rule: prefix,
    source,
  }
}

/** Decides over a whole token that was cut out or put together: placeholder, check digits, certainty. */
export function judge(
  text: string,
  family: Family,
  start: number,
  bodyStart: number,
  end: number,
): Candidate | undefined {
  const value = text.slice(start, end)
  const checked = family.checksum === undefined ? undefined : CHECKSUMS[family.checksum](value)
  const body = text.slice(bodyStart, Math.min(end, bodyStart + 100))
  if (checked !== true) {
    if (isPlaceholderBody(body)) return undefined
    if (family.random && !looksRandom(body)) return undefined
  }
  return {
    start,
    end,
    value,
    service: value.includes('T3BlbkFJ') ? 'openai' : family.service,
    kind: family.kind,
    certainty: checked === true ? 'checksum' : 'shape',
    weight: family.prefix.length,
    rule: family.prefix,
    source: family.source,
  }
}
