import type { RequestListener } from 'node:http'
import type { LookupAddress } from 'node:dns'
import { afterEach, describe, expect, it } from 'vitest'
import type { Answer } from '../../src/net/answer.ts'
import { createGuardedFetch, type AddressLookup } from '../../src/net/guarded-fetch.ts'
import { send } from '../../src/net/send.ts'
import type { Fetch } from '../../src/ports.ts'
import { startHttp, startTcp, type LocalServer } from '../providers/local-server.ts'

const running: LocalServer[] = []
const json = { 'content-type': 'application/json; charset=utf-8' }
const local = createGuardedFetch({ privateHosts: ['127.0.0.1'] })

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
})

async function serve(listener: RequestListener): Promise<LocalServer> {
  const server = await startHttp(listener)
  running.push(server)
  return server
}

interface More {
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  readonly origins?: readonly string[]
  readonly fetch?: Fetch
  readonly method?: string
  readonly body?: string
}

function ask(origin: string, more: More = {}): Promise<Answer> {
  const { timeoutMs, signal, origins = [origin], fetch = local, method = 'GET', body } = more
  const headers = new Headers({ authorization: 'Bearer secret-of-this-test' })
  const request = { method, url: new URL(`${origin}/user`), headers, body }
  return send(request, { origins, fetch, signal, timeoutMs })
}

describe('a request to a service', () => {
  it('carries its method and its body, and brings the status, the headers and the JSON back', async () => {
    const came: string[] = []
    const { origin } = await serve((request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => came.push(`${request.method ?? ''} ${text}`))
      request.on('end', () => response.writeHead(418, json).end('{"a":[1]}'))
    })
    expect(await ask(origin, { method: 'POST', body: 'ä=1' })).toMatchObject({
      kind: 'json',
      status: 418,
      body: { a: [1] },
    })
    expect(came).toEqual(['POST ä=1'])
  })

  it.each<[string, Record<string, string>, string | Buffer, string]>([
    ['nothing', json, '', 'empty'],
    ['nothing of a page', { 'content-type': 'text/html', 'content-length': '0' }, '', 'empty'],
    ['blanks', json, ' \n', 'empty'],
    ['words', { 'content-type': 'text/plain; charset=utf-8' }, 'invalid token', 'text'],
    ['JSON of a kind', { 'content-type': 'application/problem+json' }, '{}', 'json'],
    ['JSON of no kind', {}, '{}', 'json'],
    ['a page', { 'content-type': 'text/html' }, '{}', 'unreadable'],
    ['text that is no JSON', json, 'OK', 'unreadable'],
    ['bytes that are no text', json, Buffer.from([0xff, 0xfe, 0x00]), 'unreadable'],
  ])('calls %s by its name', async (_what, headers, body, kind) => {
    const { origin } = await serve((_request, response) => response.writeHead(200, headers).end(body))
    expect(await ask(origin)).toMatchObject({ kind, status: 200 })
  })

  it('T-053 is never sent to an origin that is not the service’s', async () => {
    let calls = 0
    const { origin } = await serve((_request, response) => response.end(String(++calls)))
    for (const others of [
      ['https://api.github.com'],
      [],
      [`${origin}/user`],
      [origin.replace('http:', 'https:')],
    ]) {
      expect(await ask(origin, { origins: others })).toEqual({ kind: 'failed', reason: 'forbidden' })
    }
    expect(calls).toBe(0)
  })

  it.each([301, 302, 303, 307, 308])('T-101 follows no %i, not even to itself', async (status) => {
    const paths: (string | undefined)[] = []
    const { origin } = await serve((request, response) => {
      paths.push(request.url)
      response.writeHead(status, { location: '/again' }).end()
    })
    expect(await ask(origin)).toEqual({ kind: 'failed', reason: 'redirected' })
    expect(await ask(origin, { fetch })).toEqual({ kind: 'failed', reason: 'redirected' })
    expect(paths).toEqual(['/user', '/user'])
  })

  it('T-099 stops reading a 50 MB answer after 1 MiB', async () => {
    let sent = 0
    const { origin } = await serve((_request, response) => {
      response.writeHead(200, json)
      const write = (): void => {
        while (sent < 50 * 2 ** 20 && !response.destroyed) {
          sent += 2 ** 16
          if (!response.write('['.repeat(2 ** 16))) {
            response.once('drain', write)
            return
          }
        }
        response.end()
      }
      write()
    })
    expect(await ask(origin)).toMatchObject({ kind: 'unreadable', status: 200 })
    expect(sent).toBeLessThan(25 * 2 ** 20)
  })

  it('T-099 ends an answer that drips, when its time is up', async () => {
    let timer: NodeJS.Timeout | undefined
    const { origin } = await serve((_request, response) => {
      response.writeHead(200, json)
      timer = setInterval(() => response.write(' '), 10)
    })
    expect(await ask(origin, { timeoutMs: 150 })).toEqual({ kind: 'failed', reason: 'timeout' })
    clearInterval(timer)
  })

  it('ends when the caller’s signal does, and in time although a fetch heeds no signal', async () => {
    const { origin } = await serve(() => undefined)
    const caller = new AbortController()
    const answer = ask(origin, { signal: caller.signal })
    caller.abort()
    expect(await answer).toEqual({ kind: 'failed', reason: 'timeout' })
    expect(await ask(origin, { signal: caller.signal })).toEqual({ kind: 'failed', reason: 'timeout' })
    const deaf = (): Promise<Response> => new Promise(() => undefined)
    expect(await ask(origin, { fetch: deaf, timeoutMs: 20 })).toEqual({ kind: 'failed', reason: 'timeout' })
  })

  it('T-056 calls resets, cuts and failed handshakes network failures', async () => {
    const reset = await startTcp((socket) => socket.once('data', () => socket.resetAndDestroy()))
    const plain = await startTcp((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    )
    running.push(reset, plain)
    const cut = await serve((_request, response) => {
      response.writeHead(200, { ...json, 'content-length': '100' }).write('{"login"')
      setImmediate(() => response.destroy())
    })
    const tls = `https://127.0.0.1:${plain.port}`
    for (const origin of [reset.origin, cut.origin, tls]) {
      expect(await ask(origin)).toEqual({ kind: 'failed', reason: 'network' })
    }
  })
})

