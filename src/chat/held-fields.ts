/** The credential behind a handle, under the names its service calls its fields by. */
import { KeyturnError } from '../errors.ts'
import type { CredentialFields } from '../secret.ts'
import type { TurnScope } from './scope.ts'

/**
 * Takes the credential of the running turn.
 *
 * @throws KeyturnError `INTERNAL` when the handle belongs to no secret of this turn: the machine and its actors disagree.
 */
export function heldFields(
  scope: TurnScope,
  input: { readonly secret: string; readonly service: string },
): CredentialFields {
  const fields = scope.held.fields(input.secret)
  const names = scope.services.get(input.service).fields
  if (fields === undefined) throw new KeyturnError('INTERNAL', 'A turn lost the secret it was working on.')
  if (names.every((name) => Object.hasOwn(fields, name))) return fields
  const [only, second] = Object.values(fields)
  const [name, secondName] = names
  if (only === undefined || name === undefined || second !== undefined || secondName !== undefined) {
    throw new KeyturnError('INTERNAL', 'A credential went on without all of its fields.')
  }
  return { [name]: only }
}
