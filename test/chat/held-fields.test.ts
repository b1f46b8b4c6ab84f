/** A handle of another turn opens nothing. */
import { expect, it } from 'vitest'
import { heldFields } from '../../src/chat/held-fields.ts'
import { HeldCredentials } from '../../src/chat/held-credentials.ts'
import type { TurnScope } from '../../src/chat/scope.ts'
import { isKeyturnError } from '../../src/index.ts'
import { Secret, SecretPool } from '../../src/secret.ts'

it('T-079 a handle that belongs to another turn is a bug that stops the turn, never another secret', () => {
  const mine = {
    held: new HeldCredentials(new SecretPool()),
    services: { get: () => ({ fields: ['token'] }) },
  }
  const theirs = new HeldCredentials(new SecretPool()).put({ token: Secret.fromText('x'.repeat(20)) })
  let thrown: unknown
  try {
    heldFields(mine as unknown as TurnScope, { secret: theirs, service: 'github' })
  } catch (error) {
    thrown = error
  }
  expect(isKeyturnError(thrown, 'INTERNAL')).toBe(true)
})
