/** No server works where its tools could read the store or a key of ours as if they were its own files. */
import { linkSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Formation } from '../../src/formation/formation.ts'
import { FormationError } from '../../src/formation/problems.ts'
import { readFormation } from '../../src/formation/read.ts'
import { plainText } from '../../src/formation/template.ts'
import { openKeyturn } from '../../src/index.ts'
import { firstCommand, server, SMALLEST } from './formation-source.ts'

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

  it.each<[string, (tools: string) => void]>([
    ['to the store', (tools) => symlinkSync('../.keyturn', join(tools, 'data'))],
    ['to the key', (tools) => symlinkSync('../.keyturn/key', join(tools, 'notes.txt'))],
    [
      'to the vault, by an absolute path',
      (tools) => symlinkSync(join(directory, '.keyturn', 'vault.db'), join(tools, 'v')),
    ],
    ['to the formation', (tools) => symlinkSync('..', join(tools, 'up'))],
    ['to the root', (tools) => symlinkSync('/', join(tools, 'up'))],
    [
      'to the store, some folders down',
      (tools) => symlinkSync('../../../../.keyturn', join(tools, 'a', 'b', 'c', 'data')),
    ],
    [
      'by way of a link',
      (tools) => {
        symlinkSync('.keyturn', join(directory, 'first'))
        symlinkSync('../first', join(tools, 'second'))
      },
    ],
    [
      'by way of a folder elsewhere',
      (tools) => {
        mkdirSync(join(directory, '..', 'shared'))
        symlinkSync(join(directory, '.keyturn'), join(directory, '..', 'shared', 'store'))
        symlinkSync('../../shared', join(tools, 'shared'))
      },
    ],
    [
      'to a store that is not there yet',
      (tools) => {
        rmSync(join(directory, '.keyturn'), { recursive: true })
        symlinkSync('../.keyturn', join(tools, 'data'))
      },
    ],
    [
      'that is the key by a second name',
      (tools) => linkSync(join(directory, '.keyturn', 'key'), join(tools, 'copy')),
    ],
  ])('T-128 that holds a link %s is refused', async (_, make) => {
    mkdirSync(join(directory, '.keyturn'))
    mkdirSync(join(directory, 'tools', 'a', 'b', 'c'), { recursive: true })
    for (const name of ['key', 'vault.db']) writeFileSync(join(directory, '.keyturn', name), '')
    make(join(directory, 'tools'))
    write('cwd: tools')
    expect(await problemsOf(directory)).toEqual([
      expect.stringMatching(/^mcp\/github\.afs:5 cwd has a link in it that leads to the store/),
    ])
  })

  it.each(['mcp', './mcp/', 'mcp/sub', 'tools/../mcp'])(
    'T-128 that is %s, where the files of the servers are, is refused',
    async (cwd) => {
      write(`cwd: "${cwd}"`)
      expect(await problemsOf(directory)).toEqual([
        expect.stringContaining("cwd is the folder of the servers' own files"),
      ])
    },
  )

  it('with links of its own is taken', async () => {
    mkdirSync(join(directory, 'tools', 'lib'))
    symlinkSync('lib', join(directory, 'tools', 'lib64'))
    symlinkSync('../tools', join(directory, 'tools', 'self'))
    symlinkSync('nowhere', join(directory, 'tools', 'broken'))
    write('cwd: tools')
    expect(await problemsOf(directory)).toEqual([])
  })

  it('that holds too much to look through is warned of', async () => {
    const many = join(directory, 'tools', 'many')
    mkdirSync(many)
    for (let index = 0; index < 10_001; index += 1) writeFileSync(join(many, String(index)), '')
    write('cwd: tools')
    const { warnings } = await readFormation(directory)
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('holds too much to look through'),
    ])
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
  const startOf = (formation: Formation): (string | undefined)[] => {
    const { command, args } = firstCommand(formation)
    return [plainText(command), ...args.map(plainText)]
  }

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
    expect(firstCommand(formation).cwd).toBeUndefined()
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

