/**
 * A `fetch` that acts for a user at one service: it adds the credential, and goes nowhere else.
 *
 * A credential plus a free URL is theft (`security.md` §0.9), so the origin is the service's or the call is refused.
 */
import { KeyturnError } from '../errors.ts'
import type { Fetch } from '../ports.ts'
import type { CredentialFields } from '../secret.ts'
import type { Service } from '../services/service.ts'

/** What an authorized `fetch` may be told. */
export interface AuthorizedFetchOptions {
  /** Default: the standard `fetch`. */
  readonly fetch?: Fetch | undefined
  /** Gets the status of every answer, before the caller does. */
  readonly onStatus?: ((status: number) => void) | undefined
}

/**
 * Makes the `fetch`. A path without an origin (`/user`) goes to the service's first one. A redirect is given back as it came: the
 * credential follows none.
 *
 * The function rejects with KeyturnError `DESTINATION_REFUSED`, `INPUT_INVALID` (no valid request), `TOOL_UNAVAILABLE` (network), `ABORTED`.
 */
export function createFetch(
  service: Service,
  fields: CredentialFields,
  options: AuthorizedFetchOptions = {},
): Fetch {
  const send = options.fetch ?? globalThis.fetch
  return async (input, init) => {
    const { target, url, headers } = readRequest(service, input, init)
    if (!service.origins.includes(url.origin)) {
      const message = `The ${service.name} credential goes only to ${service.name}'s own hosts; the request was not sent.`
      throw new KeyturnError('DESTINATION_REFUSED', message, { service: service.id, host: url.hostname })
    }
    service.authorize(fields, headers)
    let response: Response
    try {
      response = await send(target, { ...init, headers, redirect: 'manual', credentials: 'omit' })
    } catch {
      const signal = init?.signal ?? (target instanceof Request ? target.signal : undefined)
      if (signal?.aborted === true) throw new KeyturnError('ABORTED', 'The request was aborted.')
      throw new KeyturnError('TOOL_UNAVAILABLE', `${service.name} could not be reached.`, {
        service: service.id,
      })
    }
    options.onStatus?.(response.status)
    return response
  }
}

/** Errors of the standard constructors quote what they were given. */
function readRequest(
  service: Service,
  input: Parameters<Fetch>[0],
  init: Parameters<Fetch>[1],
): { readonly target: URL | Request; readonly url: URL; readonly headers: Headers } {
  try {
    const isPath = typeof input === 'string' && input.startsWith('/') && !input.startsWith('//')
    const target = input instanceof Request ? input : new URL(input, isPath ? service.origins[0] : undefined)
    const url = target instanceof Request ? new URL(target.url) : target
    if (url.username !== '' || url.password !== '') throw new Error('user name or password')
    const headers = new Headers(init?.headers ?? (target instanceof Request ? target.headers : undefined))
    return { target, url, headers }
  } catch {
    throw new KeyturnError('INPUT_INVALID', `The request to ${service.name} is not a valid one.`, {
      service: service.id,
    })
  }
}
