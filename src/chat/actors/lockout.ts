/** lockout: reserves the right to ask the service once; waits a little where others are being asked about. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Admission } from '../../../machines/found.ts'
import { fieldsInHand } from './fields-in-hand.ts'
import type { TurnScope } from './scope.ts'

/** How long a turn waits for a slot, or for the same secret's other check. Milliseconds (`design.md` §5). */
const WAIT_MS = 10_000

/** How often it looks: soon at first, then less and less often. Milliseconds. */
const FIRST_LOOK_MS = 50
const LAST_LOOK_MS = 500

/** Reserves an attempt for the secret in hand. */
export async function lockout(
  scope: TurnScope,
  input: { readonly secret: string; readonly service: string },
): Promise<Admission> {
  const fields = fieldsInHand(scope, input)
  const { vault, principal, context } = scope
  // Counted in looks, not by the clock: a clock that stands still must not hold a turn for ever.
  let waitedMs = 0
  const wait = async (): Promise<boolean> => {
    if (waitedMs >= WAIT_MS) return false
    const pauseMs = Math.min(LAST_LOOK_MS, Math.max(FIRST_LOOK_MS, waitedMs / 2))
    await sleep(pauseMs, undefined, { signal: scope.signal })
    waitedMs += pauseMs
    return true
  }
  do {
    const reservation = await vault.reserveAttempt(principal, input.service, fields, context)
    if (reservation.kind === 'locked') return { kind: 'locked', lockedUntil: reservation.lockedUntil }
    if (reservation.kind === 'reserved') {
      // Stored by another turn since this one looked: the service has been asked about it already.
      const stored = await vault.findDuplicate(principal, input.service, fields)
      if (stored?.status !== 'active') return { kind: 'reserved', slot: reservation.slot.id }
      await vault.settleAttempt(principal, reservation.slot, 'unknown', context)
      return { kind: 'joined', outcome: 'valid' }
    }
    if (reservation.kind === 'in-flight') {
      let outcome = await vault.attemptOutcome(principal, reservation.slotId)
      while (outcome === 'open' && (await wait()))
        outcome = await vault.attemptOutcome(principal, reservation.slotId)
      if (outcome !== 'open' && outcome !== 'gone') return { kind: 'joined', outcome }
    }
  } while (await wait())
  await vault.record(principal, { act: 'attempt', service: input.service, outcome: 'busy' }, context)
  return { kind: 'busy' }
}
