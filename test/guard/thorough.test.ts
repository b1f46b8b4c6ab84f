/** T-126: what the guard looks over quickly holds nothing that a thorough look finds. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAlphabets } from '../../src/guard/scrub/forms/alphabets.ts'
import { readBase64 } from '../../src/guard/scrub/forms/base64.ts'
import { ValueSearch } from '../../src/guard/scrub/value-search.ts'
import { makeMessages } from './corpus/traffic.ts'
import { CIPHERS } from './layered/ciphers.ts'
import { ENCODINGS } from './layered/encodings.ts'
import { ESCAPES } from './layered/escapes.ts'
import { LAYERS } from './layered/layers.ts'
import { LOOK_ALIKES } from './layered/look-alikes.ts'
import { PIECES } from './layered/pieces.ts'
import { SCRIPTS } from './layered/scripts.ts'
import { TOLD } from './layered/told.ts'
import { DECODINGS, type Decoding } from './thorough/decodings.ts'
import { findsThoroughly } from './thorough/search.ts'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'
const written = (signs: string, least: number, most: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...signs), { minLength: least, maxLength: most })
    .map((characters) => characters.join(''))

/** Encoded text among drawn bytes, with drawn signs at both ends, so that it begins anywhere in a group; a number by itself. */
function runsOf({ signs, isWhole, isRun, encode }: Decoding): fc.Arbitrary<string> {
  const most = isWhole ? 0 : 9
  return fc
    .record({
      before: written(signs, 0, most),
      bytes: fc.tuple(
        fc.uint8Array({ maxLength: most }),
        written(LETTERS, 12, 40),
        fc.uint8Array({ maxLength: most }),
      ),
      isWide: fc.boolean(),
      after: written(signs, 0, most),
    })
    .map(({ before, bytes: [one, text, other], isWide, after }) => {
      const plain = Buffer.from(text, isWide && !isWhole ? 'utf16le' : 'utf8')
      return before + encode(Buffer.concat([one, plain, other])) + after
    })
    .filter((run) => run.length >= 16 && run.length <= 400 && isRun(run))
}

describe('T-126 a quick look', () => {
  it.each(Object.entries(DECODINGS))('keeps every text of a run of %s', (_, decoding) => {
    let texts = 0
    fc.assert(
      fc.property(runsOf(decoding), (run) => {
        const read = [...readBase64(run), ...readAlphabets(run)].map(({ text }) => text).join('\n')
        for (const text of decoding.decode(run)) {
          texts++
          expect(read).toContain(text)
        }
      }),
      { numRuns: 400, seed: 126 },
    )
    expect(texts).toBeGreaterThan(100)
  })

  const spellings = Object.entries({
    ...ESCAPES,
    ...ENCODINGS,
    ...LAYERS,
    ...LOOK_ALIKES,
    ...PIECES,
    ...SCRIPTS,
    ...CIPHERS,
    ...TOLD,
  })
  const messages = makeMessages(300, 60, 2_026)

  it('finds each value that is found when nothing is passed over', { timeout: 120_000 }, () => {
    let found = 0
    fc.assert(
      fc.property(
        fc.constantFrom(...spellings),
        written(LETTERS, 12, 40),
        fc.constantFrom(...messages),
        fc.constantFrom(' ', '\n', '"', '=', 'x'),
        fc.nat({ max: 30 }),
        ([, spell], value, message, parting, cut) => {
          const told = spell(value)
          const text = message + parting + told.slice(0, Math.max(1, told.length - cut)) + parting + message
          if (!findsThoroughly(text, value)) return
          found++
          expect(new ValueSearch([{ text: value, known: 0 }]).find(text)).not.toEqual([])
        },
      ),
      { numRuns: 600, seed: 126 },
    )
    expect(found).toBeGreaterThan(300)
  })
})
