/** Plays a service with nock: gives prepared answers to the requests it expects, in their order, and remembers what came. */
import nock from 'nock'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { Fetch } from '../../src/ports.ts'

/** One request that is expected, and what it is answered. */
export interface Reply {
  /** `GET https://api.github.com/user`; `{name}` stands for a field of the credential. By default the provider's first good request. */
  readonly on?: string
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** An object is sent as JSON, a text as it is (`text/plain`, unless a header says otherwise). Default no body. */
  readonly body?: unknown
  /** Sent as it is, as JSON: for what `JSON.stringify` cannot say. */
  readonly raw?: string
  /** The connection breaks instead. */
  readonly breaks?: true
}

/** A request as it came. */
export interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Lets a file of tests use fakes: nothing reaches a network, and every expected request has to come. */
export function useFakes(): void {
  beforeAll(() => {
    if (!nock.isActive()) nock.activate()
    nock.disableNetConnect()
  })
  afterEach(() => {
    const pending = nock.pendingMocks()
    nock.cleanAll()
    if (pending.length > 0) throw new Error(`Never asked for: ${pending.join(', ')}`)
  })
  afterAll(() => {
    nock.enableNetConnect()
    nock.restore()
  })
}

/** Prepares the answers at the network's edge; the returned list fills with the requests as they come. */
export function fake(replies: readonly Reply[], on: string, fields: Fields): Seen[] {
  const seen: Seen[] = []
  for (const reply of replies) {
    const { method, url } = expected(reply, on, fields)
    const scope = nock(url.origin).intercept(`${url.pathname}${url.search}`, method)
    if (reply.breaks === true) {
      scope.replyWithError(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }))
      continue
    }
    scope.reply(function (path, body) {
      const headers = Object.entries(this.req.headers).map(([name, value]): [string, string] => [
        name.toLowerCase(),
        String(value),
      ])
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      seen.push({ method, url: `${url.origin}${path}`, headers: Object.fromEntries(headers), body: text })
      const { text: given, headers: answered } = written(reply)
      return [reply.status, given, answered]
    })
  }
  return seen
}

/** The same without a network's edge, for the many answers of which only the reading matters. */
export function stub(replies: readonly Reply[], on: string, fields: Fields): { fetch: Fetch; seen: Seen[] } {
  const seen: Seen[] = []
  const fetch: Fetch = (input, init) => {
    const reply = replies[seen.length]
    const { method = 'GET', headers, body } = init ?? {}
    const { href } = new URL(input instanceof Request ? input.url : input)
    const asked = `${method} ${href}`
    if (reply === undefined) return Promise.reject(new Error(`Nobody expected ${asked}.`))
    const { url } = expected(reply, on, fields)
    seen.push({
      method,
      url: href,
      headers: Object.fromEntries(new Headers(headers)),
      body: typeof body === 'string' ? body : '',
    })
    if (reply.breaks === true || href !== url.href) return Promise.reject(new Error('fetch failed'))
    const { text, headers: answered } = written(reply)
    const hasNoBody = reply.status === 204 || reply.status === 304
    return Promise.resolve(new Response(hasNoBody ? null : text, { status: reply.status, headers: answered }))
  }
  return { fetch, seen }
}

type Fields = Readonly<Record<string, string>>

function expected({ on }: Reply, otherwise: string, fields: Fields): { method: string; url: URL } {
  const filled = (on ?? otherwise).replaceAll(/\{(\w+)\}/g, (_match, name: string) => fields[name] ?? name)
  const [method = '', address = ''] = filled.split(/ (.*)/s)
  return { method, url: new URL(address) }
}

function written({ body = '', raw, headers }: Reply): { text: string; headers: Record<string, string> } {
  const isText = typeof body === 'string'
  const type = raw !== undefined || !isText ? 'application/json' : 'text/plain'
  return {
    text: raw ?? (isText ? body : JSON.stringify(body)),
    headers: { 'content-type': type, ...headers },
  }
}
