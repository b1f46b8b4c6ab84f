/**
 * The spellings in which a value we hold, or a part of it, may come back: each reduced to its letters and digits, without case.
 *
 * What parts the characters (colons, dashes, blanks, quotes, `%`, `\x`, zero-width characters, line breaks) says nothing, so
 * that one reduced form stands for many spellings: `67:68`, `%67%68` and `6768` are one.
 *
 * Long because every spelling of a value stands in one list.
 */

/** How many characters of a value in a row count as a leak. */
export const LEAST_PART = 12
/** A longer value is a document (a key file, a JSON file): its ordinary words are no part of the secret. In characters. */
export const LONGEST_PLAIN = 64

/** One spelling, and how many of its characters stand for `LEAST_PART` characters of the value, from which places on. */
export interface Spelling {
  readonly text: string
  readonly window: number
  /** A part may begin at every so many characters. */
  readonly step: number
  /** One of very many, so that only a longer piece of it says that more may come. */
  readonly isCipher?: boolean
}

/** Every spelling of a value, before it is reduced. */
export function spellingsOf(value: string): Spelling[] {
  const bytes = Buffer.from(value, 'utf8')
  const each = (change: (byte: number) => string): string => Array.from(bytes, change).join('')
  const spelled = (text: string, width: number): Spelling => ({
    text,
    window: LEAST_PART * width,
    step: width,
  })
  const hex = (byte: number): string => byte.toString(16).padStart(2, '0')
  // A shorter value written as it is has to stand alone: see `standaloneForms`.
  const plain =
    value.length < LEAST_PART ? [] : [value, [...value].reverse().join(''), rotated(value), mirrored(value)]
  return [
    ...plain.map((text) => spelled(text, 1)),
    ...(value.length >= LEAST_PART && value.length <= LONGEST_PLAIN ? ciphersOf(value) : []),
    spelled(
      each((byte) => `25${hex(byte)}`),
      4,
    ),
    spelled(bytes.toString('hex'), 2),
    spelled(Buffer.from(bytes).reverse().toString('hex'), 2),
    spelled(
      each((byte) => `x${hex(byte)}`),
      3,
    ),
    spelled(
      each((byte) => `0x${hex(byte)}`),
      4,
    ),
    spelled(
      each((byte) => `u00${hex(byte)}`),
      5,
    ),
    spelled(
      each((byte) => `u${byte.toString(16)}`),
      3,
    ),
    ...variable(bytes, (byte) => String(byte)),
    ...variable(bytes, (byte) => byte.toString(8).padStart(3, '0')),
    ...variable(bytes, (byte) => byte.toString(2).padStart(8, '0')),
    ...[0, 1, 2].flatMap((shift) => {
      const encoded = base64(bytes, shift)
      return [encoded, rotated(encoded)].map((text) => ({ text, window: (LEAST_PART / 3) * 4, step: 1 }))
    }),
    { text: turned(value), window: 2 * LEAST_PART, step: 1 },
    ...[0, 1, 2, 3, 4].map((shift) => ({
      text: base32(bytes, shift),
      window: Math.ceil((LEAST_PART * 8) / 5),
      step: 1,
    })),
  ]
}

/** The spelling by numbers of as many digits as they need: a part begins at a number. */
function variable(bytes: Buffer, change: (byte: number) => string): Spelling[] {
  const numbers = Array.from(bytes, change)
  const spellings: Spelling[] = []
  for (let at = 0; at + LEAST_PART <= numbers.length; at++) {
    const text = numbers.slice(at, at + LEAST_PART).join('')
    spellings.push({ text, window: text.length, step: text.length })
  }
  if (numbers.length < LEAST_PART) {
    const text = numbers.join('')
    spellings.push({ text, window: text.length, step: text.length })
  }
  return spellings
}

/** Thirteen letters on (ROT13), or as many as `by` says. */
function rotated(value: string, by = 13): string {
  return value.replace(/[A-Za-z]/g, (letter) => {
    const code = letter.charCodeAt(0)
    return String.fromCharCode((code & 96) + (((code & 31) + by - 1) % 26) + 1)
  })
}

