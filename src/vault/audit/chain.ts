/** What a chain of the audit is: where it begins, and the keyed hash that binds each entry to the one before it. */
import { type CryptoKey, equalBytes, hmacSha256, sha256 } from '../sealing/crypto.ts'
import { lengthPrefixed } from '../sealing/length-prefix.ts'
import type { AuditTable } from '../tables.ts'

/** Where a chain stands. */
export interface ChainHead {
  readonly sequence: number
  readonly hash: Uint8Array
}

/** The chain that acts on keys are written to; no principal has an empty id. */
export const FORMATION_CHAIN = ''

/** The head of a chain that has no entry yet. */
export const CHAIN_START: ChainHead = { sequence: 0, hash: Buffer.alloc(32) }

/** The keyed hash of one entry: HMAC-SHA-256 over the hash before it and every column. */
export function linkHash(
  auditKey: CryptoKey,
  formation: string,
  previous: Uint8Array,
  entry: Omit<AuditTable, 'hash' | 'end_seal'>,
): Buffer {
  return hmacSha256(
    auditKey,
    lengthPrefixed(
      'kt/link/v1',
      formation,
      previous,
      entry.user_id,
      entry.sequence,
      entry.at,
      entry.act,
      optional(entry.service),
      optional(entry.account),
      entry.channel,
      optional(entry.conversation),
      entry.outcome,
      optional(entry.detail),
      optional(entry.revision),
      optional(entry.change),
      entry.root_key,
    ),
  )
}

/**
 * The keyed hash of a chain's end. It is kept with the head alone, where the next entry writes over it: who cuts entries off
 * finds none for the end that is left.
 */
export function endSeal(
  auditKey: CryptoKey,
  formation: string,
  user: string,
  { sequence, hash }: ChainHead,
): Buffer {
  return hmacSha256(auditKey, lengthPrefixed('kt/end/v1', formation, user, sequence, hash))
}

/**
 * What the next entry is chained to behind an end that is not as the last act left it: that act goes on, and verification finds
 * its entry altered for good.
 */
export function brokenLink(hash: Uint8Array): Buffer {
  return sha256(lengthPrefixed('kt/broken/v1', hash))
}

/** The keyed hash of a chain's beginning, after old entries were taken away. */
export function baseSeal(
  auditKey: CryptoKey,
  formation: string,
  user: string,
  sequence: number,
  hash: Uint8Array,
): Buffer {
  return hmacSha256(auditKey, lengthPrefixed('kt/base/v1', formation, user, sequence, hash))
}

/** Absent and empty differ: a value gets `=` in front. */
function optional(value: string | number | null): string {
  return value === null ? '' : `=${value}`
}

/** Whether two hashes are the same; what is no bytes is none. */
export function isSame(left: unknown, right: unknown): boolean {
  return left instanceof Uint8Array && right instanceof Uint8Array && equalBytes(left, right)
}
