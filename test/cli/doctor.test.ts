import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkRedis } from '../../src/cli/doctor/checks.ts'
import { checkClock } from '../../src/cli/doctor/clock.ts'
import { runProgram } from '../../src/cli/program.ts'
import { createGitHubToken } from '../../src/testing/index.ts'
import { findFreePort, startRedis } from '../servers/redis.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-doctor-'))
  mkdirSync(join(folder, 'mcp'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function writeDeployment(command: string, settings = ''): void {
  writeFileSync(join(folder, 'formation.afs'), `schema: "1.0.0"\nid: doctor\n${settings}`)
  const auth = 'auth: { type: bearer, accept_inline: true, token: "${{ user.credentials.GITHUB }}" }\n'
  const start = `type: command\ncommand: ${command}\n`
  writeFileSync(join(folder, 'mcp', 'github.afs'), `schema: "1.0.0"\nid: github\n${start}${auth}`)
}

/** Runs it; its exit code, and the state of each subject. */
async function examine(): Promise<[number, Record<string, string>]> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const surroundings = { stdin: new PassThrough(), stdout, stderr, environment: {} }
  const code = await runProgram(['doctor', folder, '--json'], surroundings)
  const result = JSON.parse(String(stdout.read())) as { findings: { subject: string; state: string }[] }
  return [code, Object.fromEntries(result.findings.map(({ subject, state }) => [subject, state]))]
}

describe('keyturn doctor', () => {
  it('names the server that cannot be started, and ends with 3', async () => {
    writeDeployment('no-such-program-anywhere')
    const [code, states] = await examine()
    expect(code).toBe(3)
    expect(states).toMatchObject({ database: 'good', key: 'good', redis: 'good', 'server github': 'bad' })
  })

  it('names the key that has no value, looks at the servers all the same', async () => {
    const key = 'user_credentials: { encryption: { key: "${{ secrets.NO_SUCH_KEY_ANYWHERE }}" } }\n'
    writeDeployment('true', key)
    const [code, states] = await examine()
    expect(code).toBe(3)
    expect(states).toMatchObject({ key: 'bad', 'server github': 'bad' })
    expect(states).not.toHaveProperty('database')
  })

  const script = (code: string): string => JSON.stringify([process.execPath, '-e', code])
  const findingOf = async (code: string, more = ''): Promise<Record<string, unknown> | undefined> => {
    writeDeployment('node')
    const [command, ...args] = JSON.parse(script(code)) as string[]
    const start = `type: command\ncommand: ${String(command)}\nargs: ${JSON.stringify(args)}\n`
    const auth = 'auth: { type: bearer, token: "${{ user.credentials.GITHUB }}" }\n'
    writeFileSync(join(folder, 'mcp', 'github.afs'), `schema: "1.0.0"\nid: github\n${start}${auth}${more}`)
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    const surroundings = { stdin: new PassThrough(), stdout, stderr, environment: {} }
    await runProgram(['doctor', folder, '--json'], surroundings)
    const { findings } = JSON.parse(String(stdout.read())) as { findings: Record<string, unknown>[] }
    return findings.find(({ subject }) => subject === 'server github')
  }

  it.each([
    'Please set SLACK_BOT_TOKEN and SLACK_TEAM_ID environment variables',
    'Error: BRAVE_API_KEY environment variable is required',
    'PRIVATE_APP_ACCESS_TOKEN not found in environment variables',
    'Please provide a personal access token with the --access-token flag',
    "KeyError: 'GITHUB_PERSONAL_ACCESS_TOKEN'",
    'fatal: no credentials were given',
  ])('calls a server sound that says it needs a credential: %s', async (line) => {
    const code = `console.error(${JSON.stringify(`starting\n${line}`)}); process.exit(1)`
    expect(await findingOf(code)).toEqual({
      subject: 'server github',
      state: 'good',
      message:
        "Starts only with a user's credential, and says so; until a user has one they see one tool that connects an account.",
      lines: ['starting', line],
    })
    const declared = 'tools: [{ name: a, description: b }]\n'
    expect((await findingOf(code, declared))?.['message']).toMatch(/they see the 1 tools of its file\.$/)
  })

  it.each([
    ["Error: Cannot find module '/srv/token-server.js'", 'bad'],
    ['npm error code E404', 'bad'],
    ["ModuleNotFoundError: No module named 'github_token'", 'bad'],
    ['sh: 1: mcp-server-github: not found', 'bad'],
    ['port 8080 is in use', 'weak'],
  ])('does not take for want of a credential what is something else: %s', async (line, state) => {
    const finding = await findingOf(`console.error(${JSON.stringify(line)}); process.exit(1)`)
    expect(finding).toMatchObject({ state, lines: [line] })
  })

  it('shows the last lines without secrets', async () => {
    const token = createGitHubToken()
    const lines = ['one', 'two', 'three', 'four', `GITHUB_TOKEN is wrong: ${token}`, 'six']
    const code = `console.error(Buffer.from('${Buffer.from(lines.join('\n')).toString('base64')}', 'base64').toString()); process.exit(1)`
    const finding = await findingOf(code)
    expect(finding?.['lines']).toEqual([
      ...lines.slice(1, 4),
      'GITHUB_TOKEN is wrong: [github token removed]',
      'six',
    ])
  })

  it('finds a Redis that is away, and one that forgets', async () => {
    const away = await checkRedis(`redis://127.0.0.1:${await findFreePort()}`)
    expect(away).toMatchObject([{ state: 'bad', fault: 'outage' }])
    const server = await startRedis()
    expect((await checkRedis(server.url)).map(({ state }) => state)).toContain('weak')
    await server.stop()
  })

  it('says when the clock cannot be compared', async () => {
    const port = await findFreePort()
    expect(await checkClock(`postgres://nobody@127.0.0.1:${port}/none`)).toMatchObject({ state: 'weak' })
    expect(await checkClock(undefined)).toMatchObject({ state: 'good' })
  })
})
