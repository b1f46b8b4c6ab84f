import { spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { realDisk } from '../../src/formation/disk.ts'
import { parseFormation } from '../../src/formation/parse.ts'
import type { Connections } from '../../src/tools/connections.ts'
import { createConnections } from '../../src/tools/create-connections.ts'
import { credential, environmentOf, formation, isRunning, makeServer, makeToken, user } from './fixtures.ts'

const token = makeToken()
const requireHere = createRequire(import.meta.url)
const everything = join(
  dirname(requireHere.resolve('@modelcontextprotocol/server-everything/package.json')),
  'dist/index.js',
)
let connections: Connections

beforeEach(() => {
  connections = createConnections({ formation, secrets: () => undefined })
})

afterEach(() => connections.close())

/** Every process that has the token in its environment. */
async function holders(): Promise<number[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const environments = await Promise.all(
    ids.map((id) => environmentOf(id).catch((): Record<string, string> => ({}))),
  )
  return ids.filter((_, index) =>
    Object.values(environments[index] ?? {}).some((value) => value.includes(token)),
  )
}

describe('the real "everything" server', () => {
  const server = makeServer({
    id: 'everything',
    args: [everything, 'stdio'],
    auth: { USER_TOKEN: '${{ user.credentials.ACME }}' },
  })

  it('T-062 T-051 says that its environment has the user’s token, which the answer does not show', async () => {
    const call = {
      server,
      principal: user('alice'),
      credentials: [credential('acme', { token })],
      tool: 'get-env',
      arguments: {},
    }
    const outcome = await connections.call(call)
    if (outcome.kind !== 'result') throw new Error('no result')
    const environment = JSON.parse(String(outcome.result.content[0]?.['text'])) as Record<string, string>
    expect(Object.keys(environment)).toEqual(expect.arrayContaining(['PATH', 'USER_TOKEN', 'ACME_TOKEN']))
    expect(environment['USER_TOKEN']).toBe('[acme token removed]')
    expect(environment).not.toHaveProperty('VITEST')
  })

  it('T-050 has no tools that ask the user or the model, because nothing of the kind is offered to it', async () => {
    const names = (await connections.listTools(server)).tools.map(({ name }) => name)
    expect(names).toContain('get-env')
    expect(names.filter((name) => /elicit|sampl/i.test(name))).toEqual([])
  })

  it('T-034 answers two users at once, each from a process of their own', async () => {
    const echo = (who: string, message: string) =>
      connections.call({
        server,
        principal: user(who),
        credentials: [credential('acme', { token: `${token}${who}` })],
        tool: 'echo',
        arguments: { message },
      })
    const asked = Array.from({ length: 30 }, (_, index) =>
      echo(index % 2 === 0 ? 'alice' : 'bob', `message ${index}`),
    )
    const outcomes = await Promise.all(asked)
    outcomes.forEach((outcome, index) => expect(JSON.stringify(outcome)).toContain(`message ${index}"`))
    const held = await Promise.all(
      (await holders()).map(async (id) => (await environmentOf(id))['USER_TOKEN']),
    )
    expect(held.sort()).toEqual([`${token}alice`, `${token}bob`])
  })
})

describe('a server started through npx', () => {
  it('T-062 is in no command line, works as in the configuration of every day, and ends with all that npx started', async () => {
    const guard = pathToFileURL(resolve(import.meta.dirname, '../network-guard.mjs')).href
    const definition = {
      id: 'github',
      type: 'command',
      command: 'npx',
      args: ['-y', '@modelcontextprotocol/server-github'],
      auth: { type: 'bearer', token: '${{ user.credentials.GITHUB }}' },
      env: { NODE_OPTIONS: `--import ${guard}` },
    }
    const files = { 'formation.afs': 'id: npx\n', 'mcp/github.afs': JSON.stringify(definition) }
    const { servers } = parseFormation({ files, directory: import.meta.dirname, disk: realDisk })
    const [server] = servers
    if (server === undefined) throw new Error('no server was read')
    const call = {
      server,
      principal: user('alice'),
      credentials: [credential('github', { token })],
      tool: 'search_repositories',
    }
    expect(await connections.call({ ...call, arguments: { query: 'x' } })).toMatchObject({ kind: 'failed' })
    const started = await holders()
    expect(started.length).toBeGreaterThan(1)
    for (const id of started) expect(await readFile(`/proc/${id}/cmdline`, 'utf8')).not.toContain(token)
    await connections.end(user('alice'), 'account-1')
    expect(await Promise.all(started.map((id) => isRunning(id)))).toEqual(started.map(() => false))
  })
})

describe('a host that ends without closing', () => {
  it('is not kept alive by its servers, and leaves none behind', async () => {
    const script = `
      import { createConnections } from '${pathToFileURL(resolve('src/tools/create-connections.ts')).href}'
      import { credential, formation, oddServer, user } from '${pathToFileURL(resolve('test/tools/fixtures.ts')).href}'
      const connections = createConnections({ formation, secrets: () => undefined })
      const call = { server: oddServer({ ODD_STUBBORN: '1' }), principal: user('a'), credentials: [credential('acme', { token: 'some-token-value' })] }
      const { result } = await connections.call({ ...call, tool: 'pid', arguments: {} })
      process.stdout.write(result.content[0].text)`
    const host = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    host.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    const code = await new Promise((ended) => host.once('close', ended))
    expect(code).toBe(0)
    expect(Number(output)).toBeGreaterThan(0)
    await expect.poll(() => isRunning(Number(output))).toBe(false)
  })
})
