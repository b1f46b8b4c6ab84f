/**
 * The spellings in which a secret can leave, whole or in part (its first 20 characters, either half, its end): each gives the spelled bytes and, for each of them, the byte of the secret it came from.
 *
 * They are what programs and services write, and how Node prints bytes (`<Buffer 67 68>`, `[103,104]`), which no text search for the secret would find.
 */

/** A spelled secret. `source[i]`: index of the secret's UTF-8 byte behind spelled byte `i`. */
export interface Spelling {
  readonly encoding: string
  readonly bytes: Buffer
  readonly source: readonly number[]
  /** How many spelled bytes stand for 12 of the secret: a leak of that many is found. */
  readonly window: number
}

/** How many bytes of a secret make a leak. */
export const LEAK_BYTES = 12

/** What nobody sees between two characters. */
const UNSEEN = [
  ['zero-width spaces between', '\u200b'],
  ['word joiners between', '\u2060'],
  ['soft hyphens between', '\u00ad'],
] as const

/** Every spelling of a text, those that look alike only once. */
export function spell(text: string): Spelling[] {
  const bytes = Buffer.from(text, 'utf8')
  const each = (change: (byte: number) => string, width: number, encoding: string): Spelling =>
    spellBytes(encoding, bytes, change, width * LEAK_BYTES)
  const hex = (byte: number): string => byte.toString(16).padStart(2, '0')
  const spellings = [
    spellBytes('raw', bytes, undefined, LEAK_BYTES),
    spellCharacters('JSON', text, jsonEscape),
    spellCharacters('JSON twice', text, (character) => jsonEscape(jsonEscape(character))),
    spellCharacters('JSON in ASCII', text, asciiEscape),
    spellCharacters('single quotes', text, (character) =>
      character.replace(/['\\]/, '\\$&').replace('\n', '\\n'),
    ),
    spellCharacters('URL', text, encodeURIComponent),
    spellCharacters('URL, small', text, (character) => encodeURIComponent(character).replace(/%../g, lower)),
    spellCharacters('form', text, (character) => new URLSearchParams([['', character]]).toString().slice(1)),
    spellCharacters('HTML', text, htmlEscape),
    spellReversed(bytes),
    ...[0, 1, 2].flatMap((shift) => [
      spellBase64(bytes, shift, 'base64'),
      spellBase64(bytes, shift, 'base64url'),
    ]),
    each(hex, 2, 'hex'),
    each((byte) => hex(byte).toUpperCase(), 2, 'HEX'),
    each((byte) => `${hex(byte)} `, 3, 'hex, spaced'),
    each((byte) => `${hex(byte)}:`, 3, 'hex, colons'),
    each((byte) => `\\x${hex(byte)}`, 4, 'hex, escaped'),
    each((byte) => `0x${hex(byte)}, `, 6, 'hex, listed'),
    each((byte) => `%${hex(byte).toUpperCase()}`, 3, 'URL, all'),
    each((byte) => `\\u00${hex(byte)}`, 6, 'JSON, all'),
    each((byte) => `&#${byte};`, 5, 'HTML, decimal'),
    each((byte) => `&#x${hex(byte)};`, 6, 'HTML, hex'),
    each((byte) => `${byte},`, 3, 'decimal'),
    each((byte) => `${byte}, `, 4, 'decimal, spaced'),
    each((byte) => `${byte} `, 3, 'decimal, blanks'),
    ...[0, 1, 2, 3, 4].map((shift) => spellBase32(bytes, shift)),
    ...UNSEEN.map(([name, unseen]) => spellCharacters(name, text, (character) => character + unseen)),
    spellWide(text, 'UTF-16LE'),
    spellWide(text, 'UTF-16BE'),
  ]
  const seen = new Set<string>()
  return spellings.filter(({ bytes: spelled, window }) => {
    const key = `${window}:${spelled.toString('latin1')}`
    return !seen.has(key) && seen.add(key).size > 0
  })
}

function spellBytes(
  encoding: string,
  bytes: Buffer,
  change: ((byte: number) => string) | undefined,
  window: number,
): Spelling {
  if (change === undefined) return { encoding, bytes, source: [...bytes.keys()], window }
  const pieces = [...bytes].map((byte) => change(byte))
  const source = pieces.flatMap((piece, at) => Array.from(piece, () => at))
  return { encoding, bytes: Buffer.from(pieces.join(''), 'latin1'), source, window }
}

/** A spelling that escapes some characters: where it swells, so does the window, in steps so that few lengths are in use. */
function spellCharacters(encoding: string, text: string, change: (character: string) => string): Spelling {
  const source: number[] = []
  const pieces: Buffer[] = []
  let at = 0
  for (const character of text) {
    const piece = Buffer.from(change(character), 'utf8')
    const width = Buffer.byteLength(character, 'utf8')
    for (let index = 0; index < piece.length; index += 1) {
      source.push(at + Math.min(width - 1, Math.floor((index * width) / piece.length)))
    }
    pieces.push(piece)
    at += width
  }
  const bytes = Buffer.concat(pieces)
  const swelling = bytes.length / Math.max(1, at)
  return { encoding, bytes, source, window: swelling > 1.5 ? LEAK_BYTES * 3 : LEAK_BYTES }
}

function spellReversed(bytes: Buffer): Spelling {
  const source = [...bytes.keys()].reverse()
  return { encoding: 'reversed', bytes: Buffer.from(bytes).reverse(), source, window: LEAK_BYTES }
}

/** `shift`: how many unknown bytes stand before the secret in its group of three; characters they touch are left out. */
function spellBase64(bytes: Buffer, shift: number, encoding: 'base64' | 'base64url'): Spelling {
  const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString(encoding)
    .replaceAll('=', '')
  const first = Math.ceil((shift * 8) / 6)
  const last = Math.floor(((shift + bytes.length) * 8) / 6)
  const spelled = encoded.slice(first, last)
  const source = Array.from(spelled, (_, at) => Math.floor(((at + first) * 6) / 8) - shift)
  const name = `${encoding}, shifted by ${shift}`
  return { encoding: name, bytes: Buffer.from(spelled, 'latin1'), source, window: (LEAK_BYTES / 3) * 4 }
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** As `spellBase64`, in groups of five bytes (RFC 4648 §6). */
function spellBase32(bytes: Buffer, shift: number): Spelling {
  const padded = Buffer.concat([Buffer.alloc(shift), bytes])
  const bits = Array.from(padded, (byte) => byte.toString(2).padStart(8, '0')).join('')
  const first = Math.ceil((shift * 8) / 5)
  const last = Math.floor(bits.length / 5)
  const places = Array.from({ length: Math.max(0, last - first) }, (_, at) => at + first)
  const spelled = places.map((at) => BASE32.charAt(parseInt(bits.slice(at * 5, at * 5 + 5), 2))).join('')
  return {
    encoding: `base32, shifted by ${shift}`,
    bytes: Buffer.from(spelled, 'latin1'),
    source: places.map((at) => Math.max(0, Math.floor((at * 5) / 8) - shift)),
    window: Math.ceil((LEAK_BYTES * 8) / 5),
  }
}

function spellWide(text: string, encoding: 'UTF-16LE' | 'UTF-16BE'): Spelling {
  const bytes = Buffer.from(text, 'utf16le')
  if (encoding === 'UTF-16BE') bytes.swap16()
  const source: number[] = []
  let at = 0
  for (const character of text) {
    for (let index = 0; index < character.length * 2; index += 1) source.push(at)
    at += Buffer.byteLength(character, 'utf8')
  }
  return { encoding, bytes, source, window: LEAK_BYTES * 2 }
}

function jsonEscape(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

function asciiEscape(character: string): string {
  return jsonEscape(character).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function htmlEscape(character: string): string {
  const names: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return names[character] ?? character
}

function lower(text: string): string {
  return text.toLowerCase()
}
