/** No server works where its tools could read the store or a key of ours as if they were its own files. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Formation } from '../../src/formation/formation.ts'
import { FormationError } from '../../src/formation/problems.ts'
import { readFormation } from '../../src/formation/read.ts'
import { plainText } from '../../src/formation/template.ts'
import { openKeyturn } from '../../src/index.ts'
import { server, SMALLEST } from './formation-source.ts'

let directory: string

beforeEach(() => {
  // Links above the folder, as on macOS, are none of the test's.
  directory = join(realpathSync(mkdtempSync(join(tmpdir(), 'keyturn-cwd-'))), 'bot')
  mkdirSync(join(directory, 'mcp'), { recursive: true })
  mkdirSync(join(directory, 'tools'))
  writeFileSync(join(directory, 'formation.afs'), SMALLEST)
})
afterEach(() => rmSync(join(directory, '..'), { recursive: true, force: true }))

const write = (...lines: readonly string[]): void =>
  writeFileSync(join(directory, 'mcp', 'github.afs'), server(...lines))

async function problemsOf(path: string): Promise<string[]> {
  try {
    await readFormation(path)
    return []
  } catch (error) {
    if (!(error instanceof FormationError)) throw error
    return error.problems.map(({ place, message }) => `${place.file}:${place.line} ${place.field} ${message}`)
  }
}

describe('a cwd', () => {
  it.each([
    ['the formation itself', '.'],
    ['the same by a detour', 'tools/../../bot'],
    ['the store', '.keyturn'],
    ['a folder in the store', '.keyturn/uploads'],
    ['the folder above', '..'],
    ['the root', '/'],
    ['a link to the formation', 'tools/link'],
    ['a link to a folder above', 'tools/above'],
    ['a folder behind a link', 'tools/link/.keyturn/new'],
  ])('T-128 that is %s is refused when the formation is read', async (_, cwd) => {
    symlinkSync('..', join(directory, 'tools', 'link'))
    symlinkSync('/', join(directory, 'tools', 'above'))
    write(`cwd: "${cwd}"`)
    expect(await problemsOf(directory)).toEqual([
      expect.stringMatching(/^mcp\/github\.afs:5 cwd is a folder that holds, or lies in, the store and keys/),
    ])
  })

  it('T-128 is refused where a key file lies, also an old one, and by absolute path', async () => {
    for (const [key, cwd] of [
      ['key_file: keys/root.key', 'keys'],
      ['key_file: keys/deep/root.key', join(directory, 'keys')],
      [`key_file: ${join(directory, 'tools', 'root.key')}`, 'tools'],
      ['keys: [{ state: primary, file: /run/k }, { state: decrypt-only, file: tools/old }]', 'tools'],
    ] as const) {
      const main = `${SMALLEST}  encryption:\n    ${key}\n`
      writeFileSync(join(directory, 'formation.afs'), main)
      write(`cwd: "${cwd}"`)
      expect((await problemsOf(directory)).join(), key).toContain('cwd is a folder that holds')
    }
  })

  it.each(['tools', 'tools/new', '../elsewhere', '/usr'])('that is %s is taken', async (cwd) => {
    write(`cwd: "${cwd}"`)
    expect(await problemsOf(directory)).toEqual([])
  })

  it('T-128 is refused at the opening where the host keeps the store there', async () => {
    write('cwd: tools')
    const store = join(directory, 'tools', 'data')
    const opening = openKeyturn({
      formation: directory,
      directory: store,
      databaseUrl: false,
      redisUrl: false,
    })
    await expect(opening).rejects.toMatchObject({
      code: 'CONFIGURATION_INVALID',
      message: expect.stringContaining('mcp/github.afs:1: cwd is a folder that holds') as string,
    })
  })
})

describe('without a cwd', () => {
  const startOf = ({ servers }: Formation): (string | undefined)[] =>
    servers.flatMap(({ command, args }) => [plainText(command), ...args.map(plainText)])

  it('a server works in a private folder, and what lies beside the formation is named by its absolute path', async () => {
    for (const name of ['server.js', 'hook.mjs', 'run.sh']) writeFileSync(join(directory, name), '')
    const list = [
      'server.js',
      './hook.mjs',
      '--import=./hook.mjs',
      './tools',
      'tools',
      '-y',
      'none.js',
      './none',
    ]
    const more = ['https://example.com/server.js', '@scope/server', '--config=server.js', '.', '']
    writeFileSync(
      join(directory, 'mcp', 'own.afs'),
      `command: ./run.sh\nargs: ${JSON.stringify([...list, ...more.filter((one) => one !== '')])}\n`,
    )
    const formation = await readFormation(directory)
    expect(formation.servers[0]?.cwd).toBeUndefined()
    const at = (name: string): string => join(directory, name)
    expect(startOf(formation)).toEqual([
      at('run.sh'),
      ...[at('server.js'), at('hook.mjs'), `--import=${at('hook.mjs')}`, at('tools'), 'tools', '-y'],
      ...['none.js', './none', 'https://example.com/server.js', '@scope/server', '--config=server.js', '.'],
    ])
  })

  it('a command without a slash is looked for on the PATH, whatever lies beside the formation', async () => {
    writeFileSync(join(directory, 'npx'), '')
    write()
    expect(startOf(await readFormation(directory))).toEqual(['npx'])
  })

  it('with one, everything stays as it was written', async () => {
    writeFileSync(join(directory, 'server.js'), '')
    write('cwd: tools', 'args: [server.js, ./server.js]')
    expect(startOf(await readFormation(directory))).toEqual(['npx', 'server.js', './server.js'])
  })

  it('a folder among the arguments that holds the store is warned of', async () => {
    for (const folder of ['./', directory, '/']) {
      write(`args: [-y, server-filesystem, "${folder}"]`)
      const { warnings } = await readFormation(directory)
      expect(warnings.map(({ place, message }) => `${place.field} ${message}`)).toContain(
        'args[2] This folder holds the store and keys of Keyturn; a server that shows it to its tools shows those.',
      )
    }
    write(`args: [-y, server-filesystem, "${join(directory, 'tools')}"]`)
    expect((await readFormation(directory)).warnings).toEqual([])
  })
})
