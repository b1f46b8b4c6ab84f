import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkClock, checkRedis } from '../../src/cli/doctor-checks.ts'
import { runProgram } from '../../src/cli/program.ts'
import { findFreePort, startRedis } from '../servers/redis.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-doctor-'))
  mkdirSync(join(folder, 'mcp'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function writeDeployment(command: string): void {
  writeFileSync(join(folder, 'formation.afs'), 'schema: "1.0.0"\nid: doctor\n')
  const auth = 'auth: { type: bearer, accept_inline: true, token: "${{ user.credentials.GITHUB }}" }\n'
  const start = `type: command\ncommand: ${command}\n`
  writeFileSync(join(folder, 'mcp', 'github.afs'), `schema: "1.0.0"\nid: github\n${start}${auth}`)
}

describe('keyturn doctor', () => {
  it('names the server that cannot be started, and ends with 3', async () => {
    writeDeployment('no-such-program-anywhere')
    const [stdout, stderr] = [new PassThrough(), new PassThrough()]
    const surroundings = { stdin: new PassThrough(), stdout, stderr, environment: {} }
    expect(await runProgram(['doctor', folder, '--json'], surroundings)).toBe(3)
    const result = JSON.parse(String(stdout.read())) as { findings: { subject: string; state: string }[] }
    const states = Object.fromEntries(result.findings.map(({ subject, state }) => [subject, state]))
    expect(states).toMatchObject({ database: 'good', key: 'good', redis: 'good', 'server github': 'bad' })
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
