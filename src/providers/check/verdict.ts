/** What a service said about a credential, in the few words that anybody acts on. */
import type { Identity } from '../../services/service.ts'

/**
 * Why a service could not say whether a credential is good. None of these costs an attempt, and none means "connected".
 *
 * `scope`: it is alive, but may not say whose it is. `incomplete`: a part that is needed to ask (a site, the other key) is missing or not
 * of the service. `clock`: this machine's time is wrong. `unchecked`: there is no way of asking.
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
  | 'unchecked'
  | 'unreadable'

/** What a service said. */
export type Verdict =
  | {
      readonly verdict: 'valid'
      /** Absent where the service accepts a credential and never says whose it is. */
      readonly identity: Identity | undefined
      /** Absent where the service does not tell; empty where it says "none". */
      readonly scopes: readonly string[] | undefined
      /** Epoch milliseconds, where the service tells. */
      readonly expiresAt: number | undefined
    }
  | { readonly verdict: 'rejected'; readonly reason: 'rejected' | 'expired' }
  | { readonly verdict: 'unknown'; readonly reason: UnknownReason; readonly retryAfterMs: number | undefined }

/** The verdict of a service that could not say. */
export function unknown(reason: UnknownReason, retryAfterMs?: number): Verdict {
  return { verdict: 'unknown', reason, retryAfterMs }
}
