/**
 * Sealed envelopes of credentials, kept near for a while, so that using one need not read the vault's row.
 *
 * Holds only what the vault sealed; whoever reads it still checks status and revision in the vault before use. Newer
 * revisions win whatever the order in which they arrive, and what was evicted cannot be put back by a slow reader.
 */
import type { Principal } from '../principal.ts'
import { KeyturnError } from '../errors.ts'
import { checkName, checkPrincipal, checkSealed } from './bounds.ts'

/** A cached envelope. */
export interface CachedEnvelope {
  /** The account's revision it was sealed at. */
  readonly revision: number
  readonly sealed: Uint8Array
  /** Epoch milliseconds; at most `credential_ttl_minutes` after it was put. */
  readonly expiresAt: number
}

/** The cache; outages reject with `STATE_UNAVAILABLE`, and the vault answers without it. */
export interface TokenCache {
  /** The envelope of one account of this principal, while it lives. */
  get(principal: Principal, accountId: string): Promise<CachedEnvelope | undefined>

  /**
   * Keeps an envelope for `ttlMs`. False, and nothing changes, when the same or a newer revision is there or was evicted:
   * an envelope's age is counted from its first put.
   *
   * @throws KeyturnError `INPUT_INVALID` for more than 64 KiB sealed, or a revision or time that is no whole number from 1 up.
   */
  put(
    principal: Principal,
    accountId: string,
    envelope: { readonly revision: number; readonly sealed: Uint8Array },
    ttlMs: number,
  ): Promise<boolean>

  /** Removes an account's envelope up to this revision, and for an hour refuses to have one of them put back. */
  evict(principal: Principal, accountId: string, revision: number): Promise<void>
}

/** How long an eviction is remembered: 1 h, far longer than a reader can take between the vault and `put`. */
export const TOMBSTONE_MS = 60 * 60_000

/**
 * Passes what `put` and `evict` are given.
 *
 * @throws KeyturnError `PRINCIPAL_INVALID` or `INPUT_INVALID`.
 */
export function checkCacheEntry(
  principal: Principal,
  accountId: string,
  numbers: { readonly revision?: number; readonly ttlMs?: number },
  sealed?: Uint8Array,
): void {
  checkPrincipal(principal)
  checkName(accountId, 'account id')
  for (const value of Object.values(numbers)) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new KeyturnError(
        'INPUT_INVALID',
        'The revision or lifetime of a cached envelope is not a whole number from 1 up.',
      )
    }
  }
  if (sealed !== undefined) checkSealed(sealed, 'cached envelope')
}
