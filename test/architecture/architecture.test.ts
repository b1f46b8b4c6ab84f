/** The house of docs/architecture.md as it stands; that each rule can fail is proved in `planted.test.ts`. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkDocumentation } from './documentation.ts'
import { checkNames, checkSizes, checkSteps } from './files.ts'
import { checkArrows, checkCycles, checkLayers, checkPeers } from './imports.ts'
import { readCode, readTracked } from './tree.ts'
import { checkErrorCodes, checkWords } from './words.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const code = readCode(ROOT)
const product = code.filter(({ path }) => !path.startsWith('test/'))

/** Files of `prompts/` and `src/chat/actors/` that belong to no step, each with what it is. */
const NO_STEP = {
  'prompts/model.ts': 'what a host tells its own model',
  'prompts/entry-page.ts': 'the one-time page of the server',
  'prompts/languages/': 'the words of other languages than English',
  'prompts/names.ts': 'how services and accounts are written',
  'src/chat/actors/actors.ts': 'binds the actors to a turn',
}

describe('the house', () => {
  it('has code in it', () => {
    expect(code.length).toBeGreaterThan(100)
  })

  it('lets machines import xstate, prompts zod, and nothing import upward', () => {
    expect(checkArrows(code)).toEqual([])
  })

  it('lets each folder of src/ be used without those above it', () => {
    expect(checkLayers(product)).toEqual([])
  })

  it('has no file that imports itself by way of others, in the product not even its types', () => {
    expect(checkCycles(product, { types: true })).toEqual([])
    expect(checkCycles(code, { types: false })).toEqual([])
  })

  it('asks for optional packages only behind their subpaths', () => {
    expect(checkPeers(product)).toEqual([])
  })

  it('has files of readable length', () => {
    expect(checkSizes(code)).toEqual([])
  })

  it('names files after what is in them', () => {
    expect(checkNames(code)).toEqual([])
  })

  it('gives each step one stem', () => {
    expect(checkSteps(code, Object.keys(NO_STEP))).toEqual([])
  })

  it('documents every export', () => {
    expect(checkDocumentation(product)).toEqual([])
  })

  it('throws every error code somewhere, and expects it in a test', () => {
    expect(checkErrorCodes(code)).toEqual([])
  })

  it('names no registry, no path of this machine, and holds nothing that looks like a token', () => {
    expect(checkWords(readTracked(ROOT))).toEqual([])
  })

  it('reveals secrets where the lint lets it, and lets nothing reveal that does not', () => {
    const config = readFileSync(join(ROOT, 'eslint.config.js'), 'utf8')
    const list = /REVEALING = \{([^}]*)\}/.exec(config)?.[1] ?? ''
    const paths = [...list.matchAll(/^\s*'(src\/[^']+)':/gm)].map(([, path]) => path ?? '')
    expect(paths.length).toBeGreaterThan(1)
    const idle = paths.filter((path) => !/\breveal\b/.test(readFileSync(join(ROOT, path), 'utf8')))
    expect(idle).toEqual([])
  })
})
