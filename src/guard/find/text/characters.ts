/** ASCII character classes as bit masks, and runs of them: what token bodies are made of. */

const DIGIT = 1
const LOWER_HEX = 2
const LOWER_REST = 4
const UPPER_HEX = 8
const UPPER_REST = 16
const UNDERSCORE = 32
const HYPHEN = 64
const DOT = 128
const PLUS_SLASH = 256
const EQUALS = 512
const TILDE = 1024

/** A set of ASCII characters as bits; combine with `|`. */
export type CharacterMask = number

/** Decimal digits. */
export const DIGITS: CharacterMask = DIGIT
/** Hexadecimal digits, `0-9a-fA-F`. */
export const HEX: CharacterMask = DIGIT | LOWER_HEX | UPPER_HEX
/** Latin letters, `a-zA-Z`. */
export const LETTERS: CharacterMask = LOWER_HEX | LOWER_REST | UPPER_HEX | UPPER_REST
/** Letters and digits, `a-zA-Z0-9`. */
export const ALNUM: CharacterMask = DIGIT | LETTERS
/** Word characters, `a-zA-Z0-9_`. */
export const WORD: CharacterMask = ALNUM | UNDERSCORE
/** `a-zA-Z0-9_-`: base64url without padding. */
export const SLUG: CharacterMask = WORD | HYPHEN
/** `a-zA-Z0-9_-.`: base64url parts joined by dots. */
export const DOTTED: CharacterMask = SLUG | DOT
/** `a-zA-Z0-9+/=`: standard base64. */
export const BASE64: CharacterMask = ALNUM | PLUS_SLASH | EQUALS
/** Standard and URL-safe base64 together, and dots. */
export const WIDE: CharacterMask = DOTTED | BASE64 | TILDE

const MASKS = new Uint16Array(128)
for (let code = 0; code < 128; code++) MASKS[code] = maskOf(String.fromCharCode(code))

function maskOf(character: string): number {
  if (/[0-9]/.test(character)) return DIGIT
  if (/[a-f]/.test(character)) return LOWER_HEX
  if (/[g-z]/.test(character)) return LOWER_REST
  if (/[A-F]/.test(character)) return UPPER_HEX
  if (/[G-Z]/.test(character)) return UPPER_REST
  const others: Record<string, number> = {
    _: UNDERSCORE,
    '-': HYPHEN,
    '.': DOT,
    '+': PLUS_SLASH,
    '/': PLUS_SLASH,
    '=': EQUALS,
    '~': TILDE,
  }
  return others[character] ?? 0
}

const PARTS: Readonly<Record<string, CharacterMask>> = {
  'a-z': LOWER_HEX | LOWER_REST,
  'a-f': LOWER_HEX,
  'A-Z': UPPER_HEX | UPPER_REST,
  'A-F': UPPER_HEX,
  '0-9': DIGIT,
}

/** The class of some ranges (`A-Z`, `A-F`, `a-z`, `a-f`, `0-9`) and marks (`_ - . + / = ~`; `+` and `/` go together). */
export function classOf(parts: readonly string[]): CharacterMask {
  return parts.reduce((mask, part) => mask | (PARTS[part] ?? maskOf(part)), 0)
}

/** Tells whether the UTF-16 unit at `at` belongs to a class; false outside the text and for everything beyond ASCII. */
export function isOf(text: string, at: number, mask: CharacterMask): boolean {
  const code = text.charCodeAt(at)
  return code < 128 && ((MASKS[code] ?? 0) & mask) !== 0
}

/** The end of the run of class characters that starts at `from`; `from` itself where there is none. At most `limit`. */
export function runEnd(text: string, from: number, mask: CharacterMask, limit = text.length): number {
  let at = from
  while (at < limit && isOf(text, at, mask)) at++
  return at
}

/** Tells whether the letter at `at` belongs to an escape (`\\n`, `\\t`): what follows it begins a word. */
export function endsEscape(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return (code === 110 || code === 114 || code === 116) && text.charCodeAt(at - 1) === 92
}

/** The start of the run of class characters that ends before `before`, at least `limit`. */
export function runStart(text: string, before: number, mask: CharacterMask, limit = 0): number {
  let at = before
  while (at > limit && isOf(text, at - 1, mask)) at--
  return at
}

/** How many stand-ins one run may hold before it is taken whole. */
const MOST_REJECTED = 8

/**
 * Remembers the last run looked at per class, so that many candidates inside one long run cost one walk together.
 *
 * Without it `ghp_ghp_ghp_…` would be walked once for every prefix: quadratic.
 */
export class RunMemory {
  readonly #text: string
  readonly #runs = new Map<CharacterMask, { from: number; to: number }>()

  constructor(text: string) {
    this.#text = text
  }

  /** Up to here places were read without their line breaks in vain: an eighth of what was looked at, to stay linear. */
  unwrappedUntil = 0
  #lastEnd = -1
  #tries = 0

  /**
   * Counts the rejected candidates that end where the last one did, and tells when there were too many to go on judging
   * each: a run that is stuffed with stand-ins is then taken for what it pretends to be.
   */
  rejectedTooOften(end: number): boolean {
    this.#tries = end === this.#lastEnd ? this.#tries + 1 : 1
    this.#lastEnd = end
    return this.#tries > MOST_REJECTED
  }

  /** As `runEnd` without a limit, in amortised constant time for positions that move forward. */
  end(from: number, mask: CharacterMask): number {
    const known = this.#runs.get(mask)
    if (known !== undefined && from >= known.from && from <= known.to) return known.to
    const to = runEnd(this.#text, from, mask)
    this.#runs.set(mask, { from, to })
    return to
  }
}
