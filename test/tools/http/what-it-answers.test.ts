import { setTimeout } from 'node:timers/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createScrubber } from '../../../src/guard/index.ts'
import { Secret } from '../../../src/secret.ts'
import { readAskedLink } from '../../../src/tools/asked-links.ts'
import type { Authorization } from '../../../src/tools/http/authorization.ts'
import { makeToken } from '../fixtures.ts'
import { makeHttpServer, type AcmeHttp } from './acme-http.ts'
import { acmeHttp, call, failure, open, textOf } from './stage.ts'

type Answer = (request: IncomingMessage, response: ServerResponse, id: number) => void

/** From now on, calls of tools are answered so. */
function answerCalls(acme: AcmeHttp, answer: Answer): void {
  acme.intercept = (request, response, body) => {
    if (!body.includes('"tools/call"')) return false
    answer(request, response, (JSON.parse(body) as { id: number }).id)
    return true
  }
}

const json = (response: ServerResponse, status: number, body: unknown): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

describe('the faces of a credential that is not accepted', () => {
  const faces: Readonly<Record<string, Answer>> = {
    'HTTP 401': (_, response) => json(response, 401, {}),
    'HTTP 400 that says so': (_, response) => json(response, 400, { error: 'invalid_token' }),
    'a JSON-RPC error': (_, response, id) =>
      json(response, 200, { jsonrpc: '2.0', id, error: { code: -32603, message: 'Bad credentials' } }),
    'an error result': (_, response, id) =>
      json(response, 200, {
        jsonrpc: '2.0',
        id,
        result: { isError: true, content: [{ type: 'text', text: '401 Unauthorized' }] },
      }),
    'a result': (_, response, id) =>
      json(response, 200, {
        jsonrpc: '2.0',
        id,
        result: {
          content: [
            { type: 'text', text: '{"status":401,"code":"unauthorized","message":"API token is invalid."}' },
          ],
        },
      }),
  }
  it.each(Object.keys(faces))('%s is heard', async (face) => {
    const acme = await acmeHttp()
    const connections = open()
    const server = makeHttpServer({ url: acme.url })
    const token = acme.issue('alice')
    await call(connections, server, 'whoami', { token })
    answerCalls(acme, faces[face] ?? (() => undefined))
    expect(await call(connections, server, 'whoami', { token })).toMatchObject({ speaksOfRejection: true })
  })

  const others: Readonly<Record<string, Answer>> = {
    'HTTP 403': (_, response) => json(response, 403, { message: 'Must have admin rights' }),
    'HTTP 429': (_, response) => json(response, 429, { message: 'Unauthorized: too many requests' }),
    'HTTP 500': (_, response) => json(response, 500, { error: 'unauthorized' }),
    'HTTP 503': (_, response) => json(response, 503, { message: '401 Unauthorized from upstream' }),
    'HTTP 400 about arguments': (_, response) => json(response, 400, { message: 'repo is required' }),
    'an answer about 401': (_, response, id) =>
      json(response, 200, {
        jsonrpc: '2.0',
        id,
        result: { content: [{ type: 'text', text: 'Issue 401: login returns 401 Unauthorized' }] },
      }),
  }
  it.each(Object.keys(others))('%s is no such face', async (face) => {
    const acme = await acmeHttp()
    const connections = open()
    const server = makeHttpServer({ url: acme.url })
    const token = acme.issue('alice')
    await call(connections, server, 'whoami', { token })
    answerCalls(acme, others[face] ?? (() => undefined))
    const outcome = await call(connections, server, 'whoami', { token }).catch((error: unknown) => error)
    expect(outcome).not.toMatchObject({ speaksOfRejection: true })
    expect(JSON.stringify(outcome)).not.toContain(token)
  })
})

