/** What the guard says about a piece of text that is a secret. */
import type { ServiceId } from '../formation/formation.ts'

/** What a secret is, in the words its marker uses. */
export const KINDS = [
  'token',
  'refresh token',
  'key',
  'key id',
  'client secret',
  'password',
  'private key',
  'webhook',
  'cookie',
  'secret',
] as const

/** One of `KINDS`. */
export type Kind = (typeof KINDS)[number]

/**
 * How it is known, from sure to likely.
 *
 * `live`: it is a value we hold. `checksum`: its own check digits fit. `shape`: it looks like nothing else.
 * `structure`: it stands where secrets stand (a URL's password, a header). `words`: only the words around it say so.
 */
export const CERTAINTIES = ['live', 'checksum', 'shape', 'structure', 'words'] as const

/** One of `CERTAINTIES`. */
export type Certainty = (typeof CERTAINTIES)[number]

/** One secret in a text. */
export interface Finding {
  /** First UTF-16 unit in the original text. */
  readonly start: number
  /** One behind the last UTF-16 unit in the original text. */
  readonly end: number
  /** The secret as its service would take it: without wrapping, escapes, and invisible characters. */
  readonly value: string
  /** Whose it is, where shape or surroundings tell. */
  readonly service?: ServiceId
  readonly kind: Kind
  readonly certainty: Certainty
}

/** Tells whether the first certainty is the surer one. */
export function isSurer(certainty: Certainty, than: Certainty): boolean {
  return CERTAINTIES.indexOf(certainty) < CERTAINTIES.indexOf(than)
}
