/**
 * Who a turn belongs to: one formation and one authenticated user. Nothing is read without a principal.
 *
 * Ids are taken exactly or refused: two spellings are never merged into one user (CVE-2025-6004 bypassed a lockout by
 * case and spacing), so text that is not already canonical is an error of the host, said as such.
 */
import { KeyturnError } from './errors.ts'

declare const principalBrand: unique symbol

/** One formation and one authenticated user id; only `createPrincipal` makes one. */
export interface Principal {
  readonly formation: string
  readonly user: string
  readonly [principalBrand]: true
}

/** The longest id in UTF-8 bytes. */
const MAX_ID_BYTES = 256

/** Control, format (zero-width, direction overrides), surrogate, private-use, unassigned; line and paragraph separators. */
const FORBIDDEN = /[\p{C}\p{Zl}\p{Zp}]/u

/**
 * Makes a principal from a formation id and the host's authenticated user id.
 *
 * @throws KeyturnError `PRINCIPAL_INVALID` for an id that `checkId` refuses.
 */
export function createPrincipal(formation: string, user: string): Principal {
  checkId(formation, 'formation id')
  checkId(user, 'user id')
  return { formation, user } as Principal
}

/**
 * Passes an id that is exact: 1 to 256 bytes of NFC text without surrounding blanks, control or invisible characters.
 *
 * @throws KeyturnError `PRINCIPAL_INVALID`, naming what kind of id it is but never the id.
 */
export function checkId(id: unknown, what: string): asserts id is string {
  const fault = faultOf(id)
  if (fault !== undefined) {
    throw new KeyturnError('PRINCIPAL_INVALID', `The ${what} ${fault}. Pass one stable, authenticated id.`, {
      part: what,
    })
  }
}

function faultOf(id: unknown): string | undefined {
  if (typeof id !== 'string') return 'is not a text'
  if (id.length === 0) return 'is empty'
  if (Buffer.byteLength(id, 'utf8') > MAX_ID_BYTES) return `is longer than ${MAX_ID_BYTES} bytes`
  if (!id.isWellFormed()) return 'holds half of a surrogate pair'
  if (id !== id.normalize('NFC')) return 'is not in Unicode normal form C'
  if (id !== id.trim()) return 'has blanks around it'
  if (FORBIDDEN.test(id)) return 'holds control or invisible characters'
  return undefined
}