describe('a session that the server has forgotten', () => {
  it('is begun anew, and the call is made once', async () => {
    const acme = await acmeHttp()
    const connections = open()
    const server = makeHttpServer({ url: acme.url })
    const token = acme.issue('alice')
    await call(connections, server, 'whoami', { token })
    acme.forgetSessions()
    acme.came.length = 0
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        call(connections, server, 'echo', { token, args: { text: String(index) } }),
      ),
    )
    expect(answers.map(textOf)).toEqual(Array.from({ length: 8 }, (_, index) => `alice: ${index}`))
  })

  it('is told where it is forgotten again and again', async () => {
    const acme = await acmeHttp()
    const connections = open()
    const token = acme.issue('alice')
    answerCalls(acme, (_, response) => json(response, 404, { error: 'unknown session' }))
    const error = await failure(
      call(connections, makeHttpServer({ url: acme.url }), 'whoami', { token }),
      token,
    )
    expect(error.code).toBe('TOOL_UNAVAILABLE')
    expect(acme.came.filter(({ tool }) => tool === 'whoami')).toHaveLength(2)
  })
})

describe('what is over the bounds', () => {
  const huge = 'x'.repeat(11 * 1024 * 1024)
  const event = (text: string) => `event: message\ndata: ${text}\n\n`
  const cases: Readonly<Record<string, Answer>> = {
    'a long JSON body': (_, response, id) =>
      json(response, 200, { jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: huge }] } }),
    'a long event': (_, response, id) =>
      void response
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .end(event(JSON.stringify({ jsonrpc: '2.0', id, result: { content: [], x: huge } }))),
    'an event without an end': (_, response) =>
      void response.writeHead(200, { 'content-type': 'text/event-stream' }).write(`data: ${huge}`),
    'a deep body': (_, response) =>
      void response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('['.repeat(5_000) + ']'.repeat(5_000)),
    'many values': (_, response) =>
      void response.writeHead(200, { 'content-type': 'application/json' }).end(`[${'1,'.repeat(200_000)}1]`),
    'a deep event, in small pieces': (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const piece of ['data: ', '['.repeat(200), '\r', '\n\r', '\n']) response.write(piece)
    },
  }
  it.each(Object.keys(cases))('%s is refused, and the next call goes on', async (name) => {
    const acme = await acmeHttp()
    const connections = open()
    const server = makeHttpServer({ url: acme.url })
    const token = acme.issue('alice')
    answerCalls(acme, cases[name] ?? (() => undefined))
    const error = await failure(call(connections, server, 'whoami', { token }), token)
    expect(error.message).toContain('10 MiB')
    acme.intercept = undefined
    expect(textOf(await call(connections, server, 'whoami', { token }))).toBe('alice')
  })

  it('a long error body with half a token at its end is left out whole', async () => {
    const acme = await acmeHttp()
    const token = acme.issue('alice')
    answerCalls(acme, (_, response) => void response.writeHead(400).end('y'.repeat(64 * 1024 - 8) + token))
    const outcome = await call(open(), makeHttpServer({ url: acme.url }), 'whoami', { token })
    expect(JSON.stringify(outcome)).not.toContain(token.slice(0, 8))
  })
})

