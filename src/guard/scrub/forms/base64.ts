/**
 * Reads base64 in either alphabet, forwards and backwards, wherever in a group of four it begins and whatever parts its characters.
 *
 * Only stretches that are text are kept. Bytes of zero are passed over, so that UTF-16 and UTF-32 read like ASCII.
 */
import { type Form, Stretches } from './form.ts'

/** Fewer characters in a row are chance: of drawn bytes a third are printable. */
const LEAST_STRETCH = 12
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const SEXTETS = new Int8Array(128).fill(-1)
for (let at = 0; at < 64; at++) SEXTETS[ALPHABET.charCodeAt(at)] = at
SEXTETS['-'.charCodeAt(0)] = 62
SEXTETS['_'.charCodeAt(0)] = 63
const FILL = '='.charCodeAt(0)
/** A word this long may be base64 whatever it looks like; a shorter one where it is filled up, or mixes its letters as no word does. */
const LONG_WORD = 16
const SHORT_WORD = 4

/** The texts that a text holds in base64. */
export function readBase64(text: string): readonly Form[] {
  const signs = signsOf(text)
  if (signs === undefined) return []
  const stretches = new Stretches(LEAST_STRETCH)
  readText(stretches, signs)
  return stretches.forms()
}

/** The signs of a text that may be base64, with `MARGIN` zeros around them, and where they stand. */
interface Signs {
  readonly sextets: Uint8Array
  readonly places: Int32Array
  readonly count: number
}

/** What is read beyond the ends, and how many signs more may stand for what is filled up. */
const MARGIN = 3

/** The words of a text that may be base64, as one; nothing where they are too few. */
function signsOf(text: string): Signs | undefined {
  const words = wordsOf(text)
  let most = 0
  for (let word = 0; word < words.length; word += 2)
    most += (words[word + 1] as number) - (words[word] as number) + MARGIN
  if (most < LONG_WORD) return undefined
  const sextets = new Uint8Array(most + 2 * MARGIN)
  const places = new Int32Array(most)
  let count = 0
  for (let word = 0; word < words.length; word += 2) {
    const [start, end] = [words[word] as number, words[word + 1] as number]
    for (let place = start; place < end; place++) {
      sextets[MARGIN + count] = SEXTETS[text.charCodeAt(place)] as number
      places[count++] = place
    }
    // What is filled up ends with its group, also where another follows.
    if (text.charCodeAt(end) === FILL)
      for (let filled = end - start; filled % 4 !== 0; filled++) places[count++] = end - 1
  }
  return count < LONG_WORD ? undefined : { sextets, places, count }
}

/** Where words begin and end that may be base64, in turns. */
function wordsOf(text: string): number[] {
  const words: number[] = []
  let start = -1
  let mixed = 0
  let last = -1
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 0
    const sextet = code < 128 ? (SEXTETS[code] as number) : -1
    if (sextet >= 0) {
      if (start < 0) start = at
      // A small letter before a capital or a digit, or a digit before a letter.
      else if ((sextet < 26 || sextet > 51) !== (last < 26 || last > 51)) mixed++
      last = sextet
      continue
    }
    if (start < 0) continue
    const length = at - start
    if (
      length >= LONG_WORD ||
      (length >= SHORT_WORD && (mixed >= 2 || (mixed > 0 && (code === FILL || last < 26)))) ||
      (code === FILL && isFilled(text, at, length))
    )
      words.push(start, at)
    start = -1
    mixed = 0
    last = -1
  }
  return words
}

/** Whether a word is filled up to groups of four, as no assignment is. */
export function isFilled(text: string, end: number, length: number): boolean {
  const missing = (4 - (length % 4)) % 4
  return missing === 1
    ? text.charCodeAt(end + 1) !== FILL
    : missing === 2 && text.charCodeAt(end + 1) === FILL
}

/** Of two signs in a row: whether the byte they begin (1), go on with (2) or end (4) in a group is one of a text, or zero. */
const WRITTEN = new Uint8Array(4096)
for (let pair = 0; pair < 4096; pair++)
  for (const [bit, byte] of [pair >>> 4, (pair >>> 2) & 255, pair & 255].entries())
    if (byte === 0 || (byte >= 32 && byte <= 126)) WRITTEN[pair] = (WRITTEN[pair] as number) | (1 << bit)

/** A stretch of twelve bytes fills so many groups in a row, whatever it begins with. */
const LEAST_GROUPS = 3

/** Reads the groups that are text all through, and those beside them, in each phase, forwards and backwards: most are none. */
function readText(stretches: Stretches, signs: Signs): void {
  const { sextets, count } = signs
  const pairOf = (first: number, second: number): number =>
    WRITTEN[((sextets[first] as number) << 6) | (sextets[second] as number)] as number
  /** How many such groups there are in a row, for each phase. */
  const ahead = [0, 0, 0, 0]
  const back = [0, 0, 0, 0]
  // The pairs that a group begins with and goes on with, forwards; backwards it is met from its end.
  let [begin, middle] = [0, 0]
  let [end, middleBack] = [pairOf(MARGIN - 1, MARGIN - 2), pairOf(MARGIN, MARGIN - 1)]
  for (let at = 0; at < count + 2 * GROUP; at++) {
    const isWithin = at <= count
    const pair = isWithin ? pairOf(MARGIN + at, MARGIN + at + 1) : 0
    const pairBack = isWithin ? pairOf(MARGIN + at + 1, MARGIN + at) : 0
    const place = at - 2
    const groups = ahead[place & 3] as number
    if ((begin & (middle >>> 1) & (pair >>> 2) & 1) !== 0) ahead[place & 3] = groups + 1
    else {
      if (groups >= LEAST_GROUPS) readGroups(stretches, signs, place - GROUP * (groups + 1), place, 1)
      ahead[place & 3] = 0
    }
    const placeBack = count - 2 - at
    const groupsBack = back[placeBack & 3] as number
    if ((pairBack & (middleBack >>> 1) & (end >>> 2) & 1) !== 0) back[placeBack & 3] = groupsBack + 1
    else {
      if (groupsBack >= LEAST_GROUPS)
        readGroups(stretches, signs, placeBack, placeBack + GROUP * (groupsBack + 1), -1)
      back[placeBack & 3] = 0
    }
    begin = middle
    middle = pair
    end = middleBack
    middleBack = pairBack
  }
}

const GROUP = 4

/** Reads the groups of four signs that begin at the places `from` to `to`, of which the first sign has none, counted from the end where `step` is -1. */
function readGroups(stretches: Stretches, signs: Signs, from: number, to: number, step: 1 | -1): void {
  const { sextets, places, count } = signs
  const first = step === 1 ? 0 : count - 1
  const take = (byte: number, place: number): void => {
    const one = places[first + Math.min(place, count - 1) * step] as number
    const other = places[first + Math.min(place + 1, count - 1) * step] as number
    stretches.take(byte, Math.min(one, other), Math.max(one, other) + 1)
  }
  for (let place = from; place <= to && place + 1 < count; place += GROUP) {
    if (place < 0) continue
    const at = MARGIN + first + place * step
    const third = sextets[at + 2 * step] as number
    const word = ((sextets[at] as number) << 12) | ((sextets[at + step] as number) << 6) | third
    take(word >>> 10, place)
    take((word >>> 2) & 255, place + 1)
    take(((third & 3) << 6) | (sextets[at + 3 * step] as number), place + 2)
  }
  stretches.end()
}
