/**
 * Names of accounts: how one is shown, and when two count as the same.
 *
 * Whoever owns an account chose its name, so it is untrusted: it is shown in its own script, bounded, without anything that hides,
 * reorders, stacks or marks up, and never read as an instruction. Long because characters are told apart one kind at a time.
 */

/** Longest name, in graphemes and in bytes of UTF-8: whichever comes first. */
const MAX_GRAPHEMES = 64
const MAX_BYTES = 256

/** UTF-16 units that are looked at. */
const MAX_READ = 4096

/** What most names are: nothing in them hides, and nothing marks anything up. */
const PLAIN = /^[A-Za-z0-9._@+-]{1,64}$/
const ASCII = /^[\x20-\x7e]*$/

/**
 * What shows nothing or changes how its neighbours show: control, format, surrogate, private-use, unassigned and default-ignorable
 * characters (Unicode Standard Annex #44, Default_Ignorable_Code_Point), and three symbols that are blank.
 */
const HIDDEN = /[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800\ufffc\u{1d159}]/gu

/** What begins a tag, a link, code or a placeholder in a chat that renders its texts. */
const MARKUP_AT_THE_ENDS = /^[\s<>[\]{}|\\`]+|[\s<>[\]{}|\\`]+$/g
const MARKUP = /[<>[\]{}|\\`]+|:\/\/+/g

/** More than four marks on one letter overflow the line (Unicode Technical Standard #39 §5.4). */
const STACKED = /([\p{Mn}\p{Me}]{4})[\p{Mn}\p{Me}]+/gu

/** A mark without a letter would go onto what stands before the name. */
const LOOSE_MARKS = /^[\s\p{M}]+/u

const ZERO_WIDTH_NON_JOINER = '\u200c'
const ZERO_WIDTH_JOINER = '\u200d'
const EMOJI_STYLE = '\ufe0f'

/** A joiner forms a conjunct only behind a virama (RFC 5892, Appendix A.1 and A.2). */
const BEHIND_VIRAMA =
  /[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d3b\u0d3c\u0d4d\u0dca\u0e3a\u0f84\u1039\u103a\u17d2\u1a60\u1b44\u1baa\ua806\ua8c4\ua953\ua9c0\uaaf6\u{11046}\u{1107f}\u{110b9}]$/u
/** A non-joiner parts letters that would join (RFC 5892, Appendix A.1): Persian names have it. */
const BEHIND_JOINING = /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}]\p{M}*$/u
const BEFORE_JOINING = /^[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}]/u
/** A joiner makes one picture of two (Unicode Technical Standard #51 §2.3). */
const BEHIND_PICTURE = /\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?$/u
const BEFORE_PICTURE = /^\p{Extended_Pictographic}/u
const PICTURE_ALONE = /\p{Extended_Pictographic}$/u

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/**
 * A name as it may be shown: in its own script and normal form C, one blank between words, without control, bidirectional, invisible
 * and format characters, and with a hyphen in place of what marks text up (`<>[]{}|\` and backticks, `://`). Joiners stay where their
 * script or picture needs them. At most 64 graphemes and 256 bytes of UTF-8, never cut inside a grapheme. Empty where nothing of it can
 * be shown. What it gives, it gives back unchanged.
 */
export function showName(given: string): string {
  if (PLAIN.test(given)) return given
  let name = given.slice(0, MAX_READ)
  for (;;) {
    const next = shorten(strip(name))
    if (next === name) return name
    name = next
  }
}

/**
 * What two names have in common that count as the same: blind to upper and lower case, to width and other compatibility forms
 * (normal form KC), to joiners, to the kind of apostrophe, and to a full stop at the end.
 */
export function nameKey(name: string): string {
  const spaced = name.replace(/[\s\p{Z}]+/gu, ' ')
  const visible = ASCII.test(spaced) ? spaced : spaced.normalize('NFKC').replace(HIDDEN, '')
  return foldText(foldText(visible))
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/(?<=[^\s.!…])[\s.!…]+$/, '')
}

/** A text in which names are looked for by their keys; marks put into it stay. */
export function foldText(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase()
  // Upper case first: "ß", "ſ" and both small sigmas have one upper-case form.
  return text
    .normalize('NFKC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll(/[‘’ʼ]/g, "'")
    .replaceAll('ς', 'σ')
}

/** The first of `name`, `name 2`, `name 3`, … that is free, shortened where the number would make it too long. */
export async function numberName(name: string, isFree: (name: string) => Promise<boolean>): Promise<string> {
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? '' : ` ${number}`
    const candidate = withSuffix(name, suffix)
    if (await isFree(candidate)) return candidate
  }
}

function withSuffix(name: string, suffix: string): string {
  let kept = name
  while (kept !== '' && showName(kept + suffix) !== kept + suffix) kept = withoutLast(kept)
  return kept + suffix
}

function withoutLast(name: string): string {
  return [...graphemes.segment(name)]
    .slice(0, -1)
    .map(({ segment }) => segment)
    .join('')
    .trim()
}

function strip(name: string): string {
  return name
    .normalize('NFC')
    .replace(/[\s\p{Z}]+/gu, ' ')
    .replace(STACKED, '$1')
    .replace(LOOSE_MARKS, '')
    .replace(HIDDEN, (character, offset: number, whole: string) =>
      isNeeded(character, whole.slice(0, offset), whole.slice(offset + character.length)) ? character : '',
    )
    .replace(MARKUP_AT_THE_ENDS, '')
    .replace(MARKUP, '-')
    .trim()
}

function isNeeded(character: string, before: string, after: string): boolean {
  if (character === EMOJI_STYLE) return PICTURE_ALONE.test(before)
  if (character !== ZERO_WIDTH_JOINER && character !== ZERO_WIDTH_NON_JOINER) return false
  if (BEHIND_VIRAMA.test(before)) return true
  return character === ZERO_WIDTH_JOINER
    ? BEHIND_PICTURE.test(before) && BEFORE_PICTURE.test(after)
    : BEHIND_JOINING.test(before) && BEFORE_JOINING.test(after)
}

function shorten(name: string): string {
  if (name.length <= MAX_GRAPHEMES && Buffer.byteLength(name, 'utf8') <= MAX_BYTES) return name
  let [kept, count, bytes] = ['', 0, 0]
  for (const { segment } of graphemes.segment(name)) {
    count += 1
    bytes += Buffer.byteLength(segment, 'utf8')
    if (count > MAX_GRAPHEMES || bytes > MAX_BYTES) break
    kept += segment
  }
  return kept.trim()
}