/** The alphabet from its end (Atbash). */
function mirrored(value: string): string {
  return value.replace(/[A-Za-z]/g, (letter) => {
    const code = letter.charCodeAt(0)
    return String.fromCharCode((code & 96) + 27 - (code & 31))
  })
}

/** Forty-seven signs on (ROT47), or as many as `by` says. */
function turned(value: string, by = 47): string {
  return value.replace(/[!-~]/g, (sign) =>
    String.fromCharCode(33 + ((sign.charCodeAt(0) - 33 + by + 94) % 94)),
  )
}

/** Ciphers without a key worth the name, and orders of the same characters: what hides a value from a careless look. */
function ciphersOf(value: string): Spelling[] {
  const reversed = [...value].reverse().join('')
  const bytes = Buffer.from(value, 'utf8')
  const hex = bytes.toString('hex')
  const texts = new Set<string>()
  for (let by = 1; by < 26; by++) texts.add(rotated(value, by))
  texts.add(rotated(reversed))
  for (const by of SHIFTS) texts.add(turned(value, by))
  for (const first of [0, 1])
    texts.add(value.slice(0, first) + value.slice(first).replace(/(.)(.)/gs, '$2$1'))
  for (const step of [2, 3])
    for (let first = 0; first < step; first++)
      texts.add([...value].filter((_, at) => at % step === first).join(''))
  const plain = [...texts].filter((text) => text.length >= LEAST_PART)
  return [
    ...plain.map((text) => ({ text, window: LEAST_PART, step: 1, isCipher: true })),
    { text: hex.replace(/(.)(.)/g, '$2$1'), window: 2 * LEAST_PART, step: 2 },
    {
      text: hex.replace(/./g, (digit) => LETTERS_OF_HEX.charAt(Number.parseInt(digit, 16))),
      window: 2 * LEAST_PART,
      step: 2,
    },
    ...[bytes, bytes.subarray(1)].map((from) => ({
      text: base45(from),
      window: (LEAST_PART * 3) / 2,
      step: 1,
    })),
  ]
}

/** Signs on that somebody may count by hand. */
const SHIFTS = [1, 2, 3, 5, 13, -1, -2, -3, -5, -13]
/** As in names of NetBIOS (RFC 1001 §14.1). */
const LETTERS_OF_HEX = 'abcdefghijklmnop'
const BASE45 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'

/** Two bytes in three signs, the lowest first (RFC 9285 §4). */
function base45(bytes: Buffer): string {
  let encoded = ''
  for (let at = 0; at + 1 < bytes.length; at += 2)
    for (let left = bytes.readUInt16BE(at), sign = 0; sign < 3; sign++, left = Math.floor(left / 45))
      encoded += BASE45.charAt(left % 45)
  return encoded
}

/** `shift`: how many unknown bytes stand before the value in its group of three; characters they touch are left out. */
function base64(bytes: Buffer, shift: number): string {
  const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
  return encoded.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6))
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** As `base64`, in groups of five bytes (RFC 4648 §6). */
function base32(bytes: Buffer, shift: number): string {
  let bits = 0
  let held = 0
  let encoded = ''
  for (const byte of Buffer.concat([Buffer.alloc(shift), bytes])) {
    held = ((held << 8) | byte) & 0xffff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      encoded += BASE32.charAt((held >> bits) & 31)
    }
  }
  return encoded.slice(Math.ceil((shift * 8) / 5))
}

/** A value of fewer than 12 characters, forwards and backwards, character by character. */
export function standaloneForms(value: string): string[][] {
  const characters = [...value]
  return value.length >= LEAST_PART || characters.length < SHORTEST_STANDALONE
    ? []
    : [characters, [...characters].reverse()]
}

const SHORTEST_STANDALONE = 4
/** What stands between two characters of such a value, in UTF-16 units at most. */
const LONGEST_PARTING = 3

