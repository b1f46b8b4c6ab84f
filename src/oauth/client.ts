/** One service's authorization server as this deployment is known to it: what every request to it is made of. */
import type { Connect, Refresh } from '../providers/connect.ts'
import type { Clock, Fetch } from '../ports.ts'
import type { ServiceId } from '../formation/formation.ts'
import type { Secret } from '../secret.ts'

/** The addresses of an authorization server. */
export interface Endpoints {
  readonly authorization: URL | undefined
  readonly token: URL
  /** Where refresh tokens are exchanged, where that is another place. */
  readonly refresh: URL
  readonly device: URL | undefined
  readonly revocation: URL | undefined
}

/** A client at one authorization server. */
export interface OAuthClient {
  readonly service: ServiceId
  readonly endpoints: Endpoints
  /** What it has to call itself in answers to the browser (RFC 9207), where that is known. */
  readonly issuer: string | undefined
  readonly clientId: string
  /** Absent for a public client. */
  readonly clientSecret: Secret | undefined
  readonly scopes: readonly string[]
  readonly connect: Connect
  readonly refresh: Refresh | undefined
  /** Goes to these endpoints only, follows no redirect, and looks at addresses unless it is the host's own. */
  readonly fetch: Fetch
  readonly clock: Clock
}
