/** What can go wrong between a client and GitHub, answered as GitHub answers it (docs.github.com, REST API, troubleshooting and rate limits). */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * One kind of failure. `rate-limited`: 429 with `retry-after`. `sso`: 403 that asks for single sign-on. `forbidden`: 403 with no reason.
 * `unavailable`: 500. `reset`: the connection breaks. `page`: 200 with HTML. `echo`: 200 with broken JSON that repeats the token.
 * `delay`: the true answer, later.
 */
export type Fault =
  | { readonly kind: 'rate-limited'; readonly retryAfterSeconds?: number }
  | { readonly kind: 'sso' | 'forbidden' | 'unavailable' | 'reset' | 'page' | 'echo' }
  | { readonly kind: 'delay'; readonly delayMs: number }

/** Which requests fail. Default: the next one, whoever sends it and wherever it goes. */
export interface FaultScope {
  readonly token?: string | undefined
  /** Start of the path: `/user`, `/search`. */
  readonly path?: string | undefined
  /** How many requests. Default 1. */
  readonly times?: number | undefined
}

/** The failures that are still to come. */
export class FaultPlan {
  readonly #planned: { fault: Fault; scope: FaultScope; left: number }[] = []

  add(fault: Fault, scope: FaultScope = {}): void {
    this.#planned.push({ fault, scope, left: scope.times ?? 1 })
  }

  /** Takes the failure that this request is to meet. */
  take(token: string | undefined, path: string): Fault | undefined {
    const at = this.#planned.findIndex(
      ({ scope }) =>
        (scope.token === undefined || scope.token === token) &&
        (scope.path === undefined || path.startsWith(scope.path)),
    )
    const planned = this.#planned[at]
    if (planned === undefined) return undefined
    planned.left -= 1
    if (planned.left <= 0) this.#planned.splice(at, 1)
    return planned.fault
  }

  clear(): void {
    this.#planned.length = 0
  }
}

/** Answers with a failure; `false` where the request is still to be answered truly. */
export async function applyFault(
  fault: Fault,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const json = (status: number, message: string, headers: Record<string, string> = {}): true => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
    response.end(JSON.stringify({ message, documentation_url: 'https://docs.github.com/rest' }))
    return true
  }
  switch (fault.kind) {
    case 'rate-limited':
      return json(429, 'You have exceeded a secondary rate limit. Please wait a few minutes.', {
        'retry-after': String(fault.retryAfterSeconds ?? 60),
      })
    case 'sso':
      return json(403, 'Resource protected by organization SAML enforcement.', {
        'x-github-sso': 'required; url=https://github.com/orgs/muxi-ai/sso',
      })
    case 'forbidden':
      return json(403, 'Resource not accessible by personal access token')
    case 'unavailable':
      return json(500, 'Server Error')
    case 'reset':
      request.socket.resetAndDestroy()
      return true
    case 'page':
      response.writeHead(200, { 'content-type': 'text/html' })
      response.end('<!doctype html><title>Sign in to continue</title>')
      return true
    case 'echo':
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(`{"login": "${request.headers.authorization ?? ''}`)
      return true
    case 'delay':
      await delay(fault.delayMs)
      return false
  }
}
