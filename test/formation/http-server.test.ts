import { describe, expect, it } from 'vitest'
import type { HttpServer } from '../../src/formation/formation.ts'
import { authInjections, headerOf } from '../../src/formation/injected-headers.ts'
import { parseFormation } from '../../src/formation/parse.ts'
import { describeProblem, FormationError } from '../../src/formation/problems.ts'
import { DIRECTORY, SMALLEST } from './formation-source.ts'

function read(
  text: string,
  allowLoopback = false,
): { servers: readonly HttpServer[]; warnings: readonly string[]; services: readonly string[] } {
  const files = { 'formation.afs': SMALLEST, 'mcp/acme.afs': text }
  const formation = parseFormation({ files, directory: DIRECTORY, allowLoopback })
  const servers = formation.servers.filter((server) => server.type === 'http')
  return {
    servers,
    warnings: formation.warnings.map(({ message }) => message),
    services: [...formation.services.keys()],
  }
}

function problems(text: string, allowLoopback = false): string[] {
  try {
    read(text, allowLoopback)
    return []
  } catch (error) {
    if (error instanceof FormationError) return error.problems.map(describeProblem)
    throw error
  }
}

const URL_LINE = 'url: "https://mcp.example.com/mcp"\n'
const own = '"${{ user.credentials.ACME }}"'

describe('a server over HTTP', () => {
  it.each([
    ['type: http\n', 'named'],
    ['', 'known by its url'],
  ])('%j is %s', (type) => {
    const { servers, services } = read(`${type}${URL_LINE}auth: { accept_inline: true, token: ${own} }\n`)
    expect(servers).toMatchObject([
      {
        type: 'http',
        id: 'acme',
        url: 'https://mcp.example.com/mcp',
        privateNetwork: false,
        auth: { type: 'bearer', acceptInline: true },
      },
    ])
    expect(services).toEqual(['acme'])
  })

  it.each([
    [`{ type: bearer, token: ${own} }`, ['Authorization']],
    [
      '{ type: basic, username: "${{ user.credentials.ACME.username }}", password: "${{ user.credentials.ACME.password }}" }',
      ['Authorization'],
    ],
    [`{ type: api_key, key: ${own} }`, ['X-API-Key']],
    [`{ type: api_key, token: ${own}, header: X-Acme }`, ['X-Acme']],
    [`{ type: api_key, key: ${own}, query: api_key }`, [undefined]],
    [
      `{ type: header, Notion-Token: ${own}, Authorization: "Bearer \${{ secrets.GATE }}" }`,
      ['Notion-Token', 'Authorization'],
    ],
  ])('auth %s goes into %j', (auth, names) => {
    const [server] = read(`${URL_LINE}auth: ${auth}\n`).servers
    expect(server && authInjections(server).map(headerOf)).toEqual(names)
  })

  it('a key in the address is warned of, and so is a private server without encryption', () => {
    expect(read(`${URL_LINE}auth: { type: api_key, key: ${own}, query: k }\n`).warnings.join()).toContain(
      'written into logs',
    )
    expect(read('url: "http://mcp:8080/mcp"\nprivate_network: true\n').warnings.join()).toContain(
      'without encryption',
    )
  })

  it.each([
    'http://mcp.example.com/',
    'ftp://mcp.example.com/',
    'https://user:secret@mcp.example.com/',
    'https://mcp.example.com/#x',
    'https://${{ secrets.HOST }}/mcp',
    'https://mcp.example.com/${{ user.credentials.ACME }}',
    'https://mcp.example.com/<TOKEN>',
    'https://127.0.0.1/mcp',
    'https://[::1]/mcp',
    'https://10.0.0.1/mcp',
    'https://169.254.169.254/latest',
    'https://0x7f000001/',
    'https://2130706433/',
    'https://mcp/mcp',
    'https://mcp.internal/mcp',
    'https://localhost/mcp',
    'mcp.example.com',
    'https://',
  ])('the address %s is refused', (url) => {
    expect(problems(`url: ${JSON.stringify(url)}\n`)).toEqual([
      expect.stringContaining('mcp/acme.afs:1: url '),
    ])
  })

  it.each(['http://127.0.0.1:3000/mcp', 'http://localhost:3000/mcp', 'http://[::1]:3000/mcp'])(
    '%s is this machine, where its host allows that',
    (url) => {
      expect(problems(`url: "${url}"\n`, true)).toEqual([])
      expect(problems(`url: "${url}"\n`)).toEqual([expect.stringContaining('is this machine')])
    },
  )

  it.each([
    'http://mcp:8080/mcp',
    'https://10.1.2.3/mcp',
    'http://127.0.0.1:3000/mcp',
    'https://mcp.internal/mcp',
  ])('%s is allowed where its file says that it is on a private network', (url) => {
    expect(problems(`url: "${url}"\nprivate_network: true\n`)).toEqual([])
  })

  it.each([
    ['auth: { type: env, ACME_TOKEN: x }', 'auth.type is "env"'],
    ['auth: { ACME_TOKEN: x }', 'auth is "env"'],
    ['command: npx\ntype: http', 'command is nothing that'],
    ['env: { A: b }', 'env is nothing that'],
    ['args: [x]', 'args is nothing that'],
    [`auth: { type: header, Host: ${own} }`, 'auth.Host is a header that the connection'],
    [`auth: { type: header, Mcp-Session-Id: ${own} }`, 'auth.Mcp-Session-Id is a header'],
    [`auth: { type: header, Cookie: ${own} }`, 'auth.Cookie is a header'],
    [`auth: { type: header, "X Y": ${own} }`, 'is no name of a header'],
    [`auth: { type: header, "X:Y": ${own} }`, 'is no name of a header'],
    ['auth: { type: header }', 'names no header'],
    [`auth: { type: api_key, key: ${own}, header: X, query: y }`, 'stands beside header'],
    [`auth: { type: bearer, token: "Bearer \${{ user.credentials.ACME }}" }`, 'begins with "Bearer"'],
    [
      `headers: { Authorization: "x" }\nauth: { token: ${own} }`,
      'headers.Authorization is a header that auth gives too',
    ],
    [
      `headers: { x-api-key: "\${{ secrets.SHARED }}" }\nauth: { type: api_key, key: ${own} }`,
      'is a header that auth gives too',
    ],
    [
      `headers: { authorization: "Bearer \${{ secrets.SHARED }}" }\nauth: { token: ${own} }`,
      'is a header that auth gives too',
    ],
    ['headers: { Authorization: "Bearer <TOKEN>" }', 'placeholder of another tool'],
    ['headers: { X-A: a, x-a: b }', 'given twice'],
    ['headers: { X-A: "a\\r\\nX-B: c" }', 'characters that a header cannot carry'],
  ])('%s is refused', (lines, said) => {
    expect(problems(`${URL_LINE}${lines}\n`).join('\n')).toContain(said)
  })

  it.each(['streamable-http', 'streamableHttp', 'sse'])('type %s is said how to write', (type) => {
    expect(problems(`type: ${type}\n${URL_LINE}`).join()).toMatch(/"http"/)
  })

  it('T-118 a shared value never stands in for the user’s own in a parameter either', () => {
    const text = `url: "https://mcp.example.com/mcp?key=shared"\nauth: { type: api_key, key: ${own}, query: key }\n`
    expect(problems(text)).toEqual([expect.stringContaining('which url gives too')])
  })
})
