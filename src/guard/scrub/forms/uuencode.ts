/** Reads uuencode: lines of capitals, digits and signs, of which the first tells the length. */
import { type Form, Stretches } from './form.ts'

const LEAST_STRETCH = 12

/** The texts that a text holds in uuencode: lines of capitals, digits and signs. */
export function readUuencoded(text: string): readonly Form[] {
  const stretches = new Stretches(LEAST_STRETCH)
  let start = -1
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 0
    if (code >= 32 && code <= 96) {
      if (start < 0) start = at
      continue
    }
    if (start < 0) continue
    for (let from = start; at - from >= LEAST_LINE; from += LONGEST_LINE)
      if (from === 0 || /["\n]/.test(text.charAt(from - 1)))
        readLine(stretches, text.slice(from, Math.min(at, from + LONGEST_LINE)), from)
    start = -1
  }
  return stretches.forms()
}

/** Twelve characters with a sign for their length, and the longest line that is written. */
const LEAST_LINE = 17
const LONGEST_LINE = 86

/** A sign for the length, then four for three bytes. */
function readLine(stretches: Stretches, line: string, start: number): void {
  for (let phase = 0; phase < 4; phase++) {
    for (let at = phase; at + 3 < line.length; at += 4) {
      let word = 0
      for (let index = at; index < at + 4; index++) word = (word << 6) | ((line.charCodeAt(index) - 32) & 63)
      for (let byte = 0; byte < 3; byte++)
        stretches.take((word >>> (16 - 8 * byte)) & 255, start + at + byte, start + at + byte + 2)
    }
    stretches.end()
  }
}
