/**
 * One of many at once does the work, the others get its outcome: a secret is checked once, a token refreshed once.
 *
 * This saves work and is never relied on for safety: a leader that is silent for 30 s is replaced, so two may work on
 * the same thing. The name of a flight is an id (an attempt slot, an account and its revision), never a secret.
 */
import type { Principal } from '../principal.ts'
import { checkName, checkPrincipal, checkSealed } from './bounds.ts'

/** How long a leader may take before somebody else leads: 30 s. */
export const FLIGHT_MS = 30_000

/** How long an outcome is kept for those who follow: 60 s. */
export const LANDED_MS = 60_000

/** The right to do the work. */
export interface Flight {
  readonly principal: Principal
  readonly name: string
  /** Random per leader. */
  readonly token: string
}

/** What joining a flight found. `following`: somebody works on it, ask again shortly. */
export type Boarding =
  | { readonly kind: 'leading'; readonly flight: Flight }
  | { readonly kind: 'following' }
  | { readonly kind: 'landed'; readonly outcome: Uint8Array }

/** Flights of all instances; outages reject with `STATE_UNAVAILABLE`. */
export interface SingleFlight {
  /** Leads, follows, or gets the outcome of the last minute. */
  join(principal: Principal, name: string): Promise<Boarding>

  /** Gives the outcome to those who follow: up to 64 KiB, sealed or no secret. False when somebody else leads by now. */
  land(flight: Flight, outcome: Uint8Array): Promise<boolean>

  /** Gives up without an outcome; the next to ask leads. */
  abandon(flight: Flight): Promise<void>
}

/**
 * Passes the name of a flight of an exact principal, and an outcome within its bound.
 *
 * @throws KeyturnError `PRINCIPAL_INVALID` or `INPUT_INVALID`.
 */
export function checkFlight(principal: Principal, name: string, outcome?: Uint8Array): void {
  checkPrincipal(principal)
  checkName(name, 'name of the flight')
  if (outcome !== undefined) checkSealed(outcome, 'outcome of the flight')
}
