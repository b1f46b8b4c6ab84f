/** Searches a text for a value in every reading of every reading, whatever the text looks like. */
import { readAlphabets } from '../../../src/guard/scrub/forms/alphabets.ts'
import { readBase64 } from '../../../src/guard/scrub/forms/base64.ts'
import { readEscapes } from '../../../src/guard/scrub/forms/escapes.ts'
import type { Reading } from '../../../src/guard/scrub/forms/form.ts'
import { readLookAlikes } from '../../../src/guard/scrub/forms/look-alikes.ts'
import { readMarkup } from '../../../src/guard/scrub/forms/markup.ts'
import { readNumbers } from '../../../src/guard/scrub/forms/numbers.ts'
import { readPacked } from '../../../src/guard/scrub/forms/packed.ts'
import { readUuencoded } from '../../../src/guard/scrub/forms/uuencode.ts'
import { readMorse, readWords } from '../../../src/guard/scrub/forms/words.ts'
import { PartSearch } from '../../../src/guard/scrub/parts.ts'
import { PieceSearch } from '../../../src/guard/scrub/pieces.ts'

const READINGS: readonly Reading[] = [
  readEscapes,
  readMarkup,
  readLookAlikes,
  readBase64,
  readPacked,
  readNumbers,
  readAlphabets,
  readUuencoded,
  readWords,
  readMorse,
]
const DEEPEST = 3

/** Whether some reading tells twelve characters of the value. */
export function findsThoroughly(text: string, value: string): boolean {
  const searched = [{ text: value, known: 0 }]
  const parts = new PartSearch(searched)
  const pieces = new PieceSearch(searched)
  const tells = (read: string): boolean => parts.find(read).length > 0 || pieces.find(read).length > 0
  const look = (read: string, depth: number): boolean =>
    tells(read) ||
    (depth < DEEPEST &&
      READINGS.some((reading) => reading(read, false).some((form) => look(form.text, depth + 1))))
  return look(text, 0)
}
