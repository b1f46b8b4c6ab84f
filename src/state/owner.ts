/**
 * Names of stored things, made so that no two owners can ever share one.
 *
 * Each part carries its own length, so `a:b` + `c` is never `a` + `b:c`, and no character has a meaning: not `%`,
 * `*`, `/`, a quote or a line break. Names are compared, never searched by pattern.
 */
import type { Principal } from '../principal.ts'

/** Joins parts into one name that can be taken apart in one way only: each part is its length in UTF-16 units, `:`, itself. */
export function joinParts(...parts: readonly string[]): string {
  return parts.map((part) => `${part.length}:${part}`).join('')
}

/** The name of a principal. */
export function nameOwner(principal: Principal): string {
  return joinParts(principal.formation, principal.user)
}

/** A random name for one claim, one call or one place in a queue: 128 bits in base64url. */
export function createToken(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url')
}
