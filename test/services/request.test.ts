import type { RequestListener } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { requestJson, type ServiceAnswer } from '../../src/services/request.ts'
import { startHttp, startTcp, type LocalServer } from './local-server.ts'

const running: LocalServer[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
})

async function serve(listener: RequestListener): Promise<LocalServer> {
  const server = await startHttp(listener)
  running.push(server)
  return server
}

function ask(
  origin: string,
  more: { timeoutMs?: number; signal?: AbortSignal; origins?: string[] } = {},
): Promise<ServiceAnswer> {
  const headers = new Headers({ authorization: 'Bearer secret-of-this-test' })
  const { timeoutMs, signal, origins = [origin] } = more
  return requestJson({ url: new URL(`${origin}/user`), origins, headers, fetch, signal, timeoutMs })
}

const json = { 'content-type': 'application/json; charset=utf-8' }

describe('a request to a service', () => {
  it('gives the status, the headers and the JSON value', async () => {
    const { origin } = await serve((_request, response) => response.writeHead(418, json).end('{"a":[1]}'))
    expect(await ask(origin)).toMatchObject({ kind: 'answer', status: 418, body: { a: [1] } })
  })

  it('gives nothing as the body of an empty answer', async () => {
    const { origin } = await serve((_request, response) => response.writeHead(401).end())
    expect(await ask(origin)).toMatchObject({ kind: 'answer', status: 401, body: undefined })
  })

  it('T-053 is never sent to an origin that is not the service’s', async () => {
    let calls = 0
    const { origin } = await serve((_request, response) => response.end(String(++calls)))
    expect(await ask(origin, { origins: ['https://api.github.com'] })).toEqual({
      kind: 'failed',
      reason: 'forbidden',
    })
    expect(calls).toBe(0)
  })

  it('T-101 follows no redirect, not even to itself', async () => {
    const paths: (string | undefined)[] = []
    const { origin } = await serve((request, response) => {
      paths.push(request.url)
      response.writeHead(307, { location: '/again' }).end()
    })
    expect(await ask(origin)).toEqual({ kind: 'failed', reason: 'redirected' })
    expect(paths).toEqual(['/user'])
  })

  it('T-099 stops reading a 50 MB answer after 64 KiB', async () => {
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
    const startedAt = performance.now()
    expect(await ask(origin, { timeoutMs: 150 })).toEqual({ kind: 'failed', reason: 'timeout' })
    expect(performance.now() - startedAt).toBeLessThan(1000)
    clearInterval(timer)
  })

  it('ends when the caller’s signal does', async () => {
    const { origin } = await serve(() => undefined)
    const caller = new AbortController()
    const answer = ask(origin, { signal: caller.signal })
    caller.abort()
    expect(await answer).toEqual({ kind: 'failed', reason: 'timeout' })
    expect(await ask(origin, { signal: caller.signal })).toEqual({ kind: 'failed', reason: 'timeout' })
  })

  it('ends in time although a replaced fetch heeds no signal', async () => {
    const url = new URL('https://api.example.com/user')
    const deaf = (): Promise<Response> => new Promise(() => undefined)
    const request = {
      url,
      origins: [url.origin],
      headers: new Headers(),
      fetch: deaf,
      signal: undefined,
      timeoutMs: 20,
    }
    expect(await requestJson(request)).toEqual({ kind: 'failed', reason: 'timeout' })
  })

  it('T-056 calls a reset connection a network failure', async () => {
    const server = await startTcp((socket) => socket.once('data', () => socket.resetAndDestroy()))
    running.push(server)
    expect(await ask(server.origin)).toEqual({ kind: 'failed', reason: 'network' })
  })

  it('T-056 calls a connection cut in the middle of the answer a network failure', async () => {
    const { origin } = await serve((_request, response) => {
      response.writeHead(200, { ...json, 'content-length': '100' }).write('{"login"')
      setImmediate(() => response.destroy())
    })
    expect(await ask(origin)).toEqual({ kind: 'failed', reason: 'network' })
  })

  it('T-056 calls a failed TLS handshake a network failure', async () => {
    const server = await startTcp((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    )
    running.push(server)
    expect(await ask(`https://127.0.0.1:${server.port}`)).toEqual({ kind: 'failed', reason: 'network' })
  })

  it.each([
    ['an HTML page', { 'content-type': 'text/html' }, '{}'],
    ['text that is no JSON', json, 'OK'],
    ['bytes that are no text', json, Buffer.from([0xff, 0xfe, 0x00])],
  ])('calls %s unreadable', async (_what, headers, body) => {
    const { origin } = await serve((_request, response) => response.writeHead(200, headers).end(body))
    expect(await ask(origin)).toMatchObject({ kind: 'unreadable', status: 200 })
  })
})
