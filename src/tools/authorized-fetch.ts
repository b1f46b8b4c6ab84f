/**
 * A `fetch` that acts for a user at one service: it adds the credential, and goes nowhere else.
 *
 * A credential plus a free URL is theft, so the origin is the service's or the call is refused.
 */
import { KeyturnError } from '../errors.ts'
import type { Fetch } from '../ports.ts'
import type { CredentialFields } from '../secret.ts'
import type { Service } from '../providers/service.ts'
import type { UseProof } from '../vault/vault.ts'

/** What an authorized `fetch` may be told. */
export interface AuthorizedFetchOptions {
  /** Asked before every request, as the last thing. Default: none, for fields that are not the vault's. */
  readonly proof?: UseProof | undefined
  /** Default: the standard `fetch`. */
  readonly fetch?: Fetch | undefined
  /** Gets the status of every answer, before the caller does. */
  readonly onStatus?: ((status: number) => void) | undefined
}

/**
 * Makes the `fetch`. A path without an origin (`/user`) goes to the service's first one. A redirect is given back as it came: the
 * credential follows none.
 *
 * The function rejects with KeyturnError `DESTINATION_REFUSED`, `INPUT_INVALID` (no valid request), `TOOL_UNAVAILABLE` (network, or a
 * credential that was taken out of use), `ABORTED`.
 */
export function createFetch(
  service: Service,
  fields: CredentialFields,
  options: AuthorizedFetchOptions = {},
): Fetch {
  const send = options.fetch ?? globalThis.fetch
  return async (input, init) => {
    const origins = service.originsOf(fields)
    const { target, url, headers, method } = readRequest(service, origins[0], input, init)
    if (!origins.includes(url.origin)) {
      const message = `The ${service.name} credential goes only to ${service.name}'s own hosts; the request was not sent.`
      throw new KeyturnError('DESTINATION_REFUSED', message, { service: service.id, host: url.hostname })
    }
    const address = url.href
    await service.inject({ method, url, headers, body: signedBody(init?.body) }, fields, Date.now())
    const { proof } = options
    if (proof !== undefined && !(await proof.confirm())) throw endedUse(service)
    // From here to the sending nothing is waited for: an end that was acknowledged meanwhile is seen, and one that comes while the
    // request waits for its connection stops it.
    if (proof?.ended.aborted === true) throw endedUse(service)
    const caller = init?.signal ?? (target instanceof Request ? target.signal : undefined)
    const signal = AbortSignal.any([caller, proof?.ended].filter((one) => one != null))
    const isMoved = url.href !== address
    const to = !isMoved ? target : target instanceof Request ? new Request(url, target) : url
    let response: Response
    try {
      response = await send(to, { ...init, headers, redirect: 'manual', credentials: 'omit', signal })
    } catch {
      if (caller?.aborted === true) throw new KeyturnError('ABORTED', 'The request was aborted.')
      if (signal.aborted) throw endedUse(service)
      throw new KeyturnError('TOOL_UNAVAILABLE', `${service.name} could not be reached.`, {
        service: service.id,
      })
    }
    options.onStatus?.(response.status)
    return isMoved ? withoutAddress(response) : response
  }
}

/** Of a service that takes its credential in the path: the answer's own address would tell it. */
function withoutAddress({ status, statusText, headers, body }: Response): Response {
  const hasNoBody = status === 204 || status === 205 || status === 304
  return new Response(hasNoBody ? null : body, { status, statusText, headers })
}

/** What a signature covers; any other kind of body goes unsigned, and a service that wants it signed refuses the request. */
function signedBody(body: RequestInit['body'] | undefined): string | Uint8Array | undefined {
  if (typeof body === 'string' || body instanceof Uint8Array) return body
  return body instanceof URLSearchParams ? body.toString() : undefined
}

function endedUse({ id, name }: Service): KeyturnError {
  const message = `The ${name} credential was taken out of use while a request was being made with it. Call again: the user is asked for another.`
  return new KeyturnError('TOOL_UNAVAILABLE', message, { service: id })
}

/** Errors of the standard constructors quote what they were given. */
function readRequest(
  service: Service,
  origin: string | undefined,
  input: Parameters<Fetch>[0],
  init: Parameters<Fetch>[1],
): { readonly target: URL | Request; readonly url: URL; readonly headers: Headers; readonly method: string } {
  try {
    const isPath = typeof input === 'string' && input.startsWith('/') && !input.startsWith('//')
    const target = input instanceof Request ? input : new URL(input, isPath ? origin : undefined)
    const url = new URL(target instanceof Request ? target.url : target)
    if (url.username !== '' || url.password !== '') throw new Error('user name or password')
    const headers = new Headers(init?.headers ?? (target instanceof Request ? target.headers : undefined))
    const method = init?.method ?? (target instanceof Request ? target.method : 'GET')
    return { target, url, headers, method }
  } catch {
    throw new KeyturnError('INPUT_INVALID', `The request to ${service.name} is not a valid one.`, {
      service: service.id,
    })
  }
}
