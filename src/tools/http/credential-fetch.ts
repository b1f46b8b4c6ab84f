/**
 * The `fetch` of one user's connection to one server: every request gets this user's values, goes to the server's own origin, follows
 * nothing, and is answered within bounds.
 *
 * The values are put in here, below the SDK, which never holds them. Errors of the network quote what they were given, so none of them
 * leaves this file.
 */
import type { HttpServer } from '../../formation/formation.ts'
import type { Fetch } from '../../ports.ts'
import type { MessageRefused } from '../message-bounds.ts'
import type { Authorization } from './authorization.ts'
import { boundedAnswer } from './bounded-answer.ts'
import { brokenOffEvent } from './broken-off.ts'
import { writeValues, type RequestValues } from './request-values.ts'
import { NotSent, Unreachable, unreachable } from './unreachable.ts'

/** What such a `fetch` is made from. */
export interface CredentialFetchParameters {
  readonly server: HttpServer
  readonly values: RequestValues
  /** Gives a token for each request, where the credential is renewed. */
  readonly authorization: Authorization | undefined
  /** The guarded `fetch`. */
  readonly send: Fetch
  /** Whether the connection is closed: nothing is sent any more. */
  readonly isClosed: () => boolean
  readonly beforeSending: () => void
  /** Told of each token before it is sent. */
  readonly onToken: (token: string) => void
  readonly onRefused: (refusal: MessageRefused) => void
  /** Milliseconds until a request has its whole answer; the stream that a server sends on by itself has no end. */
  readonly answerTimeoutMs: number
}

const USER_AGENT = 'keyturn'

/** Makes it. It rejects with `NotSent` (nothing left), `Unreachable`, `MessageRefused`, or as its signal says. */
export function createCredentialFetch(parameters: CredentialFetchParameters): Fetch {
  const { server, values, authorization, send, isClosed, onToken, onRefused } = parameters
  const { origin } = new URL(server.url)

  const sendOnce = async (url: URL, init: RequestInit, token: string | undefined): Promise<Response> => {
    const headers = new Headers(init.headers)
    headers.delete('authorization')
    headers.delete('cookie')
    headers.set('user-agent', USER_AGENT)
    const address = new URL(url)
    writeValues(values, headers, address)
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
    const request = { ...init, headers, redirect: 'manual' } as const
    parameters.beforeSending()
    try {
      return await send(address, request)
    } catch (error) {
      if (!wasClosedMeanwhile(error) || isCall(init) || isClosed()) throw error
      return await send(address, request)
    }
  }

  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (url.origin !== origin || url.username !== '' || url.password !== '') throw new NotSent()
    const late = new AbortController()
    const isStream = init.method === 'GET'
    const timer = isStream ? undefined : setTimeout(() => late.abort(), parameters.answerTimeoutMs)
    timer?.unref()
    const stop = (): void => clearTimeout(timer)
    const signal = AbortSignal.any([init.signal, late.signal].filter((one) => one != null))
    const exchange = async (isRetry: boolean): Promise<Response> => {
      const token = await authorization?.token()
      if (token !== undefined) onToken(token)
      // The last look before the value leaves: an end that was acknowledged meanwhile is seen.
      if (isClosed()) throw new NotSent()
      const response = await sendOnce(url, { ...init, signal }, token)
      const { status } = response
      if ((status !== 401 && status !== 403) || token === undefined || isRetry) return response
      const challenge = response.headers.get('www-authenticate') ?? undefined
      if (status === 403 && !/\binsufficient_scope\b/.test(challenge ?? '')) return response
      if ((await authorization?.onUnauthorized({ status, challenge, token })) !== 'retry') return response
      await response.body?.cancel().catch(() => undefined)
      return exchange(true)
    }
    let response: Response
    try {
      response = await exchange(false)
      if (leadsElsewhere(response, url)) throw new Unreachable('redirected')
    } catch (error) {
      stop()
      throw init.signal?.aborted === true || error instanceof NotSent ? error : unreachable(error)
    }
    try {
      return await boundedAnswer(response, { onRefused, onEnd: stop, lastEvent: brokenOffEvent(init) })
    } catch (error) {
      if (error instanceof Error && error.name === 'MessageRefused') throw error
      throw init.signal?.aborted === true ? error : new Unreachable('broken-off')
    }
  }
}

/** The server closed a kept socket just as it was written to. */
function wasClosedMeanwhile(error: unknown): boolean {
  return error instanceof Error && 'wasReused' in error && error.wasReused === true
}

/** What is lost on its way may have been done: a call of a tool is never sent twice. */
function isCall({ body }: RequestInit): boolean {
  return typeof body === 'string' && body.includes('tools/call')
}

/** A redirect to another origin, or to nowhere: what the SDK says of it would repeat the address as advice. */
function leadsElsewhere({ status, headers }: Response, url: URL): boolean {
  const location = headers.get('location')
  if (status < 300 || status >= 400 || location === null) return false
  return !URL.canParse(location, url.href) || new URL(location, url).origin !== url.origin
}
