import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkRedis } from '../../src/cli/doctor-checks.ts'
import { checkClock } from '../../src/cli/doctor-clock.ts'
import { runProgram } from '../../src/cli/program.ts'
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
