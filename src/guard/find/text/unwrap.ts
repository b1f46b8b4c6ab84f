/** Reads a place once more without the line breaks in it, for forms that no prefix begins and no table describes. */
import { isOf, RunMemory, WIDE } from './characters.ts'
import type { Candidate } from '../tokens/token.ts'

/** How much is read before and behind the mark, in UTF-16 units of the original. */
const BEFORE = 96
const BEHIND = 160

/** A break between two token characters: of the line, with quoting or indentation, or of a string in a program. */
const BREAK =
  /["'`]?[ \t]*[\\+]?[ \t]*\r?\n[ \t]*(?:[>|#*]+[ \t]*)*["'`]?|["'`][ \t]*\+[ \t]*["'`]|<w?br ?\/?>/y
const BLANK = / /y

/** A place without its breaks, and where each of its characters stood. */
export interface Unwrapped {
  readonly text: string
  /** The mark's place in `text`. */
  readonly at: number
  readonly offsets: readonly number[]
  /** Where in `text` a blank was left out. */
  readonly blanks: readonly number[]
}

/** What is read over breaks. */
export interface Reach {
  readonly before?: number
  readonly behind?: number
  /** Single blanks are breaks too. */
  readonly blanks?: boolean
}

/** The place around `at` without breaks; undefined where there are none. */
export function unwrap(text: string, at: number, reach: Reach = {}): Unwrapped | undefined {
  const { before = BEFORE, behind = BEHIND, blanks = false } = reach
  const from = Math.max(0, at - before)
  const to = Math.min(text.length, at + behind)
  const slice = text.slice(from, to)
  if (
    !slice.includes('\n') &&
    !slice.includes('+') &&
    !slice.includes('br') &&
    !(blanks && slice.includes(' '))
  )
    return undefined
  const offsets: number[] = []
  const blanksOut: number[] = []
  let joined = ''
  let mark = -1
  for (let step = 0; step < slice.length;) {
    if (mark === -1 && from + step >= at) mark = joined.length
    const end = isOf(slice, step, WIDE) ? step : breakEnd(slice, step, blanks)
    if (end > step && isOf(slice, step - 1, WIDE) && (isOf(slice, end, WIDE) || slice.charAt(end) === ':')) {
      if (slice.charCodeAt(step) === 32 && end === step + 1) blanksOut.push(joined.length)
      step = end
      continue
    }
    offsets.push(from + step)
    joined += slice.charAt(step++)
  }
  return joined.length === slice.length || mark === -1
    ? undefined
    : { text: joined, at: mark, offsets, blanks: blanksOut }
}

function breakEnd(slice: string, at: number, blanks: boolean): number {
  for (const pattern of blanks ? [BREAK, BLANK] : [BREAK]) {
    pattern.lastIndex = at
    if (pattern.test(slice)) return pattern.lastIndex
  }
  return at
}

/** A candidate of an unwrapped place, with the span that it takes in the original. */
export function rewrap(candidate: Candidate, { offsets }: Unwrapped): Candidate {
  const start = offsets[candidate.start] ?? candidate.start
  const last = offsets[candidate.end - 1] ?? candidate.end - 1
  return { ...candidate, start, end: last + 1 }
}

/** A reader that, where it finds nothing whole, reads on over breaks. Bounded work for each mark. */
export function overBreaks(
  read: (text: string, start: number, runs: RunMemory) => Candidate | undefined,
  mayBe: RegExp,
  reach: Reach & { readonly isWhole?: (candidate: Candidate) => boolean } = {},
): (text: string, start: number, runs: RunMemory) => Candidate | undefined {
  const { isWhole = () => true } = reach
  return (text, start, runs) => {
    const part = read(text, start, runs)
    if (part !== undefined && isWhole(part)) return part
    if (start < runs.unwrappedUntil || !mayBe.test(text.slice(start, start + 24))) return part
    for (const place of placesAround(text, start, reach)) {
      const found = read(place.text, place.at, new RunMemory(place.text))
      if (found !== undefined && isWhole(found)) return rewrap(found, place)
    }
    // What was read in vain is not read again.
    runs.unwrappedUntil = start + (reach.behind ?? BEHIND)
    return part
  }
}

/** Over lines; then over blanks, up to one of them: which blank ends the token nobody can tell. */
function* placesAround(text: string, at: number, reach: Reach): Generator<Unwrapped> {
  const overLines = unwrap(text, at, { ...reach, blanks: false })
  if (overLines !== undefined) yield overLines
  if (reach.blanks !== true) return
  const whole = unwrap(text, at, reach)
  if (whole === undefined) return
  yield whole
  for (const end of whole.blanks.filter((blank) => blank > whole.at).slice(0, MOST_TRIES))
    yield { ...whole, text: whole.text.slice(0, end) }
}

/** How many blanks are tried as a token's end. */
const MOST_TRIES = 16
