/** What a server's process finds around it: an empty folder, and of the host's environment only what leads into the world. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { planLaunch } from '../../src/mcp/environment.ts'
import { signalGroup, startGroup } from '../../src/mcp/process-group.ts'
import { credential, makeServer, makeToken, template } from './fixtures.ts'

const root = mkdtempSync(join(tmpdir(), 'keyturn-surroundings-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const secrets = (): undefined => undefined
const github = { type: 'bearer', auth: { token: '${{ user.credentials.GITHUB }}' }, args: [] } as const

describe('T-128 a server without a working folder of its own', () => {
  /** What a program prints about where it is. */
  async function tell(script: string): Promise<{ said: string; pid: number }> {
    const child = startGroup({
      command: process.execPath,
      args: ['-e', script],
      environment: {},
      cwd: undefined,
    })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
    await new Promise((resolve) => child.once('close', resolve))
    return { said, pid: child.pid ?? 0 }
  }

  it('starts in an empty folder that is its own, and that goes with it', async () => {
    const script =
      'console.log(JSON.stringify([process.cwd(), fs.readdirSync("."), fs.statSync(".").mode & 0o777]))'
    const [first, second] = await Promise.all([tell(script), tell(script)])
    const [folder, files, mode] = JSON.parse(first.said) as [string, string[], number]
    expect(files).toEqual([])
    expect(mode).toBe(0o700)
    expect((JSON.parse(second.said) as [string])[0]).not.toBe(folder)
    await expect.poll(() => existsSync(folder)).toBe(false)
  })

  it('cannot read key or store by the paths at which they lay before', async () => {
    const script =
      '[".keyturn/key", "../.keyturn/key", ".keyturn/vault.db"].forEach((path) => console.log(fs.existsSync(path)))'
    expect((await tell(script)).said).toBe('false\nfalse\nfalse\n')
  })

  it('leaves nothing behind when its program is not there, or is killed', async () => {
    const child = startGroup({
      command: join(root, 'no-such-program'),
      args: [],
      environment: {},
      cwd: undefined,
    })
    await new Promise((resolve) => child.once('error', resolve))
    const sleeping = startGroup({
      command: process.execPath,
      args: ['-e', 'console.log(process.cwd()); setInterval(() => 0, 1000)'],
      environment: {},
      cwd: undefined,
    })
    const folder = await new Promise<string>((resolve) =>
      sleeping.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8').trim())),
    )
    expect(existsSync(folder)).toBe(true)
    signalGroup(sleeping, 'SIGKILL')
    await expect.poll(() => existsSync(folder), { timeout: 10_000 }).toBe(false)
  })

  it('is still found, with its files, by paths in the formation’s folder', () => {
    mkdirSync(join(root, 'bin'))
    writeFileSync(join(root, 'server.js'), '')
    writeFileSync(join(root, 'bin', 'run'), '')
    const sketch = {
      ...makeServer({
        ...github,
        command: './bin/run',
        args: ['server.js', './server.js', '--flag', 'missing.js', '@scope/server'],
      }),
      cwd: undefined,
      directory: root,
    }
    const { command, args } = planLaunch(sketch, { secrets, credentials: [] })
    expect(command).toBe(join(root, 'bin', 'run'))
    expect(args).toEqual([
      join(root, 'server.js'),
      join(root, 'server.js'),
      '--flag',
      'missing.js',
      '@scope/server',
    ])
    expect(planLaunch({ ...sketch, cwd: '/srv' }, { secrets, credentials: [] })).toMatchObject({
      command: './bin/run',
      cwd: '/srv',
    })
  })

  it('started by npx, is looked for in the project around the formation', () => {
    const project = join(root, 'project')
    mkdirSync(join(project, 'deployment'), { recursive: true })
    writeFileSync(join(project, 'package.json'), '{}')
    const sketch = {
      ...makeServer({ ...github, command: 'npx', args: ['-y', '@scope/server'] }),
      cwd: undefined,
      directory: join(project, 'deployment'),
    }
    expect(planLaunch(sketch, { secrets, credentials: [] }).args).toEqual([
      '--prefix',
      project,
      '-y',
      '@scope/server',
    ])
  })
})