describe('a server that cannot be reached', () => {
  const bad: Readonly<Record<string, Answer>> = {
    'breaks off': (request) => request.socket.destroy(),
    'breaks off in the body': (request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
      response.write('{"jsonrpc"')
      globalThis.setTimeout(() => request.socket.destroy(), 20)
    },
    'breaks off in the stream': (request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(': begun\n\n')
      globalThis.setTimeout(() => request.socket.destroy(), 20)
    },
    'ends the stream without an answer': (_, response) =>
      void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(': nothing\n\n'),
    'speaks no HTTP': (request) => void request.socket.end('hello\r\n\r\n'),
  }
  it.each(Object.keys(bad))('%s: told as such, without the token', async (name) => {
    const acme = await acmeHttp()
    const connections = open()
    const server = makeHttpServer({ url: acme.url })
    const token = acme.issue('alice')
    await call(connections, server, 'whoami', { token })
    answerCalls(acme, bad[name] ?? (() => undefined))
    const error = await failure(call(connections, server, 'whoami', { token }), token)
    expect(error.code).toBe('TOOL_UNAVAILABLE')
    acme.intercept = undefined
    expect(textOf(await call(connections, server, 'whoami', { token }))).toBe('alice')
  })

  it('a stream that can be taken up again is, and the call is not lost', async () => {
    const acme = await acmeHttp()
    const token = acme.issue('alice')
    let waiting = 0
    acme.intercept = (request, response, body) => {
      if (request.headers['last-event-id'] === 'e1') {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        const result = { content: [{ type: 'text', text: 'after all' }] }
        response.end(`id: e2\ndata: ${JSON.stringify({ jsonrpc: '2.0', id: waiting, result })}\n\n`)
        return true
      }
      if (!body.includes('"tools/call"')) return false
      waiting = (JSON.parse(body) as { id: number }).id
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end('id: e1\ndata: \n\n')
      return true
    }
    expect(textOf(await call(open(), makeHttpServer({ url: acme.url }), 'whoami', { token }))).toBe(
      'after all',
    )
  })

  it('is told when nothing listens, and when its name leads nowhere', async () => {
    const token = makeToken('acme-')
    const gone = await acmeHttp()
    await gone.close()
    const none = await failure(call(open(), makeHttpServer({ url: gone.url }), 'whoami', { token }), token)
    expect(none.facts).toMatchObject({ reason: 'unreachable' })
    const nowhere = makeHttpServer({ url: 'https://mcp.example.invalid/mcp' })
    const unknown = await failure(call(open(), nowhere, 'whoami', { token }), token)
    expect(unknown.message).toContain('host name is not known')
  })

  it('is not waited for longer than its time', async () => {
    const acme = await acmeHttp()
    const token = acme.issue('alice')
    answerCalls(acme, () => undefined)
    const connections = open({ limits: { callTimeoutMs: 300 } })
    const error = await failure(
      call(connections, makeHttpServer({ url: acme.url }), 'whoami', { token }),
      token,
    )
    expect(error.code).toBe('TOOL_FAILED')
  })
})

describe('a token that is renewed', () => {
  function renewing(first: string, next: () => string): Authorization & { readonly asked: string[] } {
    let current = first
    const asked: string[] = []
    return {
      asked,
      token: () => Promise.resolve(current),
      onUnauthorized: ({ token }) => {
        asked.push(token)
        if (current !== token) return Promise.resolve('retry')
        current = next()
        return Promise.resolve(current === token ? 'need' : 'retry')
      },
    }
  }

  it.each(['session', 'stateless', 'modern'] as const)(
    'is used from then on, without the call being lost, and is scrubbed too (%s)',
    async (era) => {
      const acme = await acmeHttp(era)
      const old = acme.issue('alice')
      let fresh = ''
      const authorization = renewing(old, () => (fresh = acme.issue('alice')))
      const connections = open({ authorizationFor: () => authorization })
      const server = makeHttpServer({ url: acme.url })
      expect(textOf(await call(connections, server, 'whoami', { token: old }))).toBe('alice')
      acme.people.delete(old)
      const outcome = await call(connections, server, 'leak', { token: old })
      expect(outcome.kind).toBe('result')
      expect(fresh).not.toBe('')
      expect(JSON.stringify(outcome)).not.toContain(fresh)
      expect(authorization.asked).toEqual([old])
    },
  )

  it('is asked for once a request, and a need of the user is heard', async () => {
    const acme = await acmeHttp()
    const old = makeToken('acme-')
    const authorization = renewing(old, () => old)
    const connections = open({ authorizationFor: () => authorization })
    const error = await failure(
      call(connections, makeHttpServer({ url: acme.url }), 'whoami', { token: old }),
      old,
    )
    expect(error).toHaveProperty('failure.speaksOfRejection', true)
    expect(acme.came).toHaveLength(1)
  })
})

