/** lockout: reserves the right to ask the service once about the credential that was given. */
import type { Admission } from '../../../machines/found.ts'
import { reserveCheck } from '../../credentials/reserve.ts'
import { heldFields } from '../held-fields.ts'
import type { TurnScope } from '../scope.ts'

/** Reserves an attempt for the secret behind a handle. */
export async function lockout(
  scope: TurnScope,
  input: { readonly secret: string; readonly service: string },
): Promise<Admission> {
  const reservation = await reserveCheck(scope, input.service, heldFields(scope, input))
  return reservation.kind === 'reserved' ? { kind: 'reserved', slot: reservation.slot.id } : reservation
}
