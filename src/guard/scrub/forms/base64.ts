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
  for (let phase = 0; phase < 4; phase++) {
    decode(stretches, signs, phase, 1)
    decode(stretches, signs, phase, -1)
  }
  return stretches.forms()
}

/** The words of a text that may be base64, as one; nothing where they are too few. */
function signsOf(text: string): Signs | undefined {
  const sextets: number[] = []
  const places: number[] = []
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
    ) {
      for (let place = start; place < at; place++) {
        sextets.push(SEXTETS[text.charCodeAt(place)] as number)
        places.push(place)
      }
      // What is filled up ends with its group, also where another follows.
      if (code === FILL)
        for (let filled = length; filled % 4 !== 0; filled++) {
          sextets.push(0)
          places.push(at - 1)
        }
    }
    start = -1
    mixed = 0
    last = -1
  }
  return sextets.length < LONG_WORD ? undefined : { sextets, places, count: sextets.length }
}

/** Whether a word is filled up to groups of four, as no assignment is. */
export function isFilled(text: string, end: number, length: number): boolean {
  const missing = (4 - (length % 4)) % 4
  return missing === 1
    ? text.charCodeAt(end + 1) !== FILL
    : missing === 2 && text.charCodeAt(end + 1) === FILL
}

/** The signs of a text that may be base64, and where they stand. */
interface Signs {
  readonly sextets: readonly number[]
  readonly places: readonly number[]
  readonly count: number
}

function decode(stretches: Stretches, { sextets, places, count }: Signs, phase: number, step: 1 | -1): void {
  const first = step === 1 ? 0 : count - 1
  const at = (place: number): number => (place < count ? (sextets[first + place * step] as number) : 0)
  const take = (byte: number, from: number): void => {
    if (byte === 0) return
    const one = places[first + Math.min(from, count - 1) * step] as number
    const other = places[first + Math.min(from + 1, count - 1) * step] as number
    stretches.take(byte, Math.min(one, other), Math.max(one, other) + 1)
  }
  for (let place = phase; place + 1 < count; place += 4) {
    const word = (at(place) << 18) | (at(place + 1) << 12) | (at(place + 2) << 6) | at(place + 3)
    take(word >>> 16, place)
    take((word >>> 8) & 255, place + 1)
    take(word & 255, place + 2)
  }
  stretches.end()
}
