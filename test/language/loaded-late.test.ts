/** The vocabularies of eleven languages are loaded when a message needs them, and not before. */
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { readCode } from '../architecture/tree.ts'

const product = readCode(resolve(import.meta.dirname, '../..')).filter(({ path }) =>
  /^(?:src|machines|prompts)\//.test(path),
)
/** Imports that load what they name at once. */
const AT_ONCE = /^(?:import|export)(?! type)[^;'"]*? from '([^']+)'/gm

it('no file of the product imports them at once, but their own table', () => {
  const importers = product
    .filter(({ text }) =>
      [...text.matchAll(AT_ONCE)].some(([, from = '']) =>
        /languages\/index\.ts$|\/(?:vocabulary|replies)\.ts$/.test(from),
      ),
    )
    .map(({ path }) => path)
  // The English replies, and what puts a phrasebook's sentences together, are no vocabulary.
  expect(importers.toSorted()).toEqual(['prompts/languages/index.ts', 'src/words.ts'])
})

it('one place loads them, with the first message that is not English beyond doubt', () => {
  const loaders = product.filter(({ text }) => /import\('[^']*prompts\/languages\/index\.ts'\)/.test(text))
  expect(loaders.map(({ path }) => path)).toEqual(['src/chat/turn/languages.ts'])
})
