/** What Keyturn knows of a service: how its credentials look, how to check one, and who it belongs to. */
import type { ServiceId } from '../formation/formation.ts'
import type { Clock, Fetch } from '../ports.ts'
import type { Connect, Refresh } from './connect.ts'
import type { CredentialFields } from '../secret.ts'

/** Who a credential belongs to: an immutable key to store under, a name to show. Both are untrusted text made safe. */
export interface Identity {
  /** The service's immutable id (`1234567`), 1 to 128 safe characters. */
  readonly key: string
  /** What people call the account (`ranaroussi`, `张伟`), as `showName` shows it: never empty, at most 64 graphemes. */
  readonly name: string
}

/**
 * Why a service could not say whether a credential is good. None of these costs an attempt, and none means "connected".
 *
 * `scope`: it is alive, but may not say whose it is. `incomplete`: a part that is needed to ask (a site, the other key) is missing or not
 * of the service. `clock`: this machine's time is wrong.
 */
export type UnknownReason =
  | 'clock'
  | 'forbidden'
  | 'incomplete'
  | 'network'
  | 'rate-limited'
  | 'redirected'
  | 'scope'
  | 'sso-required'
  | 'timeout'
  | 'unavailable'
  | 'unreadable'

/** What a service said about a credential. */
export type Verdict =
  | {
      readonly verdict: 'valid'
      /** Nothing where the service cannot say whose the credential is. */
      readonly identity: Identity | undefined
      /** False where the service has no way of checking: stored as given, and said so. */
      readonly checked: boolean
      readonly scopes: readonly string[] | undefined
      /** Epoch milliseconds, where the service tells. */
      readonly expiresAt: number | undefined
    }
  | { readonly verdict: 'rejected'; readonly reason: 'rejected' | 'expired' }
  | { readonly verdict: 'unknown'; readonly reason: UnknownReason; readonly retryAfterMs: number | undefined }

/** What a check may use. */
export interface CheckOptions {
  /** For services whose hosts are fixed in this package; a configured host is asked through `ServicesOptions.fetch`. */
  readonly fetch: Fetch
  readonly clock: Clock
  readonly signal: AbortSignal | undefined
}

/** A request that a credential is put into. */
export interface Injectable {
  readonly method: string
  readonly url: URL
  readonly headers: Headers
  readonly body: string | Uint8Array | undefined
}

/** Puts a credential into a request, which it changes. `now`: epoch milliseconds, for signatures. */
export type Inject = (request: Injectable, fields: CredentialFields, now: number) => void | Promise<void>

/** What is known of a service's OAuth 2.0. `web`: the base of paths in it. */
export interface Connecting {
  readonly connect: Connect
  readonly refresh: Refresh | undefined
  readonly web: string
}

/** One service of a formation. */
export interface Service {
  readonly id: ServiceId
  /**
   * The id under which the guard's findings name this service's tokens: `slack` for a formation's `slack_bot`. Compare a finding with
   * this and not with `id`. Absent: the same as `id`.
   */
  readonly knownAs?: ServiceId
  /** As people write it: `GitHub`. */
  readonly name: string
  /** What people have to give, as the service calls it: `personal access token`. */
  readonly credentialName: string
  /** The fields to ask for, in order: `['token']`, or `['username', 'password']`. */
  readonly fields: readonly string[]
  /** Lower-case words by which people mean this service: `github`, `gh`. */
  readonly words: readonly string[]
  /** Origins (`https://api.github.com`) its credentials may be sent to, and nowhere else. */
  readonly origins: readonly string[]
  /** Where to make a credential and which scopes to give it, for people who ask. */
  readonly help: { readonly url: string | undefined; readonly scopes: string | undefined }
  /** Whether credentials of this service can be told by their looks; without, a whole message is the secret. */
  readonly hasKnownShape: boolean
  /** The origins of one credential, where its own fields name a site; `origins` for any other service. */
  originsOf(fields: CredentialFields): readonly string[]
  /** How a user connects instead of pasting, where the service has OAuth 2.0. */
  readonly connecting?: Connecting
  /** Asks the service about a credential: no redirects, 10 s, 1 MiB. Never throws for what a service does. */
  check(fields: CredentialFields, options: CheckOptions): Promise<Verdict>
  /**
   * Puts the credential into a request to this service's own origins.
   *
   * @throws KeyturnError `INPUT_INVALID` for a credential that cannot be sent; the message is fixed.
   */
  inject: Inject
}
