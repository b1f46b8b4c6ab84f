/** Whether a secret may come the way a request came: the server's own key and a user's token are secrets as well. */
import type { Keyturn } from '../keyturn.ts'
import { isLoopback } from '../net/networks.ts'
import { judgeTransport, type TransportInput } from '../net/transport.ts'
import type { Problem } from './problem.ts'

/** What is said of a connection that others may read along. */
export const INSECURE: Problem = {
  status: 403,
  code: 'TRANSPORT_INSECURE',
  detail:
    'This connection is not encrypted, or nobody said how the request came. Use https, name your proxy in trusted_proxies, or pass the connection to the handler. If a real key or token was sent this way, revoke it.',
}

/** Whether the connection may carry a token or a credential. */
export type IsSecure = (connection: TransportInput | undefined) => boolean

/** By the rules of the formation; in production nothing but TLS and trusted proxies counts for a user's own connection. */
export function createIsSecure({ formation, server }: Keyturn): IsSecure {
  const { trustedProxies, requireHttps } = formation
  const rules = { trustedProxies, requireHttps, production: server.production }
  return (connection) => judgeTransport(connection, rules).secure
}

/** Whether a request came from this very machine, by no proxy: a program beside the server, over a way that nobody else can read. */
export function isFromHere(connection: TransportInput | undefined): boolean {
  if (typeof connection !== 'object' || !('kind' in connection)) return false
  return !connection.wasForwarded && isLoopback(connection.peer)
}

/** The address that sends, for counting who guesses keys; nothing where it is not known. */
export function peerOf(connection: TransportInput | undefined): string | undefined {
  return typeof connection === 'object' && 'kind' in connection ? connection.peer : undefined
}
