/** What the tests of faults share: stores asked while Redis fails, and errors searched for what they were asked. */
import { inspect } from 'node:util'
import { expect } from 'vitest'
import { KeyturnError } from '../../src/errors.ts'
import type { StateBackend } from '../../src/state/backend.ts'
import { bytes, newKey, saving } from './fixtures.ts'

/** In everything a turn gives to the store, so that an error which carries a command's arguments is seen. */
export const MARK = 'planted-argument'
/** How long the stores under test wait for an answer. */
export const COMMAND_TIMEOUT_MS = 500

/** Whether a store can be claimed from. */
export async function isUsable(subject: StateBackend): Promise<boolean> {
  return subject.claim(newKey(), undefined).then(
    (claim) => claim.kind === 'claimed',
    () => false,
  )
}

/** The reason of an outage; fails on any other outcome, and on an error that shows what it was asked. */
export async function reasonOf(promise: Promise<unknown>): Promise<unknown> {
  const error = await promise.then(
    (value) => new Error(`it was done: ${inspect(value)}`),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof KeyturnError)) throw error
  expect(error).toMatchObject({ code: 'STATE_UNAVAILABLE', retryable: true })
  expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(MARK)
  expect(JSON.stringify(error)).not.toContain(MARK)
  return error.facts['reason']
}

/** What every operation says while a fault lasts. */
export async function reasonsOfAll(subject: StateBackend): Promise<unknown[]> {
  const key = newKey(MARK, MARK)
  const lease = { key, fence: 1, token: MARK, expiresAt: 0 }
  const sealed = bytes(MARK)
  const { principal } = key
  return Promise.all(
    [
      subject.claim(key, MARK, MARK),
      subject.save(lease, saving(JSON.stringify(MARK), 0, { messageId: MARK, sealed })),
      subject.renew(lease),
      subject.tokens.put(principal, MARK, { revision: 1, sealed }, 1_000),
      subject.flights.join(principal, MARK),
    ].map(reasonOf),
  )
}
