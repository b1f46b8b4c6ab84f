/** The facts of an HTTP request that say how it came: the socket, its peer, and what forwarding headers claim. */
import type { IncomingMessage } from 'node:http'

/** Who sees what is written there: the user alone, or others too. */
export type Audience = 'self' | 'shared'

/** The facts of one HTTP request, or of the upgrade request of a WebSocket; `fromRequest` makes it. */
export interface RequestTransport {
  readonly kind: 'request'
  /** Whether TLS ends at this very socket. */
  readonly encrypted: boolean
  /** The socket's peer address, which a client cannot choose. */
  readonly peer: string | undefined
  /** Every value of `X-Forwarded-Proto`, one for each header line. */
  readonly forwardedProto: readonly string[]
  /** Every value of `Forwarded`, one for each header line. */
  readonly forwarded: readonly string[]
  /** Whether any header says that a proxy passed the request on. */
  readonly wasForwarded: boolean
  readonly isWebSocket: boolean
  readonly audience: Audience
}

/** Headers by which proxies say that they passed a request on. */
const FORWARDING_HEADER =
  /^(?:forwarded|via|x-forwarded(?:-.*)?|x-real-ip|x-client-ip|x-cluster-client-ip|x-original-.*|true-client-ip|cf-.*|fastly-.*|x-envoy-.*|x-amzn-.*)$/

/** Reads the facts of a Node request. `audience` is the host's word on who sees the conversation; default the user alone. */
export function fromRequest(
  request: IncomingMessage,
  options: { readonly audience?: Audience | undefined } = {},
): RequestTransport {
  const { socket } = request
  const lines = headerLines(request)
  const names = [...lines.keys()]
  return {
    kind: 'request',
    encrypted: 'encrypted' in socket && socket.encrypted === true,
    peer: socket.remoteAddress,
    forwardedProto: lines.get('x-forwarded-proto') ?? [],
    forwarded: lines.get('forwarded') ?? [],
    wasForwarded: names.some((name) => FORWARDING_HEADER.test(name)),
    isWebSocket: (lines.get('upgrade') ?? []).some((value) => value.toLowerCase() === 'websocket'),
    audience: options.audience ?? 'self',
  }
}

/** What a trusted proxy would say of the client's side of the connection. */
export type ProxyClaim = 'https' | 'nothing' | 'otherwise'

/**
 * Reads what the forwarding headers claim: `https` only in one exact word, once in each header that speaks of it. Several
 * lines, several values, another spelling or two headers that disagree are `otherwise`.
 */
export function readClaim(request: RequestTransport): ProxyClaim {
  const { forwardedProto, forwarded, isWebSocket } = request
  const claims: string[] = []
  if (forwardedProto.length > 0)
    claims.push(forwardedProto.length === 1 ? (forwardedProto[0] ?? '') : UNCLEAR)
  if (forwarded.length > 0) claims.push(forwarded.length === 1 ? readForwarded(forwarded[0] ?? '') : UNCLEAR)
  const spoken = claims.filter((claim) => claim !== SILENT)
  if (spoken.length === 0) return 'nothing'
  // Traefik writes `wss` for the upgrade request of a WebSocket.
  const isHttps = (claim: string) => claim === 'https' || (isWebSocket && claim === 'wss')
  return spoken.every(isHttps) ? 'https' : 'otherwise'
}

/** Stand for claims that are no word: neither can be a header's value. */
const UNCLEAR = '\n'
const SILENT = '\n\n'

/** The `proto` of a `Forwarded` header of exactly one element (RFC 7239 §4). */
function readForwarded(value: string): string {
  const pair = /\s*([A-Za-z0-9-]+)=("(?:[^"\\]|\\.)*"|[^\s",;=]+)\s*(;|$)/y
  let proto = SILENT
  while (pair.lastIndex < value.length) {
    const match = pair.exec(value)
    if (match === null) return UNCLEAR
    if (match[1]?.toLowerCase() !== 'proto') continue
    if (proto !== SILENT) return UNCLEAR
    proto = match[2]?.replace(/^"(.*)"$/, '$1') ?? UNCLEAR
  }
  return proto
}

/** Header values by lower-case name, one for each line: Node joins repeated lines, which hides who wrote what. */
function headerLines(request: IncomingMessage): Map<string, string[]> {
  const lines = new Map<string, string[]>()
  const raw = request.rawHeaders
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index]?.toLowerCase() ?? ''
    const values = lines.get(name) ?? []
    values.push(raw[index + 1] ?? '')
    lines.set(name, values)
  }
  return lines
}
