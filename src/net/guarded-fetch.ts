/**
 * A `fetch` for addresses that people configure: what is connected to must be a public address.
 *
 * The standard `fetch` offers no way to look at the address it connects to, and looking it up beforehand proves nothing: the next answer
 * of the DNS may be another (rebinding). So this one goes through `node:https`, whose `lookup` is the very one of the connection.
 */
import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns'
import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import type { Fetch } from '../ports.ts'
import { isPrivate } from './networks.ts'

/** The code of the error where the host has a private address. */
export const PRIVATE_ADDRESS = 'PRIVATE_ADDRESS'

/** How long a connection may take until it can be written to, name and TLS included. */
export const CONNECT_TIMEOUT_MS = 5_000

/** Finds all addresses of a host name; `dns.lookup` by default. */
export type AddressLookup = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/** What the guard lets through besides public addresses, and how long it waits. */
export interface GuardOptions {
  /** Host names whose addresses may be private ones, because the operator said so. Default none. */
  readonly privateHosts?: readonly string[] | undefined
  readonly lookup?: AddressLookup | undefined
  /** Keeps connections for later requests, of one protocol. Default: none is kept. */
  readonly agent?: http.Agent | undefined
  /** Milliseconds until there is a connection. Default `CONNECT_TIMEOUT_MS`. */
  readonly connectTimeoutMs?: number | undefined
}

/**
 * Makes the guarded `fetch`. It follows no redirect, keeps no connection unless an agent is given, takes text or bytes as a body, and rejects where any address of
 * the host is private or no connection comes about in time.
 */
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
      const body = readBody(init?.body)
      const headers = new Headers(init?.headers)
      if (body !== undefined) headers.set('content-length', String(body.byteLength))
      const { request: send } = url.protocol === 'https:' ? https : http
      const request = send(
        url,
        {
          method: init?.method ?? 'GET',
          headers: Object.fromEntries(headers),
          lookup: guardedLookup,
          agent: options.agent ?? false,
          ...(init?.signal ? { signal: init.signal } : {}),
        },
        // Thrown in this callback it would end the process: nobody who waits for the answer stands around it.
        (message) => {
          try {
            resolve(toResponse(message))
          } catch {
            message.destroy()
            reject(new Error('The service answered with what is no HTTP answer.'))
          }
        },
      )
      request.on('error', (error) => {
        // Who keeps connections may have to know: the server may have closed this one meanwhile.
        reject(request.reusedSocket ? Object.assign(error, { wasReused: true }) : error)
      })
      endUnlessConnected(request, url.protocol, options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS)
      request.end(body)
    })
}

function readBody(body: RequestInit['body'] | undefined): Buffer | undefined {
  if (body === undefined || body === null) return undefined
  if (typeof body === 'string') return Buffer.from(body, 'utf8')
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  throw new TypeError('The guarded fetch takes a body of text or bytes only.')
}

/** Sockets that were connected once; an agent gives them to request after request. */
const connected = new WeakSet<Socket>()

/** The time runs from the moment the request has a socket: until then it waits for its agent. */
function endUnlessConnected(request: ClientRequest, protocol: string, timeoutMs: number): void {
  request.once('socket', (socket) => {
    if (connected.has(socket)) return
    const timer = setTimeout(() => request.destroy(new Error('No connection in time.')), timeoutMs)
    const stop = (): void => clearTimeout(timer)
    socket.once(protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      connected.add(socket)
      stop()
    })
    request.once('response', stop)
    request.once('close', stop)
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
  return Object.assign(new Error('The host has a private address.'), { code: PRIVATE_ADDRESS })
}
