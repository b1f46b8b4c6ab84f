/** Finds tokens that were typed letter by letter, with a blank between each: `g h p _ A b …`. */
import type { Units } from './literals.ts'

/** The shortest run of single characters that is read as one word, in characters. */
const SHORTEST = 12

/** A run of single characters with one blank between each, and the word they make. */
export interface SpelledWord {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Every such run. Looks at a few characters of each dozen first, so that prose costs next to nothing. */
export function spelledWords(text: string, units: Units): SpelledWord[] {
  const words: SpelledWord[] = []
  for (let at = 1; at + 6 < units.length; at += SHORTEST) {
    const blank = isBlankRow(units, at) ? at : isBlankRow(units, at + 1) ? at + 1 : -1
    if (blank === -1) continue
    let start = blank - 1
    while (start >= 2 && isBlank(units, start - 1) && isSingle(units, start - 2)) start -= 2
    let end = blank
    while (isBlank(units, end) && isSingle(units, end + 1)) end += 2
    if (end - start >= SHORTEST * 2 - 1 && isSingle(units, start))
      words.push({ start, end, text: text.slice(start, end).replaceAll(' ', '') })
    at = Math.max(at, end)
  }
  return words
}

function isBlankRow(units: Units, at: number): boolean {
  return isBlank(units, at) && isBlank(units, at + 2) && isBlank(units, at + 4)
}

function isBlank(units: Units, at: number): boolean {
  return units[at] === 32
}

/** A visible ASCII character with no other beside it. */
function isSingle(units: Units, at: number): boolean {
  return isVisible(units[at]) && !isVisible(units[at - 1]) && !isVisible(units[at + 1])
}

function isVisible(unit: number | undefined): boolean {
  return unit !== undefined && unit > 32 && unit < 127
}
