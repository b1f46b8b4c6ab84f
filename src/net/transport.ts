/**
 * How a message came to us, and whether a secret may come the same way: decided once per turn, as a value.
 *
 * Only facts count: the socket's encryption, the socket's peer address, and one unambiguous header of a proxy that is
 * trusted by its address. Headers of anybody else prove nothing.
 */
import { createNetworkTest, isLoopback } from './networks.ts'
import { readClaim, type Audience, type RequestTransport } from './request-facts.ts'

export { fromRequest, type Audience, type RequestTransport } from './request-facts.ts'

/** What an adapter of a chat platform says; `attested` only after it verified the platform's signature. */
export interface ChannelTransport {
  readonly channel: string
  readonly attested: boolean
  readonly audience: Audience
}

/** How a message came, as the host tells it; nothing told counts as insecure. */
export type TransportInput = 'terminal' | RequestTransport | ChannelTransport

/** Why a transport is secure. */
export type SecureReason =
  'terminal' | 'tls' | 'trusted-proxy' | 'development-loopback' | 'attested-channel' | 'https-not-required'

/** Why a transport is not secure. */
export type InsecureReason =
  | 'missing'
  | 'not-encrypted'
  | 'proxy-not-trusted'
  | 'proxy-says-nothing'
  | 'proxy-says-otherwise'
  | 'loopback-in-production'
  | 'channel-not-attested'

/** The verdict on one turn's transport. `audience` is `shared` where a host names none that is known. */
export type Transport =
  | { readonly secure: true; readonly audience: Audience; readonly reason: SecureReason }
  | { readonly secure: false; readonly audience: Audience; readonly reason: InsecureReason }

/** The settings that a verdict depends on. */
export interface TransportRules {
  /** CIDR blocks or addresses of proxies whose headers are believed. */
  readonly trustedProxies: readonly string[]
  readonly requireHttps: boolean
  /** In production this machine's own address is no excuse for a missing TLS. */
  readonly production: boolean
}

/** Judges a transport. A shared audience stays shared however secure the way is; `require_https: false` waives encryption only. */
export function judgeTransport(input: TransportInput | undefined, rules: TransportRules): Transport {
  const verdict = judge(input, rules)
  const isWaived = !rules.requireHttps && !verdict.secure && verdict.reason !== 'channel-not-attested'
  return isWaived ? { secure: true, audience: verdict.audience, reason: 'https-not-required' } : verdict
}

function judge(input: TransportInput | undefined, rules: TransportRules): Transport {
  if (input === 'terminal') return { secure: true, audience: 'self', reason: 'terminal' }
  if (typeof input !== 'object' || input === null) {
    return { secure: false, audience: 'self', reason: 'missing' }
  }
  const audience: Audience = input.audience === 'self' ? 'self' : 'shared'
  if ('kind' in input) return judgeRequest(input, audience, rules)
  // Adapters in plain JavaScript may say anything here; only the truth value counts.
  const { attested }: { readonly attested: unknown } = input
  if (attested === true) return { secure: true, audience, reason: 'attested-channel' }
  return { secure: false, audience, reason: 'channel-not-attested' }
}

function judgeRequest(request: RequestTransport, audience: Audience, rules: TransportRules): Transport {
  const fromTrustedProxy = createNetworkTest(rules.trustedProxies)(request.peer)
  const claim = readClaim(request)
  // A proxy may speak TLS to us and plain HTTP to the client: its word on the client's side counts, if it gives one.
  if (fromTrustedProxy && claim === 'otherwise') {
    return { secure: false, audience, reason: 'proxy-says-otherwise' }
  }
  if (request.encrypted) return { secure: true, audience, reason: 'tls' }
  if (fromTrustedProxy) {
    if (claim === 'https') return { secure: true, audience, reason: 'trusted-proxy' }
    return { secure: false, audience, reason: 'proxy-says-nothing' }
  }
  if (request.wasForwarded) return { secure: false, audience, reason: 'proxy-not-trusted' }
  if (!isLoopback(request.peer)) return { secure: false, audience, reason: 'not-encrypted' }
  if (rules.production) return { secure: false, audience, reason: 'loopback-in-production' }
  return { secure: true, audience, reason: 'development-loopback' }
}
