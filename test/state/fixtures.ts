/** What the state tests share: a clock that moves when told, owners nobody else has, and a few bytes. */
import type { Clock } from '../../src/ports.ts'
import { createPrincipal } from '../../src/principal.ts'
import type { Claim, ConversationKey, Lease, Save, StateStore } from '../../src/state/state.ts'

/** A clock that stands until it is moved. */
export interface TestClock extends Clock {
  advance(ms: number): void
}

/** Starts at the real time, so that a store's own idea of it is not far off; whole milliseconds. */
export function createTestClock(start = Date.now()): TestClock {
  let now = start
  return {
    now: () => now,
    advance(ms) {
      now += ms
    },
  }
}

/** A text nobody has used before. */
export function unique(prefix: string): string {
  return `${prefix}-${crypto.randomUUID()}`
}

/** A conversation of a formation nobody else uses. */
export function newKey(user = 'alice', conversation = 'chat'): ConversationKey {
  return { principal: createPrincipal(unique('formation'), user), conversation }
}

/** Bytes of a text. */
export function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'utf8'))
}

/** A save of a record alone. */
export function saving(record: string, expectedVersion: number, answer?: Save['answer']): Save {
  return { conversation: { record, parked: undefined, pending: undefined }, expectedVersion, answer }
}

/** Claims and insists on having got it. */
export async function claimed(
  store: StateStore,
  key: ConversationKey,
  messageId?: string,
): Promise<Extract<Claim, { kind: 'claimed' }>> {
  const claim = await store.claim(key, messageId)
  if (claim.kind !== 'claimed') throw new Error(`the conversation was ${claim.kind}`)
  return claim
}

/** Claims, saves a record and an answer, and returns the lease that is over now. */
export async function saved(
  store: StateStore,
  key: ConversationKey,
  record: string,
  answer?: { messageId: string; sealed: Uint8Array },
): Promise<Lease> {
  const { lease, stored } = await claimed(store, key)
  const outcome = await store.save(lease, saving(record, stored?.version ?? 0, answer))
  if (outcome !== 'saved') throw new Error('the save was lost')
  return lease
}

/** The code of the error a promise rejects with, or how it was fulfilled instead. */
export async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'fulfilled',
    (error: unknown) => (error as { code?: unknown }).code ?? error,
  )
}
