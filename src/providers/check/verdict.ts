/** What a service said about a credential, in the few words that anybody acts on. */
import type { Identity, UnknownReason as AskedReason } from '../service.ts'

/** Why a service could not say. `unchecked`: there is no way of asking. */
export type UnknownReason = AskedReason | 'unchecked'

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
