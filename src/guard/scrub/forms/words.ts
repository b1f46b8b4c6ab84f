/** Reads words that stand for letters, digits and signs when somebody spells, and Morse. */
import { FormBuilder, type Form } from './form.ts'
import { DIGIT_WORDS, SPELLING } from './spoken.ts'

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
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const isSingle = word.length === 1
    const small = isSingle ? word : word.toLowerCase().replace('-', '')
    const read = isSingle ? word : (SPELLING.get(small) ?? DIGIT_WORDS.get(small))
    if (read === undefined) continue
    const spoken = { read, start: index, end: index + word.length }
    mixed.push(spoken)
    if (!isSingle) found.push(spoken)
  }
  if (found.length < (mixed.length > found.length ? 1 : least) || mixed.length < least) return []
  return mixed.length === found.length ? [formOf(found)] : [formOf(found), formOf(mixed)]
}

/** A word of the lists is as long, and no longer. */
const WORD = /(?<![\p{L}\p{N}])(?:x-ray|double-u|\p{L}{2,11}|[A-Za-z0-9])(?![\p{L}\p{N}])/giu

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
