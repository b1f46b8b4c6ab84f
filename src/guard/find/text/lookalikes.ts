/** How single characters beyond ASCII are read: dropped, as an ASCII character, or as they stand. */

/** The ways of reading a character. */
export const READING = {
  unknown: 0,
  /** As it stands. */
  kept: 1,
  /** Always as its ASCII form: full-width letters and the like. */
  plain: 2,
  /** Not at all, beside ASCII: zero-width characters, soft hyphens, variation selectors. */
  invisible: 3,
  /** As `-`, between token characters. */
  dash: 4,
  /** As the Latin letter it looks like, inside a token. */
  lookalike: 5,
  /** As its ASCII form, beside full-width letters or digits: in Chinese and Japanese it is ordinary punctuation. */
  punctuation: 6,
} as const

/** Format characters, soft hyphen, variation selectors, combining grapheme joiner, Hangul and other fillers. */
const INVISIBLE =
  /[\p{Cf}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\u{e0100}-\u{e01ef}]/u
/** Blanks that typesetting and phones put in place of ordinary ones. */
const BLANK = /[\u00a0\u2000-\u200a\u202f\u205f]/
const DASH = /[\u2010-\u2015\u2212\ufe58\ufe63\u2043\u02d7]/
const FULL_WIDTH_PUNCTUATION = /[！（），．：；？［］｛｝]/

/** Cyrillic and Greek letters that look like Latin ones (Unicode security mechanisms UTS 39, confusables.txt). */
const LOOKALIKES = new Map(
  [...'асеорхуіјѕԁһԛԝкАВСЕНІЈКМОРЅТХУҮЗονριαυκΑΒΕΖΗΙΚΜΝΟΡΤΥΧıɡ'].map((letter, index) => [
    letter,
    'aceopxyijsdhqwkABCEHIJKMOPSTXYY3ovpiaukABEZHIKMNOPTYXig'.charAt(index),
  ]),
)

/** What is known of each character of the basic plane: of fixed size, filled as characters are met. */
const known = new Uint8Array(65_536)
/** The ASCII forms of those that have one; at most one entry for each character. */
const forms = new Map<number, string>()

/** How the UTF-16 unit is read; surrogates are `kept` here, see `readPair`. */
export function readingOf(unit: number): number {
  const reading = known[unit] ?? READING.kept
  return reading === READING.unknown ? learn(unit) : reading
}

/** The ASCII form of a unit whose reading is neither `kept` nor `invisible`. */
export function formOf(unit: number): string {
  return forms.get(unit) ?? ''
}

/** How a surrogate pair is read: its ASCII form (mathematical letters), '' if invisible, undefined if it stays. */
export function readPair(pair: string): string | undefined {
  if (INVISIBLE.test(pair)) return ''
  return asciiForm(pair)
}

function learn(unit: number): number {
  const character = String.fromCharCode(unit)
  const [reading, form] = classify(character)
  known[unit] = reading
  if (form !== undefined) forms.set(unit, form)
  return reading
}

function classify(character: string): [reading: number, form?: string] {
  if (character < '\u0080') return [READING.kept]
  if (INVISIBLE.test(character)) return [READING.invisible]
  if (DASH.test(character)) return [READING.dash, '-']
  const lookalike = LOOKALIKES.get(character)
  if (lookalike !== undefined) return [READING.lookalike, lookalike]
  if (BLANK.test(character)) return [READING.plain, ' ']
  const form = asciiForm(character)
  if (form === undefined) return [READING.kept]
  return [FULL_WIDTH_PUNCTUATION.test(character) ? READING.punctuation : READING.plain, form]
}

function asciiForm(character: string): string | undefined {
  // An ellipsis stands for what was left out: it is no three dots of a token.
  if (character === '\u2026' || character === '\u2025') return undefined
  const composed = character.normalize('NFKC')
  return composed !== character && /^[\x21-\x7e]+$/.test(composed) ? composed : undefined
}
