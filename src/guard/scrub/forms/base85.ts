/** Reads base85: four bytes in five signs. Only stretches that are text are kept. */
import { DIGITS, LOWER, placesOf, UPPER } from './places.ts'
import type { Stretches } from './form.ts'

/** Ascii85, RFC 1924, and Z85 (ZeroMQ RFC 32). */
const BASE85 = [
  Array.from({ length: 85 }, (_, place) => String.fromCharCode(33 + place)).join(''),
  `${DIGITS}${UPPER}${LOWER}!#$%&()*+-;<=>?@^_\`{|}~`,
  `${DIGITS}${LOWER}${UPPER}.-:+=^!/*?&<>()[]{}@%$#`,
].map((alphabet) => placesOf(alphabet))

/** Of what is drawn out of 85 signs some are no letters, and none is a word. */
export function isBase85(run: string): boolean {
  const rare = run.match(RARE_SIGN)?.length ?? 0
  return rare > 0 && /[A-Z]/.test(run) && (rare > 3 || /\d/.test(run)) && !/[a-z]{11}|[A-Z]{11}/.test(run)
}

const RARE_SIGN = /[^0-9A-Za-z+/=_.,:-]/g

/** What is told in 85 signs, in each of their orders, wherever in a group of five it begins. */
export function readBase85(stretches: Stretches, run: string, start: number): void {
  const digits = new Int8Array(run.length)
  for (const places of BASE85) {
    for (let at = 0; at < run.length; at++) digits[at] = places[run.charCodeAt(at)] as number
    const phases = phasesOf(digits)
    for (let phase = 0; phase < 5; phase++) {
      if ((phases & (1 << phase)) === 0) continue
      for (let at = phase; at + 5 <= run.length; at += 5) {
        const word = wordAt(digits, at)
        if (!(word <= 0xffffffff)) {
          stretches.end()
          continue
        }
        for (let byte = 0; byte < 4; byte++)
          stretches.take((word >>> (24 - 8 * byte)) & 255, start + at + byte, start + at + byte + 2)
      }
      stretches.end()
    }
  }
}

/** Where groups of five may begin, a bit for each: twelve characters fill two groups in a row. */
function phasesOf(digits: Int8Array): number {
  let phases = 0
  /** For each phase whether the last group was text. */
  let before = 0
  let word = 0
  let length = 0
  for (let at = 0; at < digits.length; at++) {
    const digit = digits[at] as number
    if (digit < 0) {
      word = length = before = 0
      continue
    }
    if (length++ >= 5) word -= (digits[at - 5] as number) * HIGHEST
    word = word * 85 + digit
    if (length < 5) continue
    const bit = 1 << ((at - 4) % 5)
    if (!isWritten(word)) before &= ~bit
    else if ((before & bit) !== 0) phases |= bit
    else before |= bit
  }
  return phases
}

const HIGHEST = 85 ** 4

/** Whether four bytes are all of a text, or zero. */
function isWritten(word: number): boolean {
  if (!(word <= 0xffffffff) || (word & 0x80808080) !== 0) return false
  for (let shift = 0; shift < 32; shift += 8) {
    const byte = (word >>> shift) & 255
    if (byte !== 0 && (byte < 32 || byte > 126)) return false
  }
  return true
}

/** Five digits as one number; none where one of them is no digit. */
function wordAt(digits: Int8Array, at: number): number {
  let word = 0
  for (let index = at; index < at + 5; index++) {
    const digit = digits[index] as number
    if (digit < 0) return Number.NaN
    word = word * 85 + digit
  }
  return word
}
