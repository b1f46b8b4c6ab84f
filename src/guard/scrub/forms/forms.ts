/** All the ways in which a text can be read, on top of each other, in bounded depth and memory. */
import { readAlphabets } from './alphabets.ts'
import { readBase64 } from './base64.ts'
import { readEscapes } from './escapes.ts'
import type { Form, Reading } from './form.ts'
import { hintsOf, type Hints } from './hints.ts'
import { readLookAlikes } from './look-alikes.ts'
import { readMarkup } from './markup.ts'
import { readNumbers } from './numbers.ts'
import { readPacked } from './packed.ts'
import { readUuencoded } from './uuencode.ts'
import { readMorse, readWords } from './words.ts'

/** How many encodings are undone on top of each other. */
const DEEPEST = 3
/** A shorter text spells no value of twelve characters anew. UTF-16 units. */
const SHORTEST = 12
/** All forms together are at most so many times as long as their text, and some more for a short one. */
const MOST_TIMES = 12
const SOME_MORE = 16_384

/** The readings, and what hints at each. Those whose end is the text's end are read in what grows, too. */
const READINGS: readonly { read: Reading; hint?: keyof Hints; isOpen: boolean }[] = [
  { read: readEscapes, hint: 'escapes', isOpen: true },
  { read: readMarkup, hint: 'markup', isOpen: true },
  { read: readLookAlikes, hint: 'others', isOpen: true },
  { read: readBase64, hint: 'base64', isOpen: false },
  { read: readPacked, hint: 'base64', isOpen: false },
  { read: readNumbers, hint: 'numbers', isOpen: true },
  { read: readAlphabets, hint: 'alphabets', isOpen: false },
  { read: readUuencoded, hint: 'capitals', isOpen: false },
  { read: readWords, hint: 'words', isOpen: true },
  { read: readMorse, isOpen: true },
]

/** Every form of a text but itself, those read from others last. `isOpen`: only those in which a text that grows goes on at the end. */
export function formsOf(text: string, isOpen = false): Form[] {
  const forms: Form[] = []
  const seen = new Set([text])
  let left = text.length * MOST_TIMES + SOME_MORE
  let level: Form[] = [{ text, startOf: (unit) => unit, endOf: (unit) => unit + 1, isWhole: true }]
  for (let depth = 0; depth < DEEPEST; depth++) {
    const next: Form[] = []
    for (const from of level) {
      if (from.text.length < SHORTEST) continue
      const hints = hintsOf(from.text, isOpen)
      for (const { read: reading, hint, isOpen: mayGrow } of READINGS) {
        if ((isOpen && !mayGrow) || (hint !== undefined && !hints[hint])) continue
        for (const read of reading(from.text, isOpen)) {
          left -= read.text.length
          if (left < 0) return forms
          if (seen.has(read.text)) continue
          seen.add(read.text)
          next.push(depth === 0 ? read : through(from, read))
        }
      }
    }
    if (next.length === 0) break
    forms.push(...next)
    level = next
  }
  return forms
}

/** What was read from a form, by the places of the form's own text. */
function through(from: Form, read: Form): Form {
  const placesOf = (unit: number): readonly [first: number, last: number] | undefined => {
    const [first, last] = [read.startOf(unit), read.endOf(unit) - 1]
    return last < first ? undefined : [first, last]
  }
  return {
    text: read.text,
    // What was read backwards stands the other way round.
    startOf: (unit) => Math.min(...(placesOf(unit)?.map(from.startOf) ?? [0])),
    endOf: (unit) => Math.max(...(placesOf(unit)?.map(from.endOf) ?? [0])),
    isWhole: read.isWhole && from.isWhole,
  }
}
