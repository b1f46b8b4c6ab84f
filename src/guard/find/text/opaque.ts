/**
 * Finds bytes in a text: base64 and hexadecimal bodies, of pictures, archives, certificates, digests.
 *
 * They are no prose: what looks like a token's prefix or an announcing word in the middle of them is chance. A token counts
 * where such a body begins.
 */
import { ALNUM, BASE64, isOf, runEnd, SLUG } from './characters.ts'
import { wordShare } from '../value/words.ts'
import type { Run } from '../tokens/runs.ts'

/** A stretch of bytes. */
export interface Opaque extends Run {
  /** It is standard base64 or hexadecimal: no token with `_` or `-` in its prefix can stand in it. */
  readonly isStandard: boolean
}

/** From this length on, in characters, an unbroken run is bytes: hardly a token is longer. */
const LONG = 256
/** The least of the body of a `data:` URI (RFC 2397) or of a digest that is looked at, in characters. */
const LEAST_BODY = 28
/** Lines of a wrapped body: RFC 7468 has 64 characters, RFC 2045 has 76; so many of one length make a body. */
const SHORTEST_LINE = 60
const LONGEST_LINE = 78
const LEAST_LINES = 4
/** How far before a run its `data:` is looked for, in UTF-16 units. */
const HEAD = 120

const DATA_HEAD = /data:[\w.+/-]{0,80}(?:;[\w.+-]+=[\w.+-]+){0,3};base64,$/i
/** Subresource integrity, npm's and others' lock files. */
const DIGEST = /^(?:sha(?:1|224|256|384|512)|md5|h1)[-:=](?=[A-Za-z0-9+/_-]{27})/i
const STANDARD = BASE64
const URL_SAFE = SLUG

/** The bytes among a text's long runs, in order. */
export function findOpaque(text: string, runs: readonly Run[]): Opaque[] {
  const found: Opaque[] = []
  for (let index = 0; index < runs.length; index++) {
    const run = runs[index] as Run
    const length = run.end - run.start
    if (length >= LEAST_BODY && text.charCodeAt(run.start - 1) === 44 && isDataBody(text, run)) {
      found.push({ ...run, isStandard: runEnd(text, run.start, STANDARD, run.end) === run.end })
      continue
    }
    if (length >= LONG) {
      collectLong(text, run, found)
      continue
    }
    if (length >= SHORTEST_LINE && length <= LONGEST_LINE) {
      const lines = countLines(text, runs, index)
      if (lines >= LEAST_LINES) {
        found.push({ start: run.start, end: (runs[index + lines - 1] as Run).end, isStandard: true })
        index += lines - 1
        continue
      }
    }
    const head = DIGEST.exec(text.slice(run.start, Math.min(run.end, run.start + 48)))?.[0]
    if (head !== undefined) found.push({ start: run.start + head.length, end: run.end, isStandard: false })
  }
  return found
}

function isDataBody(text: string, { start }: Run): boolean {
  return DATA_HEAD.test(text.slice(Math.max(0, start - HEAD), start))
}

/** The parts of a long run that stand in one of the alphabets; full stops and colons part them. */
function collectLong(text: string, run: Run, found: Opaque[]): void {
  for (let at = run.start; at < run.end;) {
    const standard = runEnd(text, at, STANDARD, run.end)
    const end = standard === run.end ? standard : Math.max(standard, runEnd(text, at, URL_SAFE, run.end))
    if (end - at >= LONG && looksLikeBytes(text.slice(at, at + LONG)))
      found.push({ start: at, end, isStandard: standard === end })
    at = Math.max(end, at + 1)
    while (at < run.end && !isOf(text, at, ALNUM)) at++
  }
}

/** How many runs from one on are lines of one body: equally long but for the last, one below the other. */
function countLines(text: string, runs: readonly Run[], first: number): number {
  const { start, end } = runs[first] as Run
  const line = text.slice(start, end)
  // A text that only is encoded is read.
  if (!looksLikeBytes(line) || PRINTABLE.test(Buffer.from(line.slice(0, 24), 'base64').toString('latin1')))
    return 0
  let lines = 1
  for (let index = first + 1; index < runs.length; index++) {
    const before = runs[index - 1] as Run
    const run = runs[index] as Run
    const between = run.start - before.end <= 24 ? text.slice(before.end, run.start) : ''
    // `\n` in a string of a program: its letter is no part of the line.
    const escape = ESCAPED_END.test(between) && text.charAt(run.start) === 'n' ? 1 : 0
    if (escape === 0 && !LINE_END.test(between)) break
    const length = run.end - run.start - escape
    if (length > end - start) break
    lines++
    if (length < end - start) break
  }
  return lines
}

const ESCAPED_END = /^(?:\\r)?\\$/
const PRINTABLE = /^[\x20-\x7e\t\r\n]+$/
const LINE_END = /^["'\\n+,]{0,6}\s*\n[\s"'>+|]*$/

/** Base64 of bytes has both cases and digits and hardly a word; hexadecimal speaks for itself. */
function looksLikeBytes(sample: string): boolean {
  if (/^(?:[0-9a-f]+|[0-9A-F]+)$/.test(sample)) return true
  return /[a-z]/.test(sample) && /[A-Z]/.test(sample) && /\d/.test(sample) && wordShare(sample) < 0.5
}

/** Of a longer stretch of standard base64 only so much at each end is scanned at all, in UTF-16 units. */
const SCANNED = 128
const WORTH_SKIPPING = 1_024

/** The parts of a text of `length` units that are worth a scan: all but the middle of long stretches of bytes. */
export function outside(stretches: readonly Opaque[], length: number): Run[] {
  const parts: Run[] = []
  let from = 0
  for (const { start, end, isStandard } of stretches) {
    if (!isStandard || end - start < WORTH_SKIPPING) continue
    parts.push({ start: from, end: start + SCANNED })
    from = end - SCANNED
  }
  parts.push({ start: from, end: length })
  return parts
}

/** Walks over stretches of bytes beside a walk over a text: tells whether a place lies within one, not at its beginning. */
export class OpaqueWalk {
  readonly #stretches: readonly Opaque[]
  #next = 0

  constructor(stretches: readonly Opaque[]) {
    this.#stretches = stretches
  }

  /** For places that hardly ever go back. */
  holds(at: number): Opaque | undefined {
    const stretches = this.#stretches
    while (this.#next < stretches.length && (stretches[this.#next] as Opaque).end <= at) this.#next++
    while (this.#next > 0 && (stretches[this.#next - 1] as Opaque).end > at) this.#next--
    const stretch = stretches[this.#next]
    return stretch !== undefined && at > stretch.start && at < stretch.end ? stretch : undefined
  }
}