describe('T-125 an answer that no response can be made of', () => {
  it.each([
    ['status 999', 'HTTP/1.1 999 X\r\ncontent-length: 2\r\n\r\n{}'],
    ['status 600', 'HTTP/1.1 600 X\r\ncontent-length: 2\r\n\r\n{}'],
    ['status 0', 'HTTP/1.1 000 X\r\ncontent-length: 2\r\n\r\n{}'],
    ['status 1000', 'HTTP/1.1 1000 X\r\ncontent-length: 2\r\n\r\n{}'],
    ['a header with a NUL', 'HTTP/1.1 200 OK\r\nx-a: b\0c\r\ncontent-length: 2\r\n\r\n{}'],
    ['a header without a name', 'HTTP/1.1 200 OK\r\n: b\r\ncontent-length: 2\r\n\r\n{}'],
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['bytes', '\u0000\u0001\u00ff\r\n\r\n'],
  ])('is a failure, and the process lives: %s', async (_what, answer) => {
    const server = await startTcp((socket) => socket.once('data', () => socket.end(answer, 'latin1')))
    running.push(server)
    expect(await ask(server.origin)).toEqual({ kind: 'failed', reason: 'network' })
  })
})

describe('the address behind a host', () => {
  const publicAddress = { address: '192.0.43.8', family: 4 }
  const here = { address: '127.0.0.1', family: 4 }

  /** A DNS that answers differently each time. */
  function rebinding(...answers: LookupAddress[][]): AddressLookup {
    return (_hostname, _options, callback) => callback(null, answers.shift() ?? [here])
  }

  it.each<[string, LookupAddress[]]>([
    ['this machine', [here]],
    ['this machine among others', [publicAddress, here]],
    ['this machine in IPv6', [{ address: '::1', family: 6 }]],
    ['this machine, mapped', [{ address: '::ffff:7f00:1', family: 6 }]],
    ['a private network', [{ address: '10.0.0.7', family: 4 }]],
    ['the metadata of a cloud', [{ address: '169.254.169.254', family: 4 }]],
    ['nothing', []],
  ])('T-102 is refused at the connection when the DNS says %s', async (_what, addresses) => {
    let connections = 0
    const server = await startTcp(() => connections++)
    running.push(server)
    const fetch = createGuardedFetch({ lookup: rebinding(addresses) })
    expect(await ask(`https://api.acme.example:${server.port}`, { fetch })).toEqual({
      kind: 'failed',
      reason: 'network',
    })
    expect(connections).toBe(0)
  })

  it.each(['https://127.0.0.1', 'https://[::1]', 'https://10.0.0.7', 'https://[::ffff:a00:7]'])(
    'T-102 is refused where it stands in the URL: %s',
    async (origin) => {
      const url = new URL(origin).origin
      expect(await ask(url, { fetch: createGuardedFetch() })).toEqual({ kind: 'failed', reason: 'network' })
    },
  )

  it('may be private where the operator said so', async () => {
    let connections = 0
    const server = await startTcp((socket) => {
      connections++
      socket.end('no TLS here')
    })
    running.push(server)
    const fetch = createGuardedFetch({ lookup: rebinding([here]), privateHosts: ['api.acme.example'] })
    expect(await ask(`https://api.acme.example:${server.port}`, { fetch })).toEqual({
      kind: 'failed',
      reason: 'network',
    })
    expect(connections).toBe(1)
  })

  it('is given up when no connection comes about in time, though the whole may take longer', async () => {
    const silent = await startTcp(() => undefined)
    running.push(silent)
    const fetch = createGuardedFetch({ privateHosts: ['127.0.0.1'], connectTimeoutMs: 100 })
    const startedAt = performance.now()
    const answer = await ask(`https://127.0.0.1:${silent.port}`, { fetch, timeoutMs: 20_000 })
    expect(answer).toEqual({ kind: 'failed', reason: 'network' })
    expect(performance.now() - startedAt).toBeLessThan(10_000)
  })

  it('is not given up once connected, however slow the answer is', async () => {
    const { origin } = await serve((_request, response) => {
      setTimeout(() => response.writeHead(200, json).end('{}'), 300)
    })
    const fetch = createGuardedFetch({ privateHosts: ['127.0.0.1'], connectTimeoutMs: 100 })
    expect(await ask(origin, { fetch })).toMatchObject({ kind: 'json' })
  })
})
