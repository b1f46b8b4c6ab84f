/**
 * A `fetch` that acts for a user at one service: it adds the credential, and goes nowhere else.
 *
 * A credential plus a free URL is theft (`security.md` §0.9), so the origin is the service's or the call is refused.
 */
import { KeyturnError } from '../errors.ts'
import type { Fetch } from '../ports.ts'
import type { CredentialFields } from '../secret.ts'
import type { Service } from '../services/service.ts'
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
    const { target, url, headers } = readRequest(service, input, init)
    if (!service.origins.includes(url.origin)) {
      const message = `The ${service.name} credential goes only to ${service.name}'s own hosts; the request was not sent.`
      throw new KeyturnError('DESTINATION_REFUSED', message, { service: service.id, host: url.hostname })
    }
    const { proof } = options
    if (proof !== undefined && !(await proof.confirm())) throw endedUse(service)
    // From here to the sending nothing is waited for: an end that was acknowledged meanwhile is seen, and one that comes while the
    // request waits for its connection stops it.
    if (proof?.ended.aborted === true) throw endedUse(service)
    service.authorize(fields, headers)
    const caller = init?.signal ?? (target instanceof Request ? target.signal : undefined)
    const signal = AbortSignal.any([caller, proof?.ended].filter((one) => one != null))
    let response: Response
    try {
      response = await send(target, { ...init, headers, redirect: 'manual', credentials: 'omit', signal })
    } catch {
      if (caller?.aborted === true) throw new KeyturnError('ABORTED', 'The request was aborted.')
      if (signal.aborted) throw endedUse(service)
      throw new KeyturnError('TOOL_UNAVAILABLE', `${service.name} could not be reached.`, {
        service: service.id,
      })
    }
    options.onStatus?.(response.status)
    return response
  }
}

function endedUse({ id, name }: Service): KeyturnError {
  const message = `The ${name} credential was taken out of use while a request was being made with it. Call again: the user is asked for another.`
  return new KeyturnError('TOOL_UNAVAILABLE', message, { service: id })
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
