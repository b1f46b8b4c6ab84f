import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGitHubToken } from '../../examples/demo/world/tokens.ts'
import { keyturn, keyturnHere } from './command-line.ts'

const TIMEOUT_MS = 60_000

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'keyturn-cli-'))
  await writeFile(join(directory, 'formation.afs'), 'user_credentials: { mode: dynamic }\n')
})

afterAll(() => rm(directory, { recursive: true }))

describe('a command line that is wrong', { timeout: TIMEOUT_MS }, () => {
  it.each([
    ['no user', ['credentials', 'list'], /Required option '--user <id>' not specified/],
    ['no name', ['credentials', 'set', '--user', 'a'], /Missing required argument 'name'/],
    [
      'an unknown option',
      ['credentials', 'list', '--user', 'a', '--serivce', 'x'],
      /does not know; is it --service/,
    ],
    ['an unknown command', ['credentials', 'lits'], /There is no such command/],
    [
      'a key in the place of an option',
      ['keys', 'rotate', 'x'],
      /A key is never taken from the command line/,
    ],
    ['a root key without an id', ['keys', 'retire'], /Missing required argument 'id'/],
    ['too many arguments', ['credentials', 'list', 'x', '--user', 'a'], /too many arguments/],
    ['a name that is none', ['credentials', 'set', '!!', '--user', 'a'], /not the name of a credential/],
    ['a user that is none', ['credentials', 'list', '--user', ' a '], /The user id has blanks around it/],
    ['an empty standard input', ['credentials', 'set', 'GITHUB', '--user', 'a'], /Standard input is empty/],
  ])('%s ends with 2 and says how to mend it', async (_, args, message) => {
    const formation = args.includes('GITHUB') ? await withGitHub() : directory
    const run = await keyturnHere([...args, '--formation', formation])
    expect(run.stderr).toMatch(message)
    expect([run.code, run.stdout]).toEqual([2, ''])
  })

  it('nothing at all ends with 2 and the help; help and version with 0', async () => {
    const bare = await keyturnHere([])
    expect([bare.code, bare.stdout]).toEqual([2, ''])
    expect(bare.stderr).toMatch(/credentials[\s\S]*check[\s\S]*chat/)
    expect((await keyturnHere(['--help'])).code).toBe(0)
    expect((await keyturnHere(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it('a value on the command line is refused with the reason, in any place, and never repeated', async () => {
    const token = createGitHubToken()
    const lines = [
      ['set', 'GITHUB_TOKEN', 'hunter2', '--user', 'a'],
      ['set', 'GITHUB_TOKEN', token, '--user', 'a'],
      ['set', token, '--user', 'a'],
      ['set', 'GITHUB_TOKEN', '--user', 'a', '--value', 'hunter2'],
      ['set', 'GITHUB_TOKEN', '--user', 'a', '--token=hunter2'],
      ['list', '--user', token],
    ]
    for (const line of lines) {
      const run = await keyturnHere(['credentials', ...line, '--formation', directory])
      expect(run.code).toBe(2)
      expect(run.stderr).toMatch(
        /A value is never taken from the command line: it stays in the history of the shell/,
      )
      expect(run.stdout + run.stderr).not.toMatch(/hunter2/)
      expect(run.stdout + run.stderr).not.toContain(token.slice(4))
    }
  })

  it('a service that the formation has not is refused with those it has', async () => {
    const run = await keyturn(
      ['credentials', 'set', 'GITHBU', '--user', 'a', '--formation', await withGitHub()],
      { input: 'x' },
    )
    expect([run.code, run.stderr]).toEqual([
      1,
      expect.stringMatching(/no service of that name. It has github; the nearest is github/),
    ])
    const asJson = await keyturnHere([
      'credentials',
      'delete',
      'SLACK',
      '--user',
      'a',
      '--json',
      '--formation',
      directory,
    ])
    expect(asJson.stderr).toBe('')
    expect(JSON.parse(asJson.stdout)).toMatchObject({ error: { code: 'SERVICE_UNKNOWN', exitCode: 1 } })
  })

  it('without a formation in the folder, the one that is missing is named', async () => {
    const run = await keyturn(['credentials', 'list', '--user', 'a'], { cwd: tmpdir() })
    expect([run.code, run.stderr]).toEqual([1, expect.stringContaining('formation.afs:1: is missing;')])
  })
})

async function withGitHub(): Promise<string> {
  const { mkdir } = await import('node:fs/promises')
  const folder = join(directory, 'github')
  await mkdir(join(folder, 'mcp'), { recursive: true })
  await writeFile(join(folder, 'formation.afs'), 'user_credentials: { mode: dynamic }\n')
  const server = 'command: npx\nauth: { accept_inline: true, token: "${{ user.credentials.GITHUB }}" }\n'
  await writeFile(join(folder, 'mcp', 'github.afs'), server)
  return folder
}
