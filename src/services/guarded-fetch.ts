/**
 * A `fetch` for host names that a formation gives: the address that is connected to must be a public one.
 *
 * The standard `fetch` offers no way to look at the address it connects to, and looking it up beforehand proves nothing: the next
 * answer of the DNS may be another (rebinding, `security.md` T-102). So this one goes through `node:https`, whose `lookup` is the very
 * one of the connection.
 */
import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns'
import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { Readable } from 'node:stream'
import { isPrivate } from '../transport/networks.ts'
import type { Fetch } from '../ports.ts'

/** Finds all addresses of a host name; `dns.lookup` by default. */
export type AddressLookup = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/** What the guard lets through besides public addresses. */
export interface GuardOptions {
  /** Host names whose addresses may be private ones, because the operator said so. Default none. */
  readonly privateHosts?: readonly string[] | undefined
  readonly lookup?: AddressLookup | undefined
}

/** Makes the guarded `fetch`: GET only, no redirects, no body; rejects where any address of the host is private. */
export function createGuardedFetch(options: GuardOptions = {}): Fetch {
  const privateHosts = new Set(options.privateHosts)
  const lookup = options.lookup ?? systemLookup

  const guardedLookup: LookupFunction = (hostname, lookupOptions, callback) => {
    lookup(hostname, { ...lookupOptions, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '', 0)
      const [first] = addresses
      const isRefused = !privateHosts.has(hostname) && addresses.some(({ address }) => isPrivate(address))
      if (first === undefined || isRefused) return callback(refusal(), '', 0)
      if (lookupOptions.all === true) return callback(null, addresses)
      callback(null, first.address, first.family)
    })
  }

  return (input, init) =>
    new Promise<Response>((resolve, reject) => {
      const url = new URL(input instanceof Request ? input.url : input)
      const hostname = url.hostname.replace(/^\[|\]$/g, '')
      if (isIP(hostname) !== 0 && isPrivate(hostname) && !privateHosts.has(hostname)) {
        reject(refusal())
        return
      }
      const send = url.protocol === 'https:' ? requestHttps : requestHttp
      const headers = Object.fromEntries(new Headers(init?.headers))
      const request = send(
        url,
        {
          method: 'GET',
          headers,
          lookup: guardedLookup,
          agent: false,
          ...(init?.signal ? { signal: init.signal } : {}),
        },
        (message) => resolve(toResponse(message)),
      )
      request.on('error', reject)
      request.end()
    })
}

function toResponse(message: IncomingMessage): Response {
  const headers = new Headers()
  for (const [name, values = []] of Object.entries(message.headersDistinct)) {
    for (const value of values) headers.append(name, value)
  }
  const status = message.statusCode ?? 502
  // A response of these statuses may not have a body (Fetch standard, "null body status").
  const hasNoBody = status === 204 || status === 205 || status === 304
  if (hasNoBody) message.resume()
  const body = hasNoBody ? null : (Readable.toWeb(message) as ReadableStream<Uint8Array>)
  return new Response(body, { status, headers })
}

function refusal(): Error {
  return new Error('The host has a private address.')
}
