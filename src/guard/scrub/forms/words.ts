/** Reads words that stand for letters: those of the radio alphabet (ICAO, and as it is spelled otherwise), digits and signs, and Morse. */
import { FormBuilder, type Form } from './form.ts'

/** Fewer in a text are words. */
const LEAST = 8
const LEAST_OPEN = 3
const LETTERS = (
  'alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa quebec romeo sierra tango ' +
  'uniform victor whiskey xray yankee zulu'
).split(' ')
const DIGITS = 'zero one two three four five six seven eight nine'.split(' ')
const OTHERS: Readonly<Record<string, string>> = {
  alfa: 'a',
  juliet: 'j',
  whisky: 'w',
  niner: '9',
  fife: '5',
  tree: '3',
  fower: '4',
}
const SPOKEN = new Map<string, string>([
  ...LETTERS.map((word, at) => [word, String.fromCharCode(97 + at)] as const),
  ...DIGITS.map((word, at) => [word, String(at)] as const),
  ...Object.entries(OTHERS),
])
/** In the order of ITU-R M.1677-1, letters then digits from zero on. */
const MORSE = new Map(
  (
    '.- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.. ' +
    '----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----.'
  )
    .split(' ')
    .map((code, at) => [code, at < 26 ? String.fromCharCode(97 + at) : String(at - 26)] as const),
)

/** What is spelled in words. */
export function readWords(text: string, isOpen = false): readonly Form[] {
  const least = isOpen ? LEAST_OPEN : LEAST
  return [...readSpoken(text, least), ...readMorse(text, least)]
}

/** Two of the alphabet's own words are in every text that is spelled by it: twelve drawn characters have more letters than that. */
const HINT =
  /alfa|alpha|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliet|kilo|lima|mike|november|oscar|papa|quebec|romeo|sierra|tango|uniform|victor|whisk|x-?ray|yankee|zulu/i

function readSpoken(text: string, least: number): readonly Form[] {
  if (!HINT.test(text)) return []
  const form = new FormBuilder()
  for (const { 0: word, index } of text.matchAll(/x-ray|[a-z]{3,9}/gi)) {
    const letter = SPOKEN.get(word.toLowerCase().replace('-', ''))
    if (letter !== undefined) form.add(letter, index, index + word.length)
  }
  return form.buildFrom(least)
}

function readMorse(text: string, least: number): readonly Form[] {
  if (!/[.·•-][-−–.·•]/.test(text)) return []
  const form = new FormBuilder()
  for (const { 0: signs, index } of text.matchAll(/(?<![^\s/|,])[.·•−–_-]{1,6}(?![^\s/|,])/g)) {
    const letter = MORSE.get(signs.replaceAll(/[·•]/g, '.').replaceAll(/[−–_]/g, '-'))
    if (letter !== undefined) form.add(letter, index, index + signs.length)
  }
  return form.buildFrom(least)
}
