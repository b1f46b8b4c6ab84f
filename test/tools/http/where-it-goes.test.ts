import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { credential, user } from '../fixtures.ts'
import { makeHttpServer } from './acme-http.ts'
import { acmeHttp, call, failure, open, textOf } from './stage.ts'

const others: (() => void)[] = []
afterEach(() => {
  for (const close of others.splice(0)) close()
})

/** Somebody else's server, which notes what comes. */
async function thief(): Promise<{ readonly origin: string; readonly came: IncomingMessage[] }> {
  const came: IncomingMessage[] = []
  const server = createServer((request, response) => {
    came.push(request)
    response.end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  others.push(() => void server.close())
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, came }
}

describe('T-053 a credential goes to its server’s own origin', () => {
  it.each([301, 302, 303, 307, 308])(
    'a redirect with status %i carries nothing elsewhere',
    async (status) => {
      const acme = await acmeHttp()
      const other = await thief()
      const token = acme.issue('alice')
      acme.intercept = (_, response) => {
        response.writeHead(status, { location: `${other.origin}/mcp` }).end()
        return true
      }
      const error = await failure(call(open(), makeHttpServer({ url: acme.url }), 'whoami', { token }), token)
      expect(error.code).toBe('TOOL_UNAVAILABLE')
      expect(other.came).toEqual([])
    },
  )

  it.each([
    ['another name of this machine', (origin: string) => origin.replace('127.0.0.1', 'localhost')],
    [
      'a user name that looks like a host',
      (origin: string) => origin.replace('http://', 'http://127.0.0.1:1@'),
    ],
    ['no scheme', (origin: string) => origin.replace('http:', '')],
    ['another port', (origin: string) => origin],
    ['backslashes', (origin: string) => origin.replaceAll('/', '\\')],
  ])('not for a redirect of the call itself to %s', async (_, address) => {
    const acme = await acmeHttp()
    const other = await thief()
    const connections = open()
    const server = makeHttpServer({ url: acme.url })
    const token = acme.issue('alice')
    await call(connections, server, 'whoami', { token })
    acme.intercept = (_, response, body) => {
      if (!body.includes('tools/call')) return false
      response.writeHead(307, { location: `${address(other.origin)}/mcp` }).end()
      return true
    }
    const outcome = await call(connections, server, 'whoami', { token }).catch((error: unknown) => error)
    expect(JSON.stringify(outcome)).not.toContain(token)
    expect(outcome).not.toMatchObject({ kind: 'result' })
    expect(other.came).toEqual([])
  })

  it('a redirect within the origin is followed with it', async () => {
    const acme = await acmeHttp()
    const token = acme.issue('alice')
    acme.intercept = (request, response) => {
      if (request.url !== '/old') return false
      response.writeHead(307, { location: '/mcp' }).end()
      return true
    }
    expect(
      textOf(await call(open(), makeHttpServer({ url: `${acme.origin}/old` }), 'whoami', { token })),
    ).toBe('alice')
  })

  it('a host whose name leads to a private address is not connected to, unless its file says so', async () => {
    const acme = await acmeHttp()
    const token = acme.issue('alice')
    const url = acme.url.replace('127.0.0.1', 'mcp.example.com')
    const lookup: NonNullable<Parameters<typeof open>[0]>['lookup'] = (_, __, callback) =>
      callback(null, [{ address: '127.0.0.1', family: 4 }])
    const refused = await failure(call(open({ lookup }), makeHttpServer({ url }), 'whoami', { token }), token)
    expect(refused.facts).toMatchObject({ reason: 'broken' })
    expect(refused.message).toContain('private_network: true')
    expect(acme.came).toEqual([])
    const server = makeHttpServer({ url, privateNetwork: true })
    expect(textOf(await call(open({ lookup }), server, 'whoami', { token }))).toBe('alice')
  })
})

describe('a credential that is taken out of use', () => {
  it.each(['session', 'stateless', 'modern'] as const)(
    'is in no request after its end (%s), and calls in flight are told',
    async (era) => {
      const acme = await acmeHttp(era, { answer: () => setTimeout(60_000, { content: [] }, { ref: false }) })
      const connections = open()
      const server = makeHttpServer({ url: acme.url })
      const token = acme.issue('alice')
      await call(connections, server, 'whoami', { token })
      const inFlight = Array.from({ length: 5 }, () =>
        failure(call(connections, server, 'answer', { token }), token),
      )
      while (acme.came.filter(({ tool }) => tool === 'answer').length < 5) await setTimeout(5)
      await connections.end(user('alice'), 'acme-of-alice')
      const before = acme.came.length
      for (const error of await Promise.all(inFlight)) expect(error.code).toBe('TOOL_UNAVAILABLE')
      await setTimeout(1_500)
      // Not even the goodbye to the session.
      expect(acme.came.length).toBe(before)
    },
  )

  it('is asked about as the last thing before the call', async () => {
    const acme = await acmeHttp()
    const connections = open()
    const server = makeHttpServer({ url: acme.url })
    const token = acme.issue('alice')
    await call(connections, server, 'whoami', { token })
    const opened = {
      ...credential('acme', { token }, 'acme-of-alice'),
      confirm: () => Promise.resolve(false),
    }
    const given = { server, principal: user('alice'), credentials: [opened], tool: 'whoami', arguments: {} }
    await failure(connections.call(given), token)
    expect(acme.came.filter(({ tool }) => tool === 'whoami')).toHaveLength(1)
  })
})

it('a list of one user is never another’s, nor anybody’s', async () => {
  const acme = await acmeHttp()
  acme.isOpen = true
  const connections = open()
  const server = makeHttpServer({ url: acme.url })
  const [alice, bob] = [acme.issue('alice'), acme.issue('bob')]
  await Promise.all([
    call(connections, server, 'whoami', { who: 'alice', token: alice }),
    call(connections, server, 'whoami', { who: 'bob', token: bob }),
  ])
  const namesOf = async (who: string, token: string): Promise<string[]> => {
    const opened = credential('acme', { token }, `acme-of-${who}`)
    const tools = await connections.listOwnTools(server, {
      principal: user(who),
      accounts: [opened.account],
      open: () => Promise.resolve([opened]),
    })
    return (tools ?? []).map(({ name }) => name).filter((name) => name.startsWith('only_'))
  }
  expect(await namesOf('alice', alice)).toEqual(['only_alice'])
  expect(await namesOf('bob', bob)).toEqual(['only_bob'])
  const shared = await connections.listTools(server)
  expect(shared.source).toBe('server')
  expect(shared.tools.filter(({ name }) => name.startsWith('only_'))).toEqual([])
})