describe('what a server asks of its user', () => {
  const scrubber = createScrubber([])
  const link = (url: string, message = 'Open this') => readAskedLink({ mode: 'url', url, message }, scrubber)

  it('T-050 a form is declined, whatever it asks for', async () => {
    const acme = await acmeHttp()
    const token = acme.issue('alice')
    const answers: unknown[] = []
    acme.intercept = (_, response, body) => {
      const message = (body === '' ? {} : JSON.parse(body)) as {
        id?: number
        method?: string
        error?: unknown
        result?: unknown
      }
      if (message.id === 77 && message.method === undefined) {
        answers.push(message)
        response.writeHead(202).end()
        return true
      }
      if (message.method !== 'tools/call') return false
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      const params = {
        mode: 'form',
        message: 'Your password?',
        requestedSchema: { type: 'object', properties: { password: { type: 'string' } } },
      }
      response.write(
        `data: ${JSON.stringify({ jsonrpc: '2.0', id: 77, method: 'elicitation/create', params })}\n\n`,
      )
      const end = (): void =>
        void response.end(
          `data: ${JSON.stringify({ jsonrpc: '2.0', id: message.id, result: { content: [{ type: 'text', text: 'gone on' }] } })}\n\n`,
        )
      globalThis.setTimeout(end, 200)
      return true
    }
    expect(textOf(await call(open(), makeHttpServer({ url: acme.url }), 'whoami', { token }))).toBe('gone on')
    expect(answers).toMatchObject([{ error: { code: expect.any(Number) as number } }])
    expect(JSON.stringify(answers)).not.toContain('"action"')
  })

  it('a page to open is a link with its host, and nothing was agreed to', async () => {
    const acme = await acmeHttp()
    const token = acme.issue('alice')
    const url = 'https://login.example.com/connect?state=1'
    answerCalls(acme, (_, response, id) =>
      json(response, 200, {
        jsonrpc: '2.0',
        id,
        error: {
          code: -32042,
          message: 'Open',
          data: { elicitations: [{ mode: 'url', url, message: `for ${token}`, elicitationId: 'e' }] },
        },
      }),
    )
    const outcome = await call(open(), makeHttpServer({ url: acme.url }), 'whoami', { token })
    expect(outcome).toMatchObject({
      kind: 'result',
      result: { isError: true },
      links: [{ url, host: 'login.example.com' }],
    })
    expect(JSON.stringify(outcome)).not.toContain(token)
  })

  it.each([
    'http://login.example.com/',
    'javascript:alert(1)',
    'https://github.com@evil.example/',
    'https://user:pass@evil.example/',
    'file:///etc/passwd',
    'data:text/html,x',
    `https://example.com/${'x'.repeat(3_000)}`,
    'not a link',
  ])('%s is no link to pass on', (url) => {
    expect(link(url)).toBeUndefined()
  })

  it('a host in other letters is shown as it is asked for', () => {
    expect(link('https://gіthub.com/login')?.host).toMatch(/^xn--/)
  })

  it('a link that carries a live credential is withheld, in any of its spellings', () => {
    const token = makeToken('acme-')
    const live = createScrubber([{ secret: Secret.fromText(token), service: 'acme' }])
    for (const text of [
      token,
      encodeURIComponent(token),
      Buffer.from(token).toString('base64url'),
      Buffer.from(token).toString('hex'),
      [...token].map((one) => `%${one.charCodeAt(0).toString(16)}`).join(''),
    ])
      expect(
        readAskedLink({ mode: 'url', url: `https://evil.example/?t=${text}`, message: 'x' }, live),
      ).toBeUndefined()
  })
})

it('a list that the server says is another now is read again', async () => {
  const acme = await acmeHttp()
  const connections = open()
  const server = makeHttpServer({ url: acme.url })
  const token = acme.issue('alice')
  await call(connections, server, 'whoami', { token })
  await setTimeout(300)
  acme.addTool('later')
  await setTimeout(6_500)
  expect(textOf(await call(connections, server, 'later', { token }))).toBe('later')
})
