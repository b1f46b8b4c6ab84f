import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { credential, makeToken, user } from '../fixtures.ts'
import { makeHttpServer, type Era, type HttpSketch, type TokenOf } from './acme-http.ts'
import { acmeHttp, call, failure, open, textOf } from './stage.ts'

const printed: unknown[] = []
beforeAll(() => {
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, name).mockImplementation((...given) => void printed.push(given))
})
afterAll(() => {
  vi.restoreAllMocks()
})

const ERAS: readonly Era[] = ['session', 'stateless', 'modern']

describe.each(ERAS)('a server that speaks MCP as %s', (era) => {
  it('T-035 answers each user with their own, however many call at once with the same ids', async () => {
    const acme = await acmeHttp(era)
    const connections = open()
    const server = makeHttpServer({ url: acme.url })
    const people = ['alice', 'bob', 'carol'].map((who) => ({ who, token: acme.issue(who) }))
    const asked = people.flatMap((one) =>
      Array.from({ length: 12 }, (_, index) => ({ ...one, text: `${one.who}-${index}` })),
    )
    const answers = await Promise.all(
      asked.map(({ who, token, text }) => call(connections, server, 'echo', { who, token, args: { text } })),
    )
    expect(answers.map(textOf)).toEqual(asked.map(({ who, text }) => `${who}: ${text}`))
  })

  it('T-051 the live token is in nothing that comes back, raw or encoded', async () => {
    const acme = await acmeHttp(era)
    const token = acme.issue('alice')
    const outcome = await call(open(), makeHttpServer({ url: acme.url }), 'leak', { token })
    const text = JSON.stringify(outcome)
    expect(text).not.toContain(token)
    expect(text).not.toContain(Buffer.from(token).toString('base64').slice(0, 20))
    expect(text).toContain('[acme token removed]')
  })

  it('a token that is not accepted is heard of, and the connection is not kept', async () => {
    const acme = await acmeHttp(era)
    const connections = open()
    const server = makeHttpServer({ url: acme.url })
    const token = makeToken('acme-')
    const error = await failure(call(connections, server, 'whoami', { token }), token)
    expect(error).toMatchObject({ code: 'TOOL_UNAVAILABLE', facts: { reason: 'refused' } })
    expect(error).toHaveProperty('failure.speaksOfRejection', true)
    acme.people.set(token, 'alice')
    expect(textOf(await call(connections, server, 'whoami', { token }))).toBe('alice')
  })

  it('ends its session, where it has one, when the connections are closed', async () => {
    const acme = await acmeHttp(era)
    const connections = open()
    await call(connections, makeHttpServer({ url: acme.url }), 'whoami', { token: acme.issue('alice') })
    expect(acme.sessions()).toBe(era === 'session' ? 1 : 0)
    await connections.close()
    expect(acme.sessions()).toBe(0)
  })
})

const basic: TokenOf = ({ authorization }) => {
  const pair = /^Basic (.+)$/.exec(authorization ?? '')?.[1]
  return pair === undefined ? undefined : Buffer.from(pair, 'base64').toString('utf8')
}

