/** `keyturn serve` and `keyturn access`, as processes of their own. */
import { spawn } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld, type World } from '../../examples/demo/world/world.ts'
import { childEnvironment, keyturnHere, nodeArguments } from './command-line.ts'

let world: World

beforeAll(async () => {
  world = await startWorld({ userCredentials: { encryption: { iterations: 100_000 } } })
})
afterAll(() => world.close())

const here = (...args: string[]) => keyturnHere([...args, '--formation', world.formation])

describe('keyturn access', () => {
  it('makes a key that is shown once, lists it without the key, and revokes it', async () => {
    const made = await here('access', 'create', '--name', 'support desk', '--scopes', 'manage,audit')
    expect(made).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^ktk_[0-9a-f]{16}_[\w-]{43}\n$/) as string,
    })
    const [, id = '', secret = ''] = /^ktk_([0-9a-f]{16})_(.*)\n$/.exec(made.stdout) ?? []
    const list = await here('access', 'list')
    expect(list.stdout).toMatch(new RegExp(`^${id}\tsupport desk\tmanage,audit\t.*\tnever\n$`))
    expect(list.stdout + list.stderr).not.toContain(secret)
    expect(JSON.parse((await here('audit', 'list', '--json')).stdout)).toContainEqual(
      expect.objectContaining({ act: 'access', outcome: 'created', detail: `${id}: manage audit` }),
    )
    expect((await here('access', 'revoke', id)).code).toBe(0)
    expect((await here('access', 'revoke', id)).code).toBe(1)
    expect((await here('access', 'list')).stderr).toContain('There is no key')
    for (const args of [
      ['--name', 'x', '--scopes', 'everything'],
      ['--name', 'x', '--scopes', ''],
      ['--name', 'x', '--scopes', 'manage,manage'],
      ['--name', ' ', '--scopes', 'manage'],
      ['--name', 'x', '--scopes', 'manage', '--expires', 'soon'],
    ])
      expect((await here('access', 'create', ...args)).code).toBe(2)
  })
})

describe('keyturn serve', () => {
  it('refuses what is not safe, answers, and ends in order when it is told to', async () => {
    const refused = await here('serve', '--port', '0')
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('keyturn access create') as string,
    })
    const made = await here('access', 'create', '--name', 'test', '--scopes', 'manage', '--json')
    const { key } = JSON.parse(made.stdout) as { readonly key: string }
    for (const [args, code] of [
      [['--host', '0.0.0.0'], 1],
      [['--port', 'ten'], 2],
      [['--tls-cert', 'nowhere.pem'], 2],
      [['--tls-cert', 'nowhere.pem', '--tls-key', 'nowhere.pem'], 2],
      [['--jwt-issuer', 'https://id.example'], 2],
    ] as const)
      expect([args, (await here('serve', ...args)).code]).toEqual([args, code])
    const args = nodeArguments(['serve', '--port', '0', '--formation', world.formation])
    const child = spawn(process.execPath, args, {
      env: childEnvironment({ githubUrl: world.github.url }),
      stdio: 'pipe',
    })
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
    let said = ''
    child.stderr.on('data', (data: Buffer) => (said += data.toString()))
    const url = await new Promise<string>((resolve) => {
      child.stdout.on('data', (data: Buffer) => {
        said += data.toString()
        const found = /Listening at (\S+)/.exec(said)?.[1]
        if (found !== undefined) resolve(found)
      })
      void ended.then(() => resolve('none'))
    })
    expect([url, said]).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/), said])
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const value = world.github.issueToken('ranaroussi')
    const body = JSON.stringify({ userId: 'alice', value })
    const set = await fetch(`${url}/v1/credentials/GITHUB_TOKEN`, { method: 'PUT', headers, body })
    expect(await set.json()).toMatchObject({ outcome: 'added', account: { name: 'ranaroussi' } })
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(said).toContain('Stopping')
    expect(said).not.toContain(value.slice(4))
    expect(said).not.toContain(key)
  })
})
