/** What a text may hold at all, told in one pass: most texts are spared most readings. */
import { isFilled } from './base64.ts'
import { isSpoken } from './spoken.ts'

/** Which readings are worth while. */
export interface Hints {
  readonly escapes: boolean
  readonly others: boolean
  readonly base64: boolean
  readonly numbers: boolean
  readonly alphabets: boolean
  /** A row of capitals, digits, signs and blanks. */
  readonly capitals: boolean
  /** Words that stand for letters, near each other. */
  readonly words: boolean
  /** A tag, a colour of a terminal, a backspace. */
  readonly markup: boolean
}

const DIGIT = 1
const LOWER = 2
const UPPER = 4
/** Signs of base64, of escapes, and all others that are seen; the latter are in base85 and hardly in words. */
const JOINING = 8
const ESCAPING = 16
const RARE = 32
const KINDS = new Uint8Array(128)
for (let code = 33; code < 127; code++) KINDS[code] = RARE
for (let code = 48; code < 58; code++) KINDS[code] = DIGIT
for (let code = 65; code < 91; code++) {
  KINDS[code] = UPPER
  KINDS[code + 32] = LOWER
}
for (const sign of '/-_.,:') KINDS[sign.charCodeAt(0)] = JOINING
for (const sign of '&\\%=+^') KINDS[sign.charCodeAt(0)] = ESCAPING | RARE

/** What twelve characters take at least: in numbers, in digits of hexadecimal, in base64 of base64, in any alphabet. */
const LEAST_NUMBERS = 12
const LEAST_DIGITS = 24
const LEAST_BASE64 = 16
const LEAST_RUN = 15
const LEAST_LINE = 17
/** A number of twelve characters has so many digits, perhaps in groups. */
const LONG_NUMBER = 28
/** Short numbers, with the sign of a base. */
const LONGEST_NUMBER = 10

/** Dashes, quotation marks and the like: they part letters as a blank does, and look like none. */
const isTypographic = (code: number): boolean => code === 0xa0 || (code >= 0x2010 && code <= 0x2027)

/** What a word that spells counts, so that other words between them are outweighed, and how much is enough. */
const OF_SPOKEN = 8
const ENOUGH_SPOKEN = 48
const OPEN_SPOKEN = 16
const LONGEST_WORD = 11

/** Looks through a text once. */
export function hintsOf(text: string, isOpen: boolean): Hints {
  let escapes = false
  let others = false
  let markup = false
  let spoken = 0
  let mostSpoken = 0
  let hash = 0
  let alphabets = false
  let capitals = 0
  let mostCapitals = 0
  let base64 = 0
  let numbers = 0
  let digits = 0
  let start = -1
  let run = -1
  let kinds = 0
  let runKinds = 0
  let turns = 0
  let last = 0
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 0
    if (code > 127) others ||= !isTypographic(code)
    else if (code === 60 || code === 27 || code === 8) markup = true
    if (code >= 32 && code <= 96) capitals++
    else if (capitals > 0) {
      if (capitals > mostCapitals) mostCapitals = capitals
      capitals = 0
    }
    const kind = code < 128 ? (KINDS[code] as number) : 0
    if ((kind & 7) !== 0) {
      if (start < 0) {
        start = at
        hash = 0
        if (run < 0) run = at
      } else if (kind !== last && !(kind === LOWER && at === start + 1)) turns++
      kinds |= kind
      last = kind
      hash = (Math.imul(hash, 31) + (code | 32)) | 0
      continue
    }
    if (start >= 0) {
      const length = at - start
      if (length === 1 || (length <= LONGEST_WORD && isSpoken(hash))) {
        spoken += OF_SPOKEN
        if (spoken > mostSpoken) mostSpoken = spoken
      } else if (spoken > 0) spoken--
      if ((kinds & DIGIT) !== 0) {
        if (length <= LONGEST_NUMBER) numbers++
        digits += length
      } else if (length === 2) numbers++
      if (turns >= 2 || (code === 61 && (turns > 0 || isFilled(text, at, length))) || length >= LEAST_BASE64)
        base64 += length
      if (length >= LEAST_RUN && turns > 0) alphabets = true
      runKinds |= kinds
      start = -1
      kinds = 0
      turns = 0
      last = 0
    }
    if (kind === 0) {
      if (run >= 0 && at - run >= LEAST_RUN && (runKinds & RARE) !== 0 && (runKinds & 5) === 5)
        alphabets = true
      run = -1
      runKinds = 0
      continue
    }
    if (run < 0) run = at
    runKinds |= kind
    if (!escapes && (kind & ESCAPING) !== 0) escapes = isEscape(text, at, code)
  }
  return {
    escapes,
    others,
    base64: base64 >= LEAST_BASE64,
    numbers: numbers >= (isOpen ? 3 : LEAST_NUMBERS) || digits >= (isOpen ? 6 : LEAST_DIGITS),
    alphabets: alphabets || digits >= LONG_NUMBER,
    capitals: mostCapitals >= LEAST_LINE,
    markup,
    words: mostSpoken >= (isOpen ? OPEN_SPOKEN : ENOUGH_SPOKEN),
  }
}

const AFTER: Readonly<Record<string, RegExp>> = {
  '&': /[#A-Za-z]/,
  '\\': /[\\0-9a-fA-FnrtvuUxoN]/,
  '^': /\^/,
  '%': /[0-9a-fA-FuU]/,
  '=': /[0-9A-F\r\n]/,
  '+': /[0-9A-Za-z]/,
}

function isEscape(text: string, at: number, code: number): boolean {
  return AFTER[String.fromCharCode(code)]?.test(text.charAt(at + 1)) === true
}
