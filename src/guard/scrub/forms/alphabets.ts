/**
 * Reads runs without blanks in the encodings that no single character of tells: one long number, base 58 and 62, the alphabets of base32
 * and base85. Only stretches that are text are kept.
 */
import { isBase85, readBase85 } from './base85.ts'
import { FormBuilder, type Form, Stretches } from './form.ts'
import { readNumber } from './long-number.ts'
import { DIGITS, placesOf, UPPER } from './places.ts'

const LEAST_STRETCH = 12
/** Longer runs are no single value; they are read in the encodings that go group by group. A value of twelve characters takes 15 at least. */
const LONGEST_NUMBER = 1_024

/** RFC 4648 §6 and §7, Crockford's, and z-base-32. */
const BASE32 = [
  UPPER + '234567',
  DIGITS + UPPER.slice(0, 22),
  DIGITS + 'ABCDEFGHJKMNPQRSTVWXYZ',
  'YBNDRFG8EJKMCPQXOT1UWISZA345H769',
].map((alphabet) => placesOf(alphabet + alphabet.toLowerCase(), 32))

/** The texts that a text holds in these encodings. */
export function readAlphabets(text: string): readonly Form[] {
  const numbers = new FormBuilder()
  const stretches = new Stretches(LEAST_STRETCH)
  let start = -1
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 0
    if (code > 32 && code < 127) {
      if (start < 0) start = at
      continue
    }
    if (start >= 0 && at - start >= LEAST_RUN) readRun(numbers, stretches, text.slice(start, at), start)
    start = -1
  }
  if (/\d[,._' ]\d{3}[,._' ]\d{3}[,._' ]|\d{28}n/.test(text))
    for (const { 0: run, index } of text.matchAll(GROUPED))
      readNumber(numbers, run.replaceAll(/\D/g, ''), index, index + run.length)
  return [...numbers.buildFrom(LEAST_STRETCH), ...stretches.forms()]
}

/** What twelve characters take at least in 85 signs. */
const LEAST_RUN = 15

function readRun(numbers: FormBuilder, stretches: Stretches, run: string, start: number): void {
  for (const { 0: word, index: at } of run.matchAll(/[0-9A-Za-z]{15,}/g)) {
    if (run.length <= LONGEST_NUMBER && MIXED.test(word)) readNumber(numbers, word, start + at)
    if (ONE_CASE.test(word) && !IN_HEX.test(word)) readBase32(stretches, word, start + at)
  }
  if (isBase85(run)) readBase85(stretches, run, start)
}

/** What no word is: letters with digits among them, both cases in it more than at its beginning, or digits alone. */
const MIXED = /\d.*[A-Za-z]|[A-Za-z].*\d|[a-z].*[A-Z]|^\d{28,}$/
const ONE_CASE = /^(?:[0-9A-Z]+|[0-9a-z]+)$/
const IN_HEX = /^[0-9a-fA-F]+$|^[a-z]+$/
const GROUPED = /\d{1,3}(?:[,._' ]\d{3}){8,300}|(?<=^|[^0-9A-Za-z])\d{28,1024}(?=n\b)/g

function readBase32(stretches: Stretches, run: string, start: number): void {
  const values = new Int8Array(run.length)
  for (const places of BASE32) {
    for (let at = 0; at < run.length; at++) values[at] = places[run.charCodeAt(at)] as number
    for (let phase = 0; phase < 8; phase++) {
      let bits = 0
      let held = 0
      for (let at = phase; at < values.length; at++) {
        const value = values[at] as number
        if (value < 0) {
          stretches.end()
          bits = 0
          continue
        }
        held = ((held << 5) | value) & 0xfff
        bits += 5
        if (bits < 8) continue
        bits -= 8
        stretches.take((held >> bits) & 255, start + at - 1, start + at + 1)
      }
      stretches.end()
    }
  }
}
