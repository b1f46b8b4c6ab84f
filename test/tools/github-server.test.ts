import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AuthType, ServerDefinition } from '../../src/formation/formation.ts'
import type { Connections, ToolOutcome } from '../../src/tools/connections.ts'
import { createConnections } from '../../src/tools/create-connections.ts'
import { credential, formation, makeServer, makeToken, user } from './fixtures.ts'

const alice = makeToken()
const bob = makeToken()
const owners = new Map([
  [`Bearer ${alice}`, 'alice'],
  [`Bearer ${bob}`, 'bob'],
])

const githubServer = join(
  dirname(createRequire(import.meta.url).resolve('@modelcontextprotocol/server-github/package.json')),
  'dist/index.js',
)

let local: Server
let origin: string
let connections: Connections
let seen: string[] = []

/** A GitHub that answers a search with who asked, 401 to tokens nobody has, and echoes the token where it is told to. */
function answer(request: IncomingMessage): { status: number; body: unknown } {
  const authorization = request.headers.authorization
  seen.push(String(authorization))
  if (authorization === undefined) return { status: 401, body: { message: 'Requires authentication' } }
  const owner = owners.get(authorization)
  if (owner === undefined) return { status: 401, body: { message: 'Bad credentials' } }
  const x = 'https://x.example'
  const dates = { created_at: '2026-01-01', updated_at: '2026-01-01', pushed_at: '2026-01-01' }
  const urls = { html_url: x, url: x, git_url: x, ssh_url: x, clone_url: x }
  const repository = {
    ...{ id: 1, node_id: 'n', name: 'repo', full_name: `${owner}/repo`, private: false, fork: false },
    ...{ description: authorization, default_branch: 'main', ...dates, ...urls },
    owner: { login: owner, id: 7, node_id: 'n', type: 'User', avatar_url: x, url: x, html_url: x },
  }
  return { status: 200, body: { total_count: 1, incomplete_results: false, items: [repository] } }
}

beforeAll(async () => {
  local = createServer((request, response) => {
    const { status, body } = answer(request)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => local.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(local.address() as AddressInfo).port}`
})

afterAll(() => new Promise((resolve) => local.close(resolve)))

beforeEach(() => {
  seen = []
  connections = createConnections({ formation, secrets: () => undefined })
})

afterEach(() => connections.close())

/** The real server, with its hard-wired https://api.github.com led to the local one. */
function github(auth: Record<string, string>, type?: AuthType): ServerDefinition {
  const hook = `const send = globalThis.fetch
globalThis.fetch = (input, init) => send(String(input).replace('https://api.github.com', '${origin}'), init)`
  const args = ['--import', `data:text/javascript,${encodeURIComponent(hook)}`, githubServer]
  return makeServer({ id: 'github', args, auth, ...(type && { type }) })
}

function search(server: ServerDefinition, who: string, token: string): Promise<ToolOutcome> {
  const credentials = [credential('github', { token }, `account-of-${who}`)]
  return connections.call({
    server,
    principal: user(who),
    credentials,
    tool: 'search_repositories',
    arguments: { query: 'x' },
  })
}

const placeholder = '${{ user.credentials.GITHUB }}'

describe('the real GitHub server', () => {
  it.each<[string, Record<string, string>, AuthType]>([
    ['type env', { GITHUB_TOKEN: placeholder }, 'env'],
    ['type bearer', { token: placeholder }, 'bearer'],
    ['type bearer with the word in it', { token: `Bearer ${placeholder}` }, 'bearer'],
    ['type api_key', { token: placeholder }, 'api_key'],
    ['the variable it reads', { GITHUB_PERSONAL_ACCESS_TOKEN: placeholder }, 'env'],
  ])('acts for the user with %s', async (_what, auth, type) => {
    const outcome = await search(github(auth, type), 'alice', alice)
    expect(JSON.stringify(outcome)).toContain('alice/repo')
    expect(seen).toEqual([`Bearer ${alice}`])
  })

  it('T-051 has its result scrubbed of the token it echoes, in the same shape', async () => {
    const outcome = await search(github({ token: placeholder }, 'bearer'), 'alice', alice)
    if (outcome.kind !== 'result') throw new Error('no result')
    const text = String(outcome.result.content[0]?.['text'])
    expect(JSON.parse(text)).toMatchObject({ items: [{ full_name: 'alice/repo', private: false }] })
    expect(text).not.toContain(alice.slice(4, 16))
  })

  it('speaks of a token that is rejected', async () => {
    const outcome = await search(github({ token: placeholder }, 'bearer'), 'alice', makeToken())
    expect(outcome).toMatchObject({ kind: 'failed', speaksOfRejection: true })
  })

  it('tells its tools without any token', async () => {
    const { tools } = await connections.listTools(github({ token: placeholder }, 'bearer'))
    expect(tools.map(({ name }) => name)).toContain('search_repositories')
    expect(seen).toEqual([])
  })

  it('T-034 is one process for each user, and their answers never cross', async () => {
    const server = github({ GITHUB_TOKEN: placeholder })
    const asked = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 'alice' : 'bob'))
    const outcomes = await Promise.all(asked.map((who) => search(server, who, who === 'alice' ? alice : bob)))
    outcomes.forEach((outcome, index) => {
      expect(JSON.stringify(outcome)).toContain(`${asked[index]}/repo`)
      expect(JSON.stringify(outcome)).not.toContain(asked[index] === 'alice' ? 'bob/repo' : 'alice/repo')
    })
  })

  it('T-040 is called with each of one user’s two accounts by its own token', async () => {
    const server = github({ token: placeholder }, 'bearer')
    const call = (account: string, token: string): Promise<ToolOutcome> =>
      connections.call({
        server,
        principal: user('carol'),
        credentials: [credential('github', { token }, account)],
        tool: 'search_repositories',
        arguments: { query: 'x' },
      })
    const [one, two] = await Promise.all([call('personal', alice), call('work', bob)])
    expect(JSON.stringify(one)).toContain('alice/repo')
    expect(JSON.stringify(two)).toContain('bob/repo')
  })
})