describe('every kind of auth', () => {
  const own = '${{ user.credentials.ACME }}'
  it.each<[string, Partial<HttpSketch>, TokenOf]>([
    ['bearer', {}, ({ authorization }) => authorization?.replace(/^Bearer /, '')],
    ['api_key in its usual header', { type: 'api_key' }, (headers) => String(headers['x-api-key'])],
    [
      'api_key in a header',
      { type: 'api_key', carrier: { kind: 'header', name: 'X-Acme' } },
      (headers) => String(headers['x-acme']),
    ],
    [
      'api_key in the address',
      { type: 'api_key', carrier: { kind: 'query', name: 'key' } },
      (_, url) => url.searchParams.get('key') ?? '',
    ],
    ['header', { type: 'header', auth: { 'Acme-Token': own } }, (headers) => String(headers['acme-token'])],
    [
      'header with words',
      { type: 'header', auth: { Authorization: `token ${own}` } },
      ({ authorization }) => authorization?.replace(/^token /, ''),
    ],
  ])('%s reaches the server, and nothing else of the credential does', async (_, sketch, tokenOf) => {
    const acme = await acmeHttp('session', { tokenOf })
    const token = acme.issue('alice')
    expect(
      textOf(await call(open(), makeHttpServer({ url: acme.url, ...sketch }), 'whoami', { token })),
    ).toBe('alice')
    for (const { headers, url } of acme.came)
      expect(JSON.stringify([headers, url]).split(token)).toHaveLength(2)
  })

  it('basic sends name and password as RFC 7617 has it, and scrubs both, and the pair', async () => {
    const acme = await acmeHttp('session', {
      tokenOf: basic,
      answer: ({ token }) => ({
        content: [{ type: 'text', text: `${token} ${Buffer.from(token).toString('base64')}` }],
      }),
    })
    const password = makeToken('pässword-')
    acme.people.set(`alice:${password}`, 'alice')
    const server = makeHttpServer({
      url: acme.url,
      type: 'basic',
      auth: {
        username: '${{ user.credentials.ACME.username }}',
        password: '${{ user.credentials.ACME.password }}',
      },
    })
    // Only ASCII reaches every server alike.
    await expect(
      call(open(), server, 'whoami', { fields: { username: 'alice', password } }),
    ).rejects.toMatchObject({ code: 'INPUT_INVALID' })
    const plain = makeToken('password-')
    acme.people.set(`alice:${plain}`, 'alice')
    const fields = { username: 'alice', password: plain }
    expect(textOf(await call(open(), server, 'whoami', { fields }))).toBe('alice')
    const said = textOf(await call(open(), server, 'answer', { fields }))
    expect(said).not.toContain(plain)
    expect(said).not.toContain(Buffer.from(`alice:${plain}`).toString('base64'))
    await expect(
      call(open(), server, 'whoami', { fields: { username: 'a:b', password: plain } }),
    ).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  })

  it('several headers go together: a gate for all, and each user’s own', async () => {
    const acme = await acmeHttp('session', { tokenOf: (headers) => String(headers['notion-token']) })
    const [gate, token] = [makeToken('gate-'), acme.issue('alice')]
    const connections = open({ secrets: (name) => (name === 'GATE' ? gate : undefined) })
    const server = makeHttpServer({
      url: acme.url,
      type: 'header',
      auth: { 'Notion-Token': own, Authorization: 'Bearer ${{ secrets.GATE }}' },
      headers: { 'X-Base-Url': 'https://api.example.com' },
    })
    expect(textOf(await call(connections, server, 'whoami', { token }))).toBe('alice')
    for (const { headers } of acme.came) {
      expect(headers).toMatchObject({
        authorization: `Bearer ${gate}`,
        'notion-token': token,
        'x-base-url': 'https://api.example.com',
      })
    }
    // As nobody: the gate alone.
    acme.came.length = 0
    await connections.listTools(server)
    expect(acme.came.length).toBeGreaterThan(0)
    for (const { headers } of acme.came) {
      expect(headers['notion-token']).toBeUndefined()
      expect(headers.authorization).toBe(`Bearer ${gate}`)
    }
  })
})

describe('values that break out of a header', () => {
  it.each(['a\r\nX-Evil: 1', 'a\nb', 'a\0b', 'tökén', 'a\u2028b', '\u0130', 'a\x7fb'])(
    '%j is refused, and nothing is sent',
    async (tail) => {
      const acme = await acmeHttp()
      const token = `${makeToken('acme-')}${tail}`
      const error = await failure(call(open(), makeHttpServer({ url: acme.url }), 'whoami', { token }), token)
      expect(error.code).toBe('INPUT_INVALID')
      expect(acme.came).toEqual([])
    },
  )
})

it('20 users of 3 servers, 600 calls at once: none gets another’s answer, and each request has its own user’s token', async () => {
  const connections = open()
  const servers = await Promise.all(
    ERAS.map(async (era) => {
      const acme = await acmeHttp(era)
      return { acme, server: makeHttpServer({ id: era, url: acme.url }) }
    }),
  )
  const users = Array.from({ length: 20 }, (_, index) => `user${index}`)
  const calls = servers.flatMap(({ acme, server }) =>
    users.flatMap((who) => {
      const token = acme.issue(who)
      return Array.from({ length: 10 }, (_, index) => ({
        server,
        who,
        token,
        args: { text: `${who}:${token.slice(0, 9)}:${index}` },
      }))
    }),
  )
  const answers = await Promise.all(
    calls.map(({ server, ...sketch }) => call(connections, server, 'echo', sketch)),
  )
  const crossed = answers.filter(
    (answer, index) => textOf(answer) !== `${calls[index]?.who}: ${calls[index]?.args.text}`,
  )
  expect(crossed).toEqual([])
})

it('T-040 two accounts of one user at once: each call goes out with its own token', async () => {
  const acme = await acmeHttp()
  const connections = open()
  const server = makeHttpServer({ url: acme.url })
  const accounts = ['home', 'work'].map((login) => ({ login, token: acme.issue(login) }))
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => accounts)
      .flat()
      .map(async ({ login, token }) => {
        const credentials = [credential('acme', { token }, login)]
        const given = { server, principal: user('alice'), credentials, tool: 'whoami', arguments: {} }
        return { login, said: textOf(await connections.call(given)) }
      }),
  )
  expect(answers.filter(({ login, said }) => login !== said)).toEqual([])
})

it('the SDK prints nothing on the console', () => {
  expect(printed).toEqual([])
})