describe('a command line', () => {
  const writeStart = (...lines: readonly string[]): void => {
    writeFileSync(
      join(directory, 'mcp', 'github.afs'),
      ['id: github', 'type: command', ...lines, ''].join('\n'),
    )
  }
  const start = (command: string, ...args: readonly string[]): string[] => [
    `command: ${JSON.stringify(command)}`,
    `args: ${JSON.stringify(args)}`,
  ]

  it.each([
    start('sh', '-c', 'cd .. && exec node server.js'),
    start('bash', '-c', 'cd "../"; exec node server.js'),
    start('bash', '-lc', "pushd '..' >/dev/null; node server.js"),
    start('env', '-C', '..', 'node', 'server.js'),
    start('env', '-C..', 'node', 'server.js'),
    start('env', '--chdir=..', 'node', 'server.js'),
    start('sh', '-c', 'cd -P .. && exec server'),
    start('sh', '-c', 'cd ../new && cd .. && exec server'),
    start('sh', '-c', `sh -c "cd .. && exec server"`),
    start('sh', '-c', 'cd / && exec server'),
    start('make', '-C', '..', 'serve'),
    start('uv', '--directory', '..', 'run', 'server'),
    start('python3', '-c', 'import os; os.chdir(".."); import server'),
    start('node', '-e', 'process.chdir("..")'),
    start('cmd', '/c', 'cd /d .. && server'),
  ])('T-128 that goes to the folder of the store is refused: %s %s', async (...lines) => {
    writeStart(...lines, 'cwd: tools')
    expect(await problemsOf(directory)).toEqual([
      expect.stringMatching(/^mcp\/github\.afs:4 args\[\d\] goes to a folder that holds/),
    ])
  })

  it.each([
    start('server', '../.keyturn'),
    start('server', '../.keyturn/key'),
    start('server', '--root=../.keyturn'),
    start('server', '.keyturn/vault.db'),
    start('sh', '-c', 'cat ../.keyturn/key'),
    start('sh', '-c', 'exec server ../".key"turn/k\\ey'),
    start('sh', '-c', 'D=../.keyturn; exec server $D'),
    start('sh', '-c', 'exec server ../.keyturn/*'),
    start('docker', 'run', '-v', '../.keyturn:/data', 'image'),
    start('docker', 'run', '--mount', 'type=bind,source=../.keyturn,target=/data', 'image'),
    start('server', 'file:../%2Ekeyturn/key'),
    start('../.keyturn/server'),
  ])('T-128 that names the store is refused, wherever the server works: %s %s', async (...lines) => {
    for (const cwd of [['cwd: tools'], []]) {
      const own = cwd.length > 0 ? lines : lines.map((line) => line.replaceAll('../', ''))
      writeStart(...own, ...cwd)
      expect((await problemsOf(directory)).join('\n')).toMatch(
        / (?:args\[\d\]|command) names the store or a key of Keyturn/,
      )
    }
  })

  it.each([
    ['the store by its absolute path', () => join(directory, '.keyturn')],
    ['its address', () => `file://${join(directory, '.keyturn', 'key')}`],
    [
      'a link to it',
      () => {
        symlinkSync('.keyturn', join(directory, 'data'))
        return join(directory, 'data')
      },
    ],
    ['a link to it, by a relative path', () => './data/key'],
    ['a key file elsewhere', () => join(directory, 'keys', 'root.key')],
  ])('T-128 a variable or argument that is %s is refused', async (_, make) => {
    writeFileSync(join(directory, 'formation.afs'), `${SMALLEST}  encryption:\n    key_file: keys/root.key\n`)
    mkdirSync(join(directory, '.keyturn'))
    symlinkSync('.keyturn', join(directory, 'linked'))
    const path = make().replace('./data', './linked')
    for (const lines of [[`env: { ROOT: "${path}" }`], [`args: ["--root=${path}"]`], [`args: ["${path}"]`]]) {
      write(...lines)
      expect((await problemsOf(directory)).join()).toMatch(/(?:env\.ROOT|args\[0\]) names the store or a key/)
    }
  })

  it.each([
    start('sh', '-c', 'cd $WORK && exec server'),
    start('sh', '-c', 'cd "$(dirname x)" && exec server'),
    start('sh', '-c', 'cd `pwd`/x; exec server'),
    start('sh', '-c', 'cd ${WORK} && exec server'),
    start('sh', '-c', 'cd - && exec server'),
  ])('T-128 whose folder only a shell can tell is warned of: %s %s', async (...lines) => {
    writeStart(...lines, 'cwd: tools')
    const { warnings } = await readFormation(directory)
    expect(warnings.map(({ message }) => message)).toEqual([
      'Which folder this goes to cannot be read here; give it in cwd, which is checked.',
    ])
  })

  it('T-128 with a folder around the store, or a link to it, is warned of', async () => {
    mkdirSync(join(directory, 'shared'))
    symlinkSync('../.keyturn', join(directory, 'shared', 'store'))
    for (const lines of [
      ['args: [".."]', 'cwd: tools'],
      ['args: ["--root=../../bot"]', 'cwd: tools'],
      ['args: ["../shared"]', 'cwd: tools'],
      [`args: ["${directory}/*"]`],
      [`env: { ROOT: "${directory}" }`],
      [`args: [-v, "${directory}:/data"]`],
    ]) {
      write(...lines)
      const { warnings } = await readFormation(directory)
      expect(
        warnings.map(({ message }) => message),
        lines.join(),
      ).toEqual([expect.stringContaining('This folder holds the store and keys of Keyturn')])
    }
  })

  it('that stays where it may is taken without a word', async () => {
    for (const lines of [
      start('sh', '-c', 'cd .. && exec server'),
      [...start('sh', '-c', 'cd new && exec server --port=1 a/b'), 'cwd: tools'],
      [
        ...start('server', '--root=.', './data', 'https://example.com/../x', '@scope/name', '-y'),
        'cwd: tools',
      ],
      [...start('docker', 'run', '--rm', '-i', '-e', 'GITHUB_TOKEN', 'ghcr.io/x/y:1'), 'cwd: tools'],
    ]) {
      writeStart(...lines)
      expect(await problemsOf(directory), lines.join()).toEqual([])
      expect((await readFormation(directory)).warnings, lines.join()).toEqual([])
    }
  })

  it('T-128 is refused at the opening where the host keeps the store elsewhere', async () => {
    write('args: ["../store/.keyturn"]', 'cwd: tools')
    const options = { formation: directory, databaseUrl: false, redisUrl: false } as const
    const opening = openKeyturn({ ...options, directory: join(directory, 'store') })
    await expect(opening).rejects.toMatchObject({
      code: 'CONFIGURATION_INVALID',
      message: expect.stringContaining('args[0] names the store or a key of Keyturn') as string,
    })
  })
})