describe('the environment of a server', () => {
  const planned = (hostEnvironment: Record<string, string>) =>
    planLaunch(makeServer(github), { secrets, credentials: [], hostEnvironment }).environment

  it('tells how to reach the world from behind a proxy, in both spellings', () => {
    const host = {
      ...{
        HTTP_PROXY: 'http://proxy:8080',
        https_proxy: 'http://proxy:8080',
        NO_PROXY: 'localhost,@x',
        all_proxy: 'socks5://proxy:1080',
      },
      ...{
        NODE_EXTRA_CA_CERTS: '/ca.pem',
        SSL_CERT_FILE: '/ca.pem',
        SSL_CERT_DIR: '/certs',
        REQUESTS_CA_BUNDLE: '/ca.pem',
        CURL_CA_BUNDLE: '/ca.pem',
      },
      ...{
        LANG: 'C.UTF-8',
        LC_ALL: 'C',
        LC_TIME: 'de_DE',
        TZ: 'UTC',
        PATH: '/bin',
        SystemRoot: 'C:\\Windows',
        windir: 'C:\\Windows',
      },
    }
    expect(planned(host)).toEqual(host)
  })

  it.each([
    ['HTTPS_PROXY', 'http://user:word@proxy:8080'],
    ['https_proxy', 'http://user:word@proxy:8080'],
    ['HTTP_PROXY', 'user:word@proxy:8080'],
    ['ALL_PROXY', 'socks5h://user@proxy'],
    ['http_proxy', '//user:word@proxy'],
  ])('holds no proxy with somebody’s name or password in it: %s=%s', (name, value) => {
    expect(planned({ [name]: value })).toEqual({})
  })

  it('holds such a proxy where the formation says so', () => {
    const server = makeServer({ ...github, env: { HTTPS_PROXY: 'http://user:word@proxy:8080' } })
    expect(planLaunch(server, { secrets, credentials: [], hostEnvironment: {} }).environment).toEqual({
      HTTPS_PROXY: 'http://user:word@proxy:8080',
    })
  })

  it('holds nothing else of the host’s, and no shell function', () => {
    const host = {
      GITHUB_TOKEN: 'x',
      AWS_SECRET_ACCESS_KEY: 'x',
      CREDENTIAL_KEY: 'x',
      NODE_OPTIONS: '--import=x',
      LD_PRELOAD: 'x',
      npm_config_registry: 'x',
      DATABASE_URL: 'x',
      TERM: '() { :; }; x',
      LC_: 'x',
      PROXY: 'x',
    }
    expect(planned(host)).toEqual({})
  })

  it('T-118 gives a user’s own token where a shared one claims its variable, though no formation that was read has that', () => {
    const token = makeToken()
    const credentials = [credential('github', { token })]
    for (const env of [{ GITHUB_TOKEN: 'shared' }, { GITHUB_PERSONAL_ACCESS_TOKEN: 'shared' }]) {
      const server = {
        ...makeServer({ ...github }),
        env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, template(value)])),
      }
      const { environment } = planLaunch(server, { secrets, credentials, hostEnvironment: {} })
      expect(environment).toEqual({ GITHUB_TOKEN: token, GITHUB_PERSONAL_ACCESS_TOKEN: token })
      // Without the user's, the shared one does not stand in.
      expect(planLaunch(server, { secrets, credentials: [], hostEnvironment: {} }).environment).toEqual({})
    }
    const named = makeServer({
      type: 'env',
      auth: { GH: '${{ user.credentials.GITHUB }}' },
      args: [],
      env: { gh: 'shared' },
    })
    expect(planLaunch(named, { secrets, credentials, hostEnvironment: {} }).environment).toMatchObject({
      GH: token,
    })
    expect(planLaunch(named, { secrets, credentials, hostEnvironment: {} }).environment).not.toHaveProperty(
      'gh',
    )
  })
})