/**
 * Where a value that begins at `at` ends, if it stands alone there: the same signs, or nothing that is seen, between all of
 * its characters, and no letter or digit beside it.
 */
export function standaloneEnd(text: string, at: number, characters: readonly string[]): number | undefined {
  if (isKept(text, at - 1)) return undefined
  const [first = '', second = ''] = characters
  const from = at + first.length
  for (let length = 0; length <= LONGEST_PARTING; length++) {
    if (length > 0 && isKept(text, from + length - 1)) return undefined
    if (!text.startsWith(second, from + length)) continue
    const end = endWith(text, at, characters, text.slice(from, from + length))
    if (end !== undefined && !isKept(text, end)) return end
  }
  return undefined
}

function endWith(
  text: string,
  start: number,
  characters: readonly string[],
  parting: string,
): number | undefined {
  let at = start
  for (const [index, character] of characters.entries()) {
    if (index > 0) {
      if (text.startsWith(parting + character, at)) at += parting.length
      else while (!text.startsWith(character, at) && INVISIBLE.test(text.charAt(at))) at++
    }
    if (!text.startsWith(character, at)) return undefined
    at += character.length
  }
  return at
}

const INVISIBLE = /[\u00ad\u034f\u180e\u200b-\u200f\u2060-\u206f\ufe00-\ufe0f\ufeff]/

function isKept(text: string, at: number): boolean {
  return at >= 0 && at < text.length && keptUnit(text.charCodeAt(at)) !== 0
}

/** Whether a window of a value this long says something of it: ordinary words in a document do not, nor do a few digits. */
export function isTelling(window: string, value: string): boolean {
  if (/^\d+$/.test(window) && window.length < LEAST_PART) return false
  return value.length <= LONGEST_PLAIN || /\d/.test(window) || !/^[a-z]+$/.test(window)
}

/** The units that stay, in lower case; 0 for those that only part others. */
const KEPT = new Uint16Array(65_536)
for (let unit = 0; unit < 65_536; unit++) KEPT[unit] = reducedUnit(unit)

function reducedUnit(unit: number): number {
  if (unit >= 48 && unit <= 57) return unit
  if (unit >= 65 && unit <= 90) return unit + 32
  if (unit >= 97 && unit <= 122) return unit
  // Surrogates, and letters and signs of other scripts; blanks, punctuation and what is not seen part others.
  if (unit < 0xa1 || unit === 0xad || (unit >= 0x2000 && unit <= 0x206f)) return 0
  return (unit >= 0xfe00 && unit <= 0xfe0f) || unit === 0xfeff || unit === 0x034f || unit === 0x180e
    ? 0
    : unit
}

/** The unit in lower case; 0 where it only parts others. */
export function keptUnit(unit: number): number {
  return KEPT[unit] as number
}

/** Letters for the digits that are written in their place, as keyboards have them: `p4ssw0rd`. */
const DIGITS_LIKE = 'oizeasgtbg'
const FOLDED = Uint16Array.from(KEPT, (unit) => {
  if (unit >= 48 && unit <= 57) return DIGITS_LIKE.charCodeAt(unit - 48)
  return unit === 108 ? 105 : unit
})

/** The unit in lower case, one for those that look alike (`1`, `l` and `i`); 0 where it only parts others. */
export function foldedUnit(unit: number): number {
  return FOLDED[unit] as number
}

/** Letters that stay, folded. */
export function fold(letters: string): string {
  return letters.replace(/[0-9l]/g, (unit) => (unit === 'l' ? 'i' : DIGITS_LIKE.charAt(Number(unit))))
}

/** A short text without what only parts its characters, and where each of them stood. */
export interface Reduced {
  readonly letters: string
  readonly places: readonly number[]
}

/** Reduces a text. */
export function reduce(text: string): Reduced {
  let letters = ''
  const places: number[] = []
  for (let at = 0; at < text.length; at++) {
    const unit = keptUnit(text.charCodeAt(at))
    if (unit === 0) continue
    letters += String.fromCharCode(unit)
    places.push(at)
  }
  return { letters, places }
}
