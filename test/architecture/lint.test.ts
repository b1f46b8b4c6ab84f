/** The lint of this house can fail: what it forbids is found where it is planted, and let through where it is allowed. */
import { resolve } from 'node:path'
import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'

const eslint = new ESLint({ cwd: resolve(import.meta.dirname, '../..') })

/** Rules that this text breaks as the content of that file. */
async function broken(path: string, text: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath: path })
  return [...new Set(result?.messages.map(({ ruleId }) => ruleId))]
}

const SECRET = `import { Secret } from './secret.ts'\nconst secret = Secret.fromText('a')\n`

describe('lint', () => {
  it.each([
    ['any', 'export const a: any = 1', '@typescript-eslint/no-explicit-any'],
    ['a non-null assertion', 'export const a = [1][0]!', '@typescript-eslint/no-non-null-assertion'],
    [
      '@ts-ignore',
      '// @ts-ignore because it is so\nexport const a: string = 1',
      '@typescript-eslint/ban-ts-comment',
    ],
    [
      'a bare @ts-expect-error',
      '// @ts-expect-error\nexport const a: string = 1',
      '@typescript-eslint/ban-ts-comment',
    ],
    [
      'a suppression without a reason',
      '// eslint-disable-next-line no-console\nexport const a = 1',
      'keyturn/suppression-reason',
    ],
    [
      'a promise that nobody awaits',
      'export const a = () => { Promise.resolve(1) }',
      '@typescript-eslint/no-floating-promises',
    ],
    [
      'node:crypto',
      `import { randomBytes } from 'node:crypto'\nexport const a = randomBytes(1)`,
      'no-restricted-imports',
    ],
    ['crypto', `export { randomBytes } from 'crypto'`, 'no-restricted-imports'],
    ['all of node:crypto passed on', `export * from 'node:crypto'`, 'no-restricted-imports'],
    [
      'a type of node:crypto',
      `import type { Hash } from 'node:crypto'\nexport type A = Hash`,
      'no-restricted-imports',
    ],
    ['crypto imported late', `export const a = () => import('node:crypto')`, 'no-restricted-syntax'],
    ['crypto imported late as a template', 'export const a = () => import(`crypto`)', 'no-restricted-syntax'],
    [
      'an import put together when it is asked for',
      `export const a = (name: string) => import('node:' + name)`,
      'no-restricted-syntax',
    ],
    [
      'crypto required',
      `import { createRequire } from 'node:module'\nconst need = createRequire(import.meta.url)\nexport const a: unknown = need('crypto')`,
      'no-restricted-syntax',
    ],
    ['crypto required by import', `import a = require('node:crypto')\nexport { a }`, 'no-restricted-syntax'],
    [
      'crypto asked of the process',
      `export const a = process.getBuiltinModule('node:crypto')`,
      'no-restricted-syntax',
    ],
    ['reveal()', `${SECRET}export const a = secret.reveal()`, 'no-restricted-syntax'],
    ['reveal by name', `${SECRET}export const a = secret['reveal']()`, 'no-restricted-syntax'],
    ['reveal taken off', `${SECRET}export const { reveal } = secret`, 'no-restricted-syntax'],
    [
      'text of lent bytes',
      `${SECRET}export const a = secret.use((bytes) => bytes.toString())`,
      'no-restricted-syntax',
    ],
  ])('finds %s', async (_, text, rule) => {
    expect(await broken('src/chat/turn/turn.ts', text)).toContain(rule)
  })

  it('lets those reveal who are in the list, and crypto be imported where it belongs', async () => {
    const revealing = `import { Secret } from '../secret.ts'\nexport const a = Secret.fromText('a').reveal()\n`
    expect(await broken('src/providers/inject.ts', revealing)).toEqual([])
    const importing = `import { randomBytes } from 'node:crypto'\n/** Random. */\nexport const a = randomBytes(1)\n`
    expect(await broken('src/vault/sealing/crypto.ts', importing)).toEqual([])
  })

  it('lets a suppression stand that says why', async () => {
    const text =
      '// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a reason of some words\nexport const a: any = 1\n'
    expect(await broken('src/chat/turn/turn.ts', text)).toEqual([])
  })
}, 120_000)
