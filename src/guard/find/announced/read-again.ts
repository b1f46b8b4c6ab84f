/**
 * Remembers what was read around an announcing word, so that a text that says the same over and over is read once.
 *
 * What is remembered counts only where everything that the reading could look at is the same again, unit for unit: what
 * stands once is always read. Keeps a text made of announcing words from costing many times an ordinary one.
 */
import type { Announcement } from './announcement.ts'
import type { Candidate } from '../tokens/token.ts'

/** Texts with fewer announcing words are read faster than remembered. */
const LEAST_ANNOUNCEMENTS = 48
/** The farthest that a reading looks back from where it may begin, in UTF-16 units. */
const BEHIND = 128
/** The farthest that reading before an announcing word goes; one that may go farther is not remembered. */
const LONGEST_BEFORE = 1_024
/** The farthest that a reading looks ahead: a way to the value, a value, its other part in the next line, what follows it. */
const AHEAD = 2_560
/** A longer value may have been read farther. */
const LONGEST_VALUE = 256

interface Remembered {
  readonly start: number
  /** How far back the reading could go, and how far away the next announcing word was. */
  readonly back: number
  readonly ahead: number
  readonly word: Announcement['word']
  readonly found: Candidate | undefined
}

/** The readings of one text. */
export class ReadAgain {
  readonly #text: string
  readonly #isWorthIt: boolean
  readonly #readings = new Map<number, Remembered>()
  /** From here until there, the text is the same as so many units before. */
  #period = 0
  #from = 0
  #until = 0

  constructor(text: string, announcements: number) {
    this.#text = text
    this.#isWorthIt = announcements >= LEAST_ANNOUNCEMENTS
  }

  /** What `read` finds for an announcement that may be read from `from` and has the next one at `next`. */
  read(announcement: Announcement, from: number, next: number, read: () => Candidate | undefined) {
    const { start, end, word } = announcement
    const back = start - from
    // A phrase may stand behind any number of blanks.
    const isBounded = back <= LONGEST_BEFORE && word.expected !== 'phrase'
    if (!this.#isWorthIt || !isBounded || end + AHEAD > this.#text.length) return read()
    const ahead = Math.min(next - end, AHEAD)
    const sample = this.#sample(start, end, back, ahead)
    const known = this.#readings.get(sample)
    const isKnown =
      known?.back === back &&
      known.ahead === ahead &&
      known.word === word &&
      this.#isSame(known.start, start, end, back)
    const found = isKnown ? moved(known.found, start - known.start) : read()
    if (found === undefined || found.end - found.start < LONGEST_VALUE)
      this.#readings.set(sample, { start, back, ahead, word, found })
    return found
  }

  /** A few units and distances as one number: equal ones are worth a look, different ones differ. */
  #sample(start: number, end: number, back: number, ahead: number): number {
    let sample = Math.imul(back, 31) + ahead
    for (let at = end; at < end + 12; at += 2) sample = Math.imul(sample, 31) + this.#text.charCodeAt(at)
    return Math.imul(sample, 31) + this.#text.charCodeAt(start - 3)
  }

  /** Whether the text around is the same at both places. What was compared for the announcement before is not compared again. */
  #isSame(known: number, start: number, end: number, back: number): boolean {
    const [period, from, until] = [start - known, start - back - BEHIND, end + AHEAD]
    if (from < period) return false
    if (period !== this.#period || from < this.#from || from > this.#until) {
      this.#period = period
      this.#from = from
      this.#until = from
    }
    let at = this.#until
    while (at < until && this.#text.charCodeAt(at) === this.#text.charCodeAt(at - period)) at++
    this.#until = at
    return at >= until
  }
}

function moved(found: Candidate | undefined, by: number): Candidate | undefined {
  return found === undefined ? undefined : { ...found, start: found.start + by, end: found.end + by }
}
