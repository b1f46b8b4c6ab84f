/**
 * The one request by which a service is asked about a credential: pinned to the service's origins, no redirects, bounded in
 * time and size, and every failure a reason.
 *
 * Errors of `fetch`, of `JSON.parse` and of the network quote what they were given, so none of them leaves this file.
 */
import type { Fetch } from '../ports.ts'
import type { UnknownReason } from './service.ts'

/** How long the whole exchange may take, body included (`services.md` §0.8). */
export const REQUEST_TIMEOUT_MS = 10_000

/** The largest answer that is read, in bytes. */
const MAX_BODY_BYTES = 64 * 1024

const USER_AGENT = 'keyturn'

/** What to send, and where it may go. */
export interface ServiceRequest {
  readonly url: URL
  /** Origins the credential may be sent to; a URL elsewhere is never requested. */
  readonly origins: readonly string[]
  /** Headers of the request, the credential among them. */
  readonly headers: Headers
  readonly fetch: Fetch
  readonly signal: AbortSignal | undefined
  /** Milliseconds; `REQUEST_TIMEOUT_MS` by default. */
  readonly timeoutMs?: number | undefined
}

/** What came back. `body` is the JSON value, `undefined` for an empty answer. */
export type ServiceAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly headers: Headers; readonly body: unknown }
  | { readonly kind: 'unreadable'; readonly status: number; readonly headers: Headers }
  | { readonly kind: 'failed'; readonly reason: UnknownReason }

/**
 * Sends one GET and reads its JSON. Never throws for anything a service or the network does.
 *
 * `unreadable`: not JSON, or over 64 KiB. `failed`: `redirected` for any 3xx, `timeout` also when the caller's signal ends the
 * wait, `network` for DNS, connection and TLS failures, `forbidden` for a URL outside the origins.
 */
export async function requestJson(request: ServiceRequest): Promise<ServiceAnswer> {
  const { url, signal } = request
  if (!request.origins.includes(url.origin) || url.username !== '' || url.password !== '') {
    return { kind: 'failed', reason: 'forbidden' }
  }
  const stop = new AbortController()
  let end = (): void => stop.abort()
  // Raced, because a `fetch` passed in by the host may not heed its signal.
  const timedOut = new Promise<ServiceAnswer>((resolve) => {
    end = () => {
      resolve({ kind: 'failed', reason: 'timeout' })
      stop.abort()
    }
  })
  const timer = setTimeout(end, request.timeoutMs ?? REQUEST_TIMEOUT_MS)
  signal?.addEventListener('abort', end, { once: true })
  if (signal?.aborted === true) end()
  try {
    return await Promise.race([timedOut, exchange(request, stop.signal)])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', end)
    stop.abort()
  }
}

async function exchange(request: ServiceRequest, signal: AbortSignal): Promise<ServiceAnswer> {
  const headers = new Headers(request.headers)
  headers.set('user-agent', USER_AGENT)
  if (!headers.has('accept')) headers.set('accept', 'application/json')
  try {
    signal.throwIfAborted()
    const response = await request.fetch(request.url, { method: 'GET', headers, redirect: 'manual', signal })
    const { status } = response
    if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
      await discard(response)
      return { kind: 'failed', reason: 'redirected' }
    }
    return await readAnswer(response)
  } catch {
    return { kind: 'failed', reason: signal.aborted ? 'timeout' : 'network' }
  }
}

async function readAnswer(response: Response): Promise<ServiceAnswer> {
  const { status, headers } = response
  const unreadable: ServiceAnswer = { kind: 'unreadable', status, headers }
  if (!saysJson(headers)) {
    await discard(response)
    return unreadable
  }
  const text = await readText(response)
  if (text === undefined) return unreadable
  if (text.trim() === '') return { kind: 'answer', status, headers, body: undefined }
  try {
    return { kind: 'answer', status, headers, body: JSON.parse(text) as unknown }
  } catch {
    return unreadable
  }
}

/** An answer without a content type is given the benefit of the doubt: it still has to parse. */
function saysJson(headers: Headers): boolean {
  const type = headers.get('content-type')
  return type === null || /^application\/(?:[a-z0-9.+-]+\+)?json\s*(?:;|$)/i.test(type.trim())
}

async function readText(response: Response): Promise<string | undefined> {
  if (response.body === null) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    if (size > MAX_BODY_BYTES) {
      await reader.cancel().catch(() => undefined)
      return undefined
    }
    chunks.push(value)
  }
  return Buffer.concat(chunks).toString('utf8')
}

async function discard(response: Response): Promise<void> {
  await response.body?.cancel().catch(() => undefined)
}
