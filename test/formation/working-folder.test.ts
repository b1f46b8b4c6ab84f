/** Where a server may work: nowhere near the store and the keys. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openKeyturn, type Keyturn } from '../../src/index.ts'
import { problemsWith } from './problems-with.ts'

const root = mkdtempSync(join(tmpdir(), 'keyturn-cwd-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const NEAR = /^mcp\/github\.afs:\d+: cwd (?:is where the store|leads to where the store)/

describe('T-128 the working folder of a server', () => {
  it.each(['.', './', '..', '/', '.keyturn', '.keyturn/x', 'tools/..', '/srv', '/srv/formation'])(
    'is refused when it holds the store, or is in it: %s',
    (cwd) => {
      const [problem = '', ...more] = problemsWith(`command: npx\ncwd: ${JSON.stringify(cwd)}\n`)
      expect(problem).toMatch(NEAR)
      expect(more).toEqual([])
    },
  )

  it.each(['tools', '/srv/formation-tools', '/srv/other', '.keyturn-tools', '..x'])(
    'may be any other: %s',
    (cwd) => {
      expect(problemsWith(`command: npx\ncwd: ${JSON.stringify(cwd)}\n`)).toEqual([])
    },
  )

  it.each([
    ['a link to the formation’s folder', { cwd: 'link-home' }],
    ['a link to the store', { cwd: 'link-store' }],
    ['a folder below a link to it', { cwd: 'link-home/.keyturn' }],
    ['where the store is put elsewhere', { cwd: 'elsewhere', directory: 'elsewhere' }],
    ['above where the store is put', { cwd: 'above', directory: 'above/below' }],
    ['the folder of the key file', { cwd: 'keys', keyFile: 'keys/key' }],
    ['a folder in that of the key file', { cwd: 'keys/more', keyFile: 'keys/key' }],
  ])(
    'is refused when Keyturn is opened: %s',
    async (_what, { cwd, directory, keyFile }: { cwd: string; directory?: string; keyFile?: string }) => {
      const folder = mkdtempSync(join(root, 'formation-'))
      for (const name of ['mcp', '.keyturn', 'elsewhere', 'above/below', 'keys/more'])
        mkdirSync(join(folder, name), { recursive: true })
      symlinkSync(folder, join(folder, 'link-home'))
      symlinkSync(join(folder, '.keyturn'), join(folder, 'link-store'))
      const encryption = keyFile === undefined ? '' : `\n  encryption: { key_file: ${keyFile} }`
      writeFileSync(join(folder, 'formation.afs'), `user_credentials:\n  mode: dynamic${encryption}\n`)
      writeFileSync(join(folder, 'mcp', 'github.afs'), `command: npx\ncwd: ${cwd}\n`)
      const opening = openKeyturn({
        formation: folder,
        databaseUrl: false,
        redisUrl: false,
        ...(directory === undefined ? {} : { directory: join(folder, directory) }),
      })
      const error: unknown = await opening.then(
        (keyturn: Keyturn) => keyturn.close(),
        (thrown: unknown) => thrown,
      )
      expect(error).toMatchObject({ code: 'CONFIGURATION_INVALID' })
      expect(String(error)).toMatch(/cwd leads to where the store or a key lies/)
    },
  )
})
