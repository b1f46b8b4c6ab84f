/** Every rule of the architecture can fail: a breach planted in a temporary tree is found, and what is next to it is not. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { checkDocumentation } from './documentation.ts'
import { checkNames, checkSizes, checkSteps } from './files.ts'
import { checkArrows, checkCycles, checkLayers, checkPeers } from './imports.ts'
import { type Breach, readCode, readTracked, type TreeFile } from './tree.ts'
import { checkErrorCodes, checkWords } from './words.ts'

const root = mkdtempSync(join(tmpdir(), 'keyturn-house-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Writes a tree, reads it back as the rules do, and gives the breaches. */
function breachesOf(
  rule: (files: readonly TreeFile[]) => Breach[],
  files: Readonly<Record<string, string>>,
  read: (folder: string) => TreeFile[] = readCode,
): Breach[] {
  const folder = mkdtempSync(join(root, 'tree-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return rule(read(folder))
}

const lines = (count: number, header = '/** A file. */'): string =>
  `${header}\n${'// line\n'.repeat(count - 1)}`

describe('imports', () => {
  it.each([
    ['machines/a.ts', `import { z } from 'zod'`],
    ['machines/a.ts', `import { b } from '../prompts/b.ts'`],
    ['machines/a.ts', `import { readFileSync } from 'node:fs'`],
    ['prompts/a.ts', `import { setup } from 'xstate'`],
    ['prompts/a.ts', `export { b } from '../machines/b.ts'`],
    ['src/a.ts', `import { b } from '../test/b.ts'`],
    ['src/a.ts', `const b = await import('../examples/b.ts')`],
    ['examples/a.ts', `import { b } from '../test/b.ts'`],
  ])('of %s against the arrows are found: %s', (path, text) => {
    expect(breachesOf(checkArrows, { [path]: text })).toHaveLength(1)
  })

  it('along the arrows are left alone', () => {
    const files = {
      'machines/a.ts': `import { setup } from 'xstate'\nimport { b } from './b.ts'`,
      'prompts/a.ts': `import { z } from 'zod'`,
      'src/a.ts': `import { readFileSync } from 'node:fs'\nimport { b } from '../machines/b.ts'`,
      'test/a.test.ts': `import { b } from '../src/a.ts'`,
    }
    expect(breachesOf(checkArrows, files)).toEqual([])
  })

  it('of a folder above are found, straight and by way of a file beside the folders', () => {
    const up = breachesOf(checkLayers, {
      'src/vault/a.ts': `import { b } from '../tools/b.ts'`,
      'src/tools/b.ts': '',
    })
    expect(up).toEqual(['src/vault/ reaches src/tools/: src/vault/a.ts → src/tools/b.ts'])
    const around = breachesOf(checkLayers, {
      'src/guard/a.ts': `import { b } from '../b.ts'`,
      'src/b.ts': `import type { C } from './chat/actors/c.ts'`,
      'src/chat/actors/c.ts': '',
    })
    const way = 'src/guard/a.ts → src/b.ts → src/chat/actors/c.ts'
    expect(around).toEqual([`src/guard/ reaches src/chat/actors/: ${way}`])
    const within = { 'src/chat/reading/a.ts': `import { b } from '../turn/b.ts'`, 'src/chat/turn/b.ts': '' }
    expect(breachesOf(checkLayers, within)).toHaveLength(1)
    const down = { 'src/tools/a.ts': `import { b } from '../vault/b.ts'`, 'src/vault/b.ts': '' }
    expect(breachesOf(checkLayers, down)).toEqual([])
    expect(breachesOf(checkLayers, { 'src/novel/a.ts': '' })).toHaveLength(1)
    const notAlone = { 'src/testing/a.ts': `import { b } from '../vault/b.ts'`, 'src/vault/b.ts': '' }
    expect(breachesOf(checkLayers, notAlone)).toHaveLength(1)
  })

  it('in a ring are found, of types too where those count', () => {
    const ring = {
      'src/a.ts': `import { B } from './b.ts'`,
      'src/b.ts': `import { c } from './c.ts'`,
      'src/c.ts': `export * from './a.ts'`,
    }
    const running = (files: readonly TreeFile[]): Breach[] => checkCycles(files, { types: false })
    const typed = (files: readonly TreeFile[]): Breach[] => checkCycles(files, { types: true })
    const way = 'src/a.ts → src/b.ts → src/c.ts → src/a.ts'
    expect(breachesOf(running, ring)).toEqual([way])
    expect(breachesOf(typed, { ...ring, 'src/c.ts': '' })).toEqual([])
    const ofTypes = { ...ring, 'src/c.ts': `export type {\n  B,\n} from './a.ts'` }
    expect(breachesOf(running, ofTypes)).toEqual([])
    expect(breachesOf(typed, ofTypes)).toEqual([way])
  })

  it('of an optional package are found outside of its adapter', () => {
    const text = `import OpenAI from 'openai/index'`
    expect(breachesOf(checkPeers, { 'src/chat/turn/turn.ts': text })).toHaveLength(1)
    expect(breachesOf(checkPeers, { 'src/adapters/openai.ts': text })).toEqual([])
  })
})

describe('files', () => {
  it('that are too long are found', () => {
    expect(breachesOf(checkSizes, { 'src/a.ts': lines(251) })).toHaveLength(1)
    expect(breachesOf(checkSizes, { 'src/a.ts': lines(250) })).toEqual([])
    expect(breachesOf(checkSizes, { 'src/a.ts': lines(400, '/** Long because it is data. */') })).toEqual([])
    expect(
      breachesOf(checkSizes, { 'src/a.ts': lines(401, '/** Long because it is data. */') }),
    ).toHaveLength(1)
    expect(breachesOf(checkSizes, { 'test/a.test.ts': lines(400) })).toEqual([])
    expect(breachesOf(checkSizes, { 'test/a.test.ts': lines(401) })).toHaveLength(1)
  })

  it.each([
    'src/utils.ts',
    'src/helpers/a.ts',
    'src/url-utils.ts',
    'src/common/a.ts',
    'src/aB.ts',
    'src/a_b.ts',
  ])('that are called %s are found', (path) => {
    expect(breachesOf(checkNames, { [path]: '', 'src/fine-name.test.ts': '' })).toHaveLength(1)
  })

  it('that a step lacks are found, and those that belong to none', () => {
    const steps = [
      'detect-need',
      'check-store',
      'ask-account',
      'collect-inline',
      'dedupe',
      'validate',
      'lockout',
      'redirect',
    ]
    const whole = Object.fromEntries(
      steps.flatMap((step) => [
        [`machines/${step}.ts`, ''],
        [`test/machines/${step}.test.ts`, ''],
      ]),
    )
    expect(breachesOf(checkSteps, whole)).toEqual([])
    expect(breachesOf(checkSteps, { ...whole, 'src/chat/actors/validate-fields.ts': '' })).toEqual([])
    expect(breachesOf(checkSteps, { ...whole, 'src/chat/actors/other.ts': '' })).toHaveLength(1)
    const { 'machines/dedupe.ts': _, ...less } = whole
    expect(breachesOf(checkSteps, less)).toEqual(['machines/dedupe.ts is missing'])
    const { 'test/machines/lockout.test.ts': __, ...untested } = whole
    expect(breachesOf(checkSteps, untested)).toHaveLength(1)
  })
})

describe('documentation', () => {
  it.each([
    'export const a = 1',
    'export function a(): void {}',
    'export class A {}',
    'export interface A {}',
    'export type A = 1',
    'export async function a(): Promise<void> {}',
    '/** A. */\nexport const a = 1',
    '// A comment that is no docstring.\nexport const a = 1',
  ])('that is missing is found: %s', (text) => {
    const files = { 'src/a.ts': `/** About this file. */\nimport '../b.ts'\n${text}` }
    expect(breachesOf(checkDocumentation, files)).toHaveLength(1)
  })

  it('that is there is enough', () => {
    const text =
      '/** About this file. */\nimport "./b.ts"\n/** One of them. */\nexport const a = 1\nconst inner = 2\n'
    expect(breachesOf(checkDocumentation, { 'src/a.ts': text })).toEqual([])
    const two = '/** The one. */\nexport const a = 1\n/** The other. */\nexport const b = 1'
    expect(breachesOf(checkDocumentation, { 'src/a.ts': two.replace('/** The one. */\n', '') })).not.toEqual(
      [],
    )
  })
})

describe('words', () => {
  const digits = '0123456789abcdefghijABCDEFGHIJ012345'
  it.each([
    ['a GitHub token', ['gh', 'p_', digits]],
    ['a fine-grained token', ['github', '_pat_', digits.slice(0, 22), '_', digits, digits.slice(0, 23)]],
    ['a Slack token', ['xo', 'xb-', '123456789012-', digits.slice(0, 24)]],
    ['an AWS key', ['AK', 'IA', 'QWERTYUIOPASDFGH']],
    ['a private key', ['-----BEGIN PRIV', 'ATE KEY----- ', digits, digits]],
    ['a registry', ['registry', '.npmjs', '.org']],
    ['another registry', ['files.python', 'hosted.org']],
    ['a lock that is tied to a registry', ['  "resol', 'ved": "https://example.com/a.tgz"']],
    ['a path of one machine', ['see /wo', 'rk/main/src']],
  ])('that must not be there are found: %s', (_, parts) => {
    const breaches = breachesOf(checkWords, { 'docs/a.md': `one\ntwo ${parts.join('')}\n` }, readTracked)
    expect(breaches).toHaveLength(1)
    expect(breaches[0]).toMatch(/^docs\/a\.md:2 /)
    expect(breaches[0]).not.toContain(parts.join(''))
  })

  it('that may be there are left alone', () => {
    const text = 'ghp_… and ghp_abc123xyz, AKIAIOSFODNN7EXAMPLE, work/main, "resolved": true'
    expect(breachesOf(checkWords, { 'a.md': text }, readTracked)).toEqual([])
  })
})

it('an error code that is not thrown or not tested is found', () => {
  const files = {
    'src/errors.ts': `const CODES = ['ONE', 'TWO', 'THREE'] as const`,
    'src/a.ts': `throw new KeyturnError('ONE', '')\nthrow new KeyturnError('TWO', '')`,
    'test/a.test.ts': `expect(error.code).toBe('ONE')`,
  }
  expect(breachesOf(checkErrorCodes, files)).toEqual([
    'TWO is expected by no test',
    'THREE is thrown nowhere',
    'THREE is expected by no test',
  ])
  expect(breachesOf(checkErrorCodes, { 'src/errors.ts': '' })).toHaveLength(1)
})
