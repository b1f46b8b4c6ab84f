/** Reads words that stand for letters, digits and signs when somebody spells, and Morse. */
import { FormBuilder, type Form } from './form.ts'
import { DIGIT_WORDS, isSpoken, SPELLING } from './spoken.ts'

/** Fewer in a text are words. */
const LEAST = 8
const LEAST_OPEN = 3
/** In the order of ITU-R M.1677-1, letters then digits from zero on. */
const MORSE = new Map(
  (
    '.- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.. ' +
    '----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----.'
  )
    .split(' ')
    .map((code, at) => [code, at < 26 ? String.fromCharCode(97 + at) : String(at - 26)] as const),
)

/** What is spelled in words: the words by themselves, and together with letters and digits that stand alone: `capital g, small h, one`. */
export function readWords(text: string, isOpen = false): readonly Form[] {
  const least = isOpen ? LEAST_OPEN : LEAST
  const found: Spoken[] = []
  const mixed: Spoken[] = []
  let start = -1
  let hash = 0
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 0
    if (isLetterOrDigit(code) || (code === DASH && start >= 0 && isHalf(text, start, at))) {
      if (start < 0) {
        start = at
        hash = 0
      }
      if (code !== DASH) hash = (Math.imul(hash, 31) + (code < 128 ? code | 32 : code)) | 0
      continue
    }
    if (start < 0) continue
    const length = at - start
    const read =
      length === 1
        ? text.charAt(start)
        : length <= LONGEST && isSpoken(hash)
          ? spokenBy(text.slice(start, at))
          : undefined
    if (read !== undefined) {
      const spoken = { read, start, end: at }
      mixed.push(spoken)
      if (length > 1) found.push(spoken)
    }
    start = -1
  }
  if (found.length < (mixed.length > found.length ? 1 : least) || mixed.length < least) return []
  return mixed.length === found.length ? [formOf(found)] : [formOf(found), formOf(mixed)]
}

/** A word of the lists is as long, and no longer. */
const LONGEST = 11
const DASH = 45

/** Of other scripts every letter counts, so that no word begins in the middle of another. */
const isLetterOrDigit = (code: number): boolean =>
  (code >= 48 && code <= 57) || ((code | 32) >= 97 && (code | 32) <= 122) || code >= 0xc0

/** The first half of `x-ray` and `double-u`. */
function isHalf(text: string, start: number, end: number): boolean {
  return (end - start === 1 || end - start === 6) && /^(?:x|double)$/i.test(text.slice(start, end))
}

function spokenBy(word: string): string | undefined {
  const small = word.toLowerCase().replace('-', '')
  return SPELLING.get(small) ?? DIGIT_WORDS.get(small)
}

interface Spoken {
  readonly read: string
  readonly start: number
  readonly end: number
}

function formOf(spoken: readonly Spoken[]): Form {
  const form = new FormBuilder()
  for (const { read, start, end } of spoken) form.add(read, start, end)
  return form.build()
}

/** What is spelled in dots and dashes. */
export function readMorse(text: string, isOpen = false): readonly Form[] {
  if (!/[.·•-][-−–.·•]/.test(text)) return []
  const form = new FormBuilder()
  for (const { 0: signs, index } of text.matchAll(/(?<![^\s/|,])[.·•−–_-]{1,6}(?![^\s/|,])/g)) {
    const letter = MORSE.get(signs.replaceAll(/[·•]/g, '.').replaceAll(/[−–_]/g, '-'))
    if (letter !== undefined) form.add(letter, index, index + signs.length)
  }
  return form.buildFrom(isOpen ? LEAST_OPEN : LEAST)
}
