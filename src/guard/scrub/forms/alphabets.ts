/**
 * Reads runs without blanks in the encodings that no single character of tells: one long number, base 58 and 62, the alphabets of base32,
 * base85, and uuencode. Only stretches that are text are kept.
 */
import { FormBuilder, type Form, Stretches } from './form.ts'

const LEAST_STRETCH = 12
/** Longer runs are no single value; they are read in the encodings that go group by group. A value of twelve characters takes 15 at least. */
const LONGEST_NUMBER = 1_024

const DIGITS = '0123456789'
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const LOWER = UPPER.toLowerCase()
const NUMBERS = [
  { alphabet: DIGITS, least: 28 },
  { alphabet: '01', least: 90 },
  { alphabet: '01234567', least: 30 },
  { alphabet: DIGITS + LOWER, least: 17 },
  { alphabet: '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz', least: 15 },
  { alphabet: DIGITS + UPPER + LOWER, least: 15 },
  { alphabet: DIGITS + LOWER + UPPER, least: 15 },
  { alphabet: UPPER + LOWER + DIGITS, least: 15 },
].map(({ alphabet, least }) => ({ places: placesOf(alphabet), base: alphabet.length, least }))

/** RFC 4648 §6 and §7, Crockford's, and z-base-32. */
const BASE32 = [
  UPPER + '234567',
  DIGITS + UPPER.slice(0, 22),
  DIGITS + 'ABCDEFGHJKMNPQRSTVWXYZ',
  'YBNDRFG8EJKMCPQXOT1UWISZA345H769',
].map((alphabet) => placesOf(alphabet + alphabet.toLowerCase(), 32))

/** Ascii85, RFC 1924, and Z85 (ZeroMQ RFC 32). */
const BASE85 = [
  Array.from({ length: 85 }, (_, place) => String.fromCharCode(33 + place)).join(''),
  `${DIGITS}${UPPER}${LOWER}!#$%&()*+-;<=>?@^_\`{|}~`,
  `${DIGITS}${LOWER}${UPPER}.-:+=^!/*?&<>()[]{}@%$#`,
].map((alphabet) => placesOf(alphabet))

function placesOf(alphabet: string, size = alphabet.length): Int8Array {
  const places = new Int8Array(128).fill(-1)
  ;[...alphabet].forEach((sign, place) => (places[sign.charCodeAt(0)] = place % size))
  return places
}

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

/** Of what is drawn out of 85 signs some are no letters, and none is a word. */
function isBase85(run: string): boolean {
  const rare = run.match(RARE_SIGN)?.length ?? 0
  return rare > 0 && /[A-Z]/.test(run) && (rare > 3 || /\d/.test(run)) && !/[a-z]{11}|[A-Z]{11}/.test(run)
}

const RARE_SIGN = /[^0-9A-Za-z+/=_.,:-]/g

/** One number, most significant digit first; each reading that is text all through. */
function readNumber(form: FormBuilder, run: string, start: number, end = start + run.length): void {
  for (const { places, base, least } of NUMBERS) {
    if (run.length < least) continue
    const bytes = bytesOf(run, places, base)
    if (bytes === undefined) continue
    const stretches =
      Buffer.from(bytes)
        .toString('latin1')
        .match(/[\u0020-\u007e]{12,}/g) ?? []
    for (const stretch of stretches) form.add(`${stretch}\n`, start, end)
  }
}

/** How many digits are read in a step, and how many bits of the number a limb holds: their product is one that a double holds exactly. */
const STEP = 4
const LIMB = 1 << 24

/** The bytes of a number, the highest first; nothing where twelve in a row are none of a text, or where a sign is no digit. */
function bytesOf(run: string, places: Int8Array, base: number): Uint8Array | undefined {
  const limbs = new Uint32Array(Math.ceil((run.length * Math.log2(base)) / 24) + 1)
  let used = 0
  for (let at = 0; at < run.length; at += STEP) {
    let carry = 0
    let scale = 1
    for (let index = at; index < Math.min(at + STEP, run.length); index++) {
      const place = places[run.charCodeAt(index)] as number
      if (place < 0) return undefined
      carry = carry * base + place
      scale *= base
    }
    for (let limb = 0; limb < used || carry > 0; limb++) {
      const product = (limbs[limb] as number) * scale + carry
      carry = Math.floor(product / LIMB)
      limbs[limb] = product - carry * LIMB
      if (limb >= used) used = limb + 1
    }
  }
  return mayBeText(limbs, used) ? toBytes(limbs, used) : undefined
}

/** Among twelve bytes in a row three limbs are whole. */
function mayBeText(limbs: Uint32Array, used: number): boolean {
  let whole = 0
  for (let limb = 0; limb < used; limb++) {
    const bytes = limbs[limb] as number
    whole = (bytes & 0x808080) === 0 ? whole + 1 : 0
    if (whole === 3) return true
  }
  return false
}

function toBytes(limbs: Uint32Array, used: number): Uint8Array {
  const bytes = new Uint8Array(used * 3)
  for (let limb = 0; limb < used; limb++)
    for (let byte = 0; byte < 3; byte++)
      bytes[(used - limb) * 3 - 1 - byte] = ((limbs[limb] as number) >>> (8 * byte)) & 255
  return bytes
}

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

function readBase85(stretches: Stretches, run: string, start: number): void {
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

/** The texts that a text holds in uuencode: lines of capitals, digits and signs. */
export function readUuencoded(text: string): readonly Form[] {
  const stretches = new Stretches(LEAST_STRETCH)
  let start = -1
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 0
    if (code >= 32 && code <= 96) {
      if (start < 0) start = at
      continue
    }
    if (start < 0) continue
    for (let from = start; at - from >= LEAST_LINE; from += LONGEST_LINE)
      if (from === 0 || /["\n]/.test(text.charAt(from - 1)))
        readLine(stretches, text.slice(from, Math.min(at, from + LONGEST_LINE)), from)
    start = -1
  }
  return stretches.forms()
}

/** Twelve characters with a sign for their length, and the longest line that is written. */
const LEAST_LINE = 17
const LONGEST_LINE = 86

/** A sign for the length, then four for three bytes. */
function readLine(stretches: Stretches, line: string, start: number): void {
  for (let phase = 0; phase < 4; phase++) {
    for (let at = phase; at + 3 < line.length; at += 4) {
      let word = 0
      for (let index = at; index < at + 4; index++) word = (word << 6) | ((line.charCodeAt(index) - 32) & 63)
      for (let byte = 0; byte < 3; byte++)
        stretches.take((word >>> (16 - 8 * byte)) & 255, start + at + byte, start + at + byte + 2)
    }
    stretches.end()
  }
}
