import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FormationError } from '../../src/formation/problems.ts'
import { readFormation } from '../../src/formation/read.ts'
import { server, shortForm, SMALLEST } from './formation-source.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'keyturn-formation-'))
  await mkdir(join(directory, 'mcp'))
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(directory, { recursive: true })
})

async function put(name: string, content: string | Uint8Array): Promise<void> {
  await writeFile(join(directory, name), content)
}

async function problemsOf(path: string): Promise<readonly string[]> {
  try {
    await readFormation(path)
    return []
  } catch (error) {
    if (!(error instanceof FormationError)) throw error
    return error.problems.map((problem) => `${shortForm(problem)}: ${problem.message}`)
  }
}

describe('reading from disk', () => {
  it('takes the path of the file or of its folder, and every mcp/*.afs beside it', async () => {
    await put('formation.afs', SMALLEST)
    await put('mcp/github.afs', server())
    await put('mcp/.hidden.afs', 'not: [sound')
    await put('mcp/notes.txt', 'not a server')
    for (const path of [directory, join(directory, 'formation.afs')]) {
      const formation = await readFormation(path)
      expect(formation.directory).toBe(directory)
      expect(formation.servers.map(({ file }) => file)).toEqual(['mcp/github.afs'])
    }
  })

  it('names a formation file of another name as it is named', async () => {
    await put('staging.afs', 'user_credentials:\n  mode: x\n')
    expect(await problemsOf(join(directory, 'staging.afs'))).toEqual([
      'staging.afs:2 user_credentials.mode: must be one of "dynamic", "redirect", "link" (nearest: "link").',
    ])
  })

  it('a formation without servers is sound', async () => {
    await rm(join(directory, 'mcp'), { recursive: true })
    await put('formation.afs', SMALLEST)
    expect((await readFormation(directory)).servers).toEqual([])
  })

  it('a missing file is named, and the servers still say their problems', async () => {
    await put('mcp/github.afs', server('cwd: "${{ secrets.X }}"'))
    expect(await problemsOf(directory)).toEqual([
      'formation.afs:1 : is missing; give the path of a formation.afs, or of the folder that holds it.',
      'mcp/github.afs:5 cwd: cannot hold placeholders.',
    ])
  })

  it('a 5 MB file is not read, and its size is named', async () => {
    await put('formation.afs', Buffer.alloc(5 * 1024 * 1024, '# '))
    expect(await problemsOf(directory)).toEqual([
      'formation.afs:1 : the file has 5242880 bytes; at most 262144 are read.',
    ])
  })

  it.each([
    ['bytes of no text', Uint8Array.from([0x61, 0x3a, 0x20, 0xff, 0xfe])],
    ['Latin-1', Buffer.from('id: "Schl\u00fcssel"\n', 'latin1')],
    ['UTF-16 with its mark', Buffer.from(`\ufeff${SMALLEST}`, 'utf16le')],
    ['UTF-16 without it', Buffer.from(SMALLEST, 'utf16le')],
  ])('%s is said not to be UTF-8', async (_, bytes) => {
    await put('formation.afs', bytes)
    expect(await problemsOf(directory)).toEqual(['formation.afs:1 : is not UTF-8 text; save it as UTF-8.'])
  })

  it('links that lead nowhere, and a mcp that is no folder, say what they are', async () => {
    await put('formation.afs', SMALLEST)
    await symlink('ring.afs', join(directory, 'mcp/ring.afs'))
    await symlink('gone.afs', join(directory, 'mcp/lost.afs'))
    expect(await problemsOf(directory)).toEqual([
      'mcp/lost.afs:1 : is a link to a file that is missing.',
      'mcp/ring.afs:1 : is a link that leads back to itself.',
    ])
    await rm(join(directory, 'mcp'), { recursive: true })
    await put('mcp', '')
    expect(await problemsOf(directory)).toEqual([
      'mcp:1 : is not a folder; it holds one NAME.afs for each MCP server.',
    ])
  })

  it('a byte order mark is no text', async () => {
    await put('formation.afs', `\ufeff${SMALLEST}`)
    expect((await readFormation(directory)).mode).toBe('dynamic')
  })

  it('folders, devices and pipes are no files, and are not waited for', async () => {
    await put('formation.afs', SMALLEST)
    await mkdir(join(directory, 'mcp/folder.afs'))
    await symlink('/dev/zero', join(directory, 'mcp/device.afs'))
    await promisify(execFile)('mkfifo', [join(directory, 'mcp/pipe.afs')])
    expect(await problemsOf(directory)).toEqual([
      'mcp/device.afs:1 : is not a file; take it away or rename it.',
      'mcp/folder.afs:1 : is not a file; take it away or rename it.',
      'mcp/pipe.afs:1 : is not a file; take it away or rename it.',
    ])
  })

  it('more than 200 servers are too many', async () => {
    await put('formation.afs', SMALLEST)
    for (let index = 0; index <= 200; index += 1) await put(`mcp/s${index}.afs`, server())
    expect(await problemsOf(directory)).toEqual(['mcp:1 : holds 201 servers (.afs); at most 200 are read.'])
  })

  it('T-098 this machine is allowed as a credential host by the option or the environment, never in production', async () => {
    await put('formation.afs', SMALLEST)
    const block = [
      'credential:',
      '  hosts: ["127.0.0.1:4010"]',
      '  check: { url: "http://127.0.0.1:4010/me", identity: login }',
    ]
    await put('mcp/acme.afs', server('auth:', '  token: "${{ user.credentials.ACME }}"', ...block))
    const refused = [
      expect.stringMatching(/hosts\[0\]: is this machine/),
      expect.stringMatching(/check\.url: is this machine/),
    ]
    expect(await problemsOf(directory)).toEqual(refused)
    expect(
      (await readFormation(directory, { allowLoopback: true })).services.get('acme')?.credential?.hosts,
    ).toEqual(['127.0.0.1:4010'])
    vi.stubEnv('KEYTURN_ALLOW_LOOPBACK', '1')
    expect(await problemsOf(directory)).toEqual([])
    vi.stubEnv('NODE_ENV', 'production')
    expect(await problemsOf(directory)).toEqual(refused)
  })
})
