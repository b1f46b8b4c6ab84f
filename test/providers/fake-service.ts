/** Plays a service with nock: gives prepared answers to the requests it expects, in their order, and remembers what came. */
import nock from 'nock'
import { afterAll, afterEach, beforeAll } from 'vitest'

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

/** Prepares the answers; the returned list fills with the requests as they come. */
export function fake(
  replies: readonly Reply[],
  on: string,
  fields: Readonly<Record<string, string>>,
): Seen[] {
  const seen: Seen[] = []
  for (const reply of replies) {
    const filled = (reply.on ?? on).replaceAll(/\{(\w+)\}/g, (_match, name: string) => fields[name] ?? name)
    const [method = '', address = ''] = filled.split(/ (.*)/s)
    const url = new URL(address)
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
      const { body: answer = '', raw } = reply
      const isText = typeof answer === 'string'
      const type = raw !== undefined || !isText ? 'application/json' : 'text/plain'
      const given = raw ?? (isText ? answer : JSON.stringify(answer))
      return [reply.status, given, { 'content-type': type, ...reply.headers }]
    })
  }
  return seen
}
