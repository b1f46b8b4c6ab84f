import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keyturn, keyturnHere } from './command-line.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'keyturn-check-'))
  await mkdir(join(directory, 'mcp'))
})

afterEach(() => rm(directory, { recursive: true }))

async function write(main: string, server?: string): Promise<void> {
  await writeFile(join(directory, 'formation.afs'), main)
  if (server !== undefined) await writeFile(join(directory, 'mcp', 'github.afs'), server)
}

const SERVER = 'command: npx\nauth:\n  accept_inline: true\n  token: "${{ user.credentials.GITHUB }}"\n'

describe('keyturn check', () => {
  it(
    'a sound formation ends with 0 and its services, as a process of its own',
    { timeout: 60_000 },
    async () => {
      await write('id: acme\nuser_credentials: { mode: dynamic }\n', SERVER)
      const run = await keyturn(['check'], { cwd: directory })
      expect(run).toEqual({
        code: 0,
        stdout: '✓ acme is sound: mode dynamic, 1 service.\ngithub\ttoken\tyes\tgithub\n',
        stderr: '',
      })
    },
  )

  it('warnings are said and do not count, unless strict', async () => {
    await write('user_credentials: { require_https: false }\n', SERVER)
    const run = await keyturnHere(['check', directory])
    expect(run.code).toBe(0)
    expect(run.stdout).toMatch(/^! formation.afs:1 user_credentials.require_https Tokens may be given/)
    expect((await keyturnHere(['check', directory, '--strict'])).code).toBe(1)
  })

  it('every problem is said with its place and the nearest field, and ends with 1', async () => {
    await write('user_credentials:\n  mod: dynamic\n', SERVER.replace('token:', 'tokne:'))
    const run = await keyturnHere(['check', '--formation', join(directory, 'formation.afs')])
    expect(run.code).toBe(1)
    expect(run.stdout).toContain(
      '✗ formation.afs:2 user_credentials.mod is not a known field. The nearest known field is user_credentials.mode.',
    )
    expect(run.stdout).toContain(
      '✗ mcp/github.afs:4 auth.tokne is not a known field. The nearest known field is auth.token.',
    )
    expect(run.stderr).toMatch(/The formation is not sound: 3 problems/)
    const asJson = await keyturnHere(['check', directory, '--json'])
    expect(asJson.stderr).toBe('')
    expect(JSON.parse(asJson.stdout)).toMatchObject({
      sound: false,
      problems: [
        { file: 'formation.afs', line: 2, field: 'user_credentials.mod', nearest: 'user_credentials.mode' },
        {},
        {},
      ],
    })
  })

  it('the names of prompts are checked against those there are', async () => {
    await write('user_credentials:\n  prompts:\n    collect-inline.aks: "x"\n', SERVER)
    const run = await keyturnHere(['check', directory])
    expect([run.code, run.stdout]).toEqual([
      1,
      expect.stringContaining('nearest known field is user_credentials.prompts.collect-inline.ask'),
    ])
  })

  it('opens nothing: no key and no database appear', async () => {
    await write('user_credentials: {}\n', SERVER)
    const { readdir } = await import('node:fs/promises')
    await keyturnHere(['check', directory])
    expect((await readdir(directory)).sort()).toEqual(['formation.afs', 'mcp'])
  })
})
