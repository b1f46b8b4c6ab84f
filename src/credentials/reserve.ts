/** Reserves the right to ask the service once about a credential; waits a little where others are being asked about. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { CredentialFields } from '../secret.ts'
import type { AttemptSlot } from '../vault/vault.ts'
import type { CredentialScope } from './scope.ts'

/** How long it waits for a slot, or for the same secret's other check. Milliseconds. */
const WAIT_MS = 10_000

/** How often it looks: soon at first, then less and less often. Milliseconds. */
const FIRST_LOOK_MS = 50
const LAST_LOOK_MS = 500

/** Whether the service may be asked. `joined`: the same secret was being checked already, and this is what came of it. */
export type Reservation =
  | { readonly kind: 'reserved'; readonly slot: AttemptSlot }
  | { readonly kind: 'busy' }
  | { readonly kind: 'locked'; readonly lockedUntil: number }
  | { readonly kind: 'joined'; readonly outcome: 'valid' | 'rejected' | 'unknown' }

/** Reserves an attempt for a whole credential. */
export async function reserveCheck(
  scope: CredentialScope,
  service: string,
  fields: CredentialFields,
): Promise<Reservation> {
  const { vault, principal, context } = scope
  // Counted in looks, not by the clock: a clock that stands still must not hold an act for ever.
  let waitedMs = 0
  const wait = async (): Promise<boolean> => {
    if (waitedMs >= WAIT_MS) return false
    const pauseMs = Math.min(LAST_LOOK_MS, Math.max(FIRST_LOOK_MS, waitedMs / 2))
    await sleep(pauseMs, undefined, { signal: scope.signal })
    waitedMs += pauseMs
    return true
  }
  do {
    const reservation = await vault.reserveAttempt(principal, service, fields, context)
    if (reservation.kind === 'locked') return { kind: 'locked', lockedUntil: reservation.lockedUntil }
    if (reservation.kind === 'reserved') {
      const { slot } = reservation
      // Stored by somebody else since this act looked: the service has been asked about it already.
      const stored = await vault.findDuplicate(principal, service, fields)
      if (stored?.status !== 'active') return { kind: 'reserved', slot }
      await vault.settleAttempt(principal, slot, 'unknown', context)
      return { kind: 'joined', outcome: 'valid' }
    }
    if (reservation.kind === 'in-flight') {
      let outcome = await vault.attemptOutcome(principal, reservation.slotId)
      while (outcome === 'open' && (await wait()))
        outcome = await vault.attemptOutcome(principal, reservation.slotId)
      if (outcome !== 'open' && outcome !== 'gone') return { kind: 'joined', outcome }
    }
  } while (await wait())
  await vault.record(principal, { act: 'attempt', service, outcome: 'busy' }, context)
  return { kind: 'busy' }
}
