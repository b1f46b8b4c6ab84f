/**
 * The one way a service is asked about a credential: pinned to the service's origins, no redirects, bounded in time and size, and every
 * failure a reason.
 *
 * Errors of `fetch` and of the network quote what they were given, so none of them leaves this file.
 */
import type { Fetch } from '../ports.ts'
import { discard, readAnswer, type Answer, type FailedAnswer } from './answer.ts'

/** How long the whole exchange may take, body included. */
export const REQUEST_TIMEOUT_MS = 10_000

const USER_AGENT = 'keyturn'

/** A request with its credential in it. */
export interface OutgoingRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Headers
  readonly body: string | Uint8Array | undefined
}

/** Where a request may go, by what, and for how long. */
export interface SendOptions {
  /** Origins the credential may be sent to; a URL elsewhere is never requested. */
  readonly origins: readonly string[]
  readonly fetch: Fetch
  readonly signal: AbortSignal | undefined
  /** Milliseconds; `REQUEST_TIMEOUT_MS` by default. */
  readonly timeoutMs?: number | undefined
}

/**
 * Sends one request and reads its answer. Never throws for anything a service or the network does.
 *
 * `failed`: `redirected` for any 3xx, `timeout` also when the caller's signal ends the wait, `network` for DNS, connection and TLS
 * failures, `forbidden` for a URL outside the origins.
 */
export function send(request: OutgoingRequest, options: SendOptions): Promise<Answer> {
  return sendAndRead(request, options, readAnswer)
}

/** As `send`, with the answer read by `read`, which has to bound what it reads itself. What it throws is a failure of the network. */
export async function sendAndRead<Read>(
  request: OutgoingRequest,
  options: SendOptions,
  read: (response: Response) => Promise<Read>,
): Promise<Read | FailedAnswer> {
  const { url } = request
  if (!options.origins.includes(url.origin) || url.username !== '' || url.password !== '') {
    return { kind: 'failed', reason: 'forbidden' }
  }
  const { signal } = options
  const stop = new AbortController()
  let end = (): void => stop.abort()
  // Raced, because a `fetch` passed in by the host may not heed its signal.
  const timedOut = new Promise<FailedAnswer>((resolve) => {
    end = () => {
      resolve({ kind: 'failed', reason: 'timeout' })
      stop.abort()
    }
  })
  const timer = setTimeout(end, options.timeoutMs ?? REQUEST_TIMEOUT_MS)
  signal?.addEventListener('abort', end, { once: true })
  if (signal?.aborted === true) end()
  try {
    return await Promise.race([timedOut, exchange(request, options.fetch, stop.signal, read)])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', end)
    stop.abort()
  }
}

async function exchange<Read>(
  request: OutgoingRequest,
  fetch: Fetch,
  signal: AbortSignal,
  read: (response: Response) => Promise<Read>,
): Promise<Read | FailedAnswer> {
  const { method, url, body } = request
  const headers = new Headers(request.headers)
  if (!headers.has('user-agent')) headers.set('user-agent', USER_AGENT)
  if (!headers.has('accept')) headers.set('accept', 'application/json')
  try {
    signal.throwIfAborted()
    const given = body === undefined ? {} : { body }
    const response = await fetch(url, { method, headers, redirect: 'manual', signal, ...given })
    const { status } = response
    if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
      await discard(response)
      return { kind: 'failed', reason: 'redirected' }
    }
    return await read(response)
  } catch {
    return { kind: 'failed', reason: signal.aborted ? 'timeout' : 'network' }
  }
}
