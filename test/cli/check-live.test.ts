import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createGitHubToken } from '../../examples/demo/world/tokens.ts'
import { startWorld, type World } from '../../examples/demo/world/world.ts'
import { keyturn, keyturnHere, type Run, type RunOptions } from './command-line.ts'

/** A child process on a busy machine. */
const TIMEOUT_MS = 60_000

let world: World
let folder: string
let house: Server
/** The status that the made-up service answers with. */
let status = 200

beforeAll(async () => {
  vi.stubEnv('KEYTURN_ALLOW_LOOPBACK', '1')
  world = await startWorld()
  house = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ user: { id: 7, login: 'mara' } }))
  })
  await new Promise<void>((resolve) => house.listen(0, '127.0.0.1', resolve))
  const { port } = house.address() as AddressInfo
  folder = await mkdtemp(join(tmpdir(), 'keyturn-live-'))
  await mkdir(join(folder, 'mcp'))
  await writeFile(
    join(folder, 'formation.afs'),
    'id: live\nuser_credentials: { mode: dynamic, require_https: false }\n',
  )
  const servers: Record<string, readonly string[]> = {
    github: ['  token: "${{ user.credentials.GITHUB }}"'],
    jira: [
      '  type: basic',
      '  username: "${{ user.credentials.JIRA.username }}"',
      '  password: "${{ user.credentials.JIRA.password }}"',
    ],
    shed: ['  token: "${{ user.credentials.SHED }}"'],
    house: [
      ...[
        '  token: "${{ user.credentials.HOUSE }}"',
        'credential:',
        `  hosts: ["127.0.0.1:${port}"]`,
        '  check:',
      ],
      ...[
        `    url: http://127.0.0.1:${port}/me`,
        '    headers: { X-House: "{token}" }',
        '    identity: user.login',
      ],
    ],
  }
  for (const [id, auth] of Object.entries(servers))
    await writeFile(join(folder, 'mcp', `${id}.afs`), ['command: node', 'auth:', ...auth, ''].join('\n'))
}, TIMEOUT_MS)

afterAll(async () => {
  vi.unstubAllEnvs()
  house.close()
  await world.close()
  await rm(folder, { recursive: true })
})

const live = (
  service: string,
  input: string,
  more: readonly string[] = [],
  options: RunOptions = {},
): Promise<Run> =>
  keyturnHere(['check', folder, '--live', service, ...more], {
    githubUrl: world.github.url,
    input,
    ...options,
  })

describe('keyturn check --live', { timeout: TIMEOUT_MS }, () => {
  it('tells what the service says of a good credential, stores nothing, and never shows the value', async () => {
    const token = world.github.issueToken('ranaroussi')
    const run = await keyturn(['check', folder, '--live', 'GITHUB_TOKEN'], {
      githubUrl: world.github.url,
      input: token,
      environment: { KEYTURN_ALLOW_LOOPBACK: '1' },
    })
    expect(run).toMatchObject({ code: 0, stderr: '' })
    expect(run.stdout).toMatch(/^✓ GitHub accepts it, and says that it is ranaroussi's\.\n/)
    const asJson = await live('github', token, ['--json'])
    expect(JSON.parse(asJson.stdout)).toMatchObject({
      ...{ service: 'github', verdict: 'valid', checked: true },
      account: { name: 'ranaroussi' },
    })
    expect(run.stdout + asJson.stdout).not.toContain(token.slice(4))
    expect((await readdir(folder)).sort()).toEqual(['formation.afs', 'mcp'])
  })

  it('ends with 1 for a credential that is not accepted, and counts no try', async () => {
    for (let time = 0; time < 5; time++) {
      const run = await live('github', createGitHubToken())
      expect(run).toEqual({ code: 1, stdout: '', stderr: '✗ GitHub does not accept it.\n' })
    }
  })

  it('ends with 3 where the service could not say', async () => {
    const run = await live('github', createGitHubToken(), [], { githubUrl: 'http://127.0.0.1:9' })
    expect(run).toMatchObject({ code: 3, stderr: '! GitHub could not say (network).\n' })
  })

  it('sends no credential of another service', async () => {
    const token = ['xoxb', '203405060708', '2034050607089', randomBytes(12).toString('hex')].join('-')
    const run = await live('github', token, ['--json'])
    expect([run.code, JSON.parse(run.stdout)]).toMatchObject([
      1,
      { verdict: 'not-asked', reason: 'other-service' },
    ])
    expect(run.stdout + run.stderr).not.toContain(token)
  })

  it('tries the check that a formation describes', async () => {
    expect(await live('house', 'sesame-7')).toMatchObject({
      code: 0,
      stdout: "✓ House accepts it, and says that it is mara's.\n",
    })
    status = 401
    expect(await live('house', 'sesame-7')).toMatchObject({
      code: 1,
      stderr: '✗ House does not accept it.\n',
    })
    status = 503
    expect(await live('house', 'sesame-7')).toMatchObject({
      code: 3,
      stderr: '! House could not say (unavailable).\n',
    })
  })

  it('says where nothing can be asked, what a service still needs, and which services there are', async () => {
    expect(await live('shed', 'sesame-7')).toMatchObject({
      code: 0,
      stdout: '! There is no way to ask Shed: any value would be stored as it is.\n',
    })
    expect(await live('jira', 'only-one-line')).toMatchObject({ code: 2 })
    const unknown = await live('gihub', 'sesame-7')
    expect(unknown.code).toBe(1)
    expect(unknown.stderr).toContain('the nearest is github')
  })
})
