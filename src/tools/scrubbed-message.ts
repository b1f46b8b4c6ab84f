/** Brings somebody else's words into a form that may stand in an error or a log. */
import type { Scrubber } from '../guard/index.ts'

/** Control, format and separator characters, which could hide or rewrite text where it is shown. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]+/gu

/** The longest text that is passed on, in characters. */
const MAX_CHARACTERS = 1000

/** A text scrubbed, on one line, without invisible characters, cut at 1,000; withheld where it cannot be scrubbed. */
export function scrubbedMessage(scrubber: Scrubber, text: string): string {
  try {
    const line = scrubber.text(text).replace(INVISIBLE, ' ').trim()
    return line.length > MAX_CHARACTERS ? `${line.slice(0, MAX_CHARACTERS)}…` : line
  } catch {
    return '[withheld]'
  }
}
