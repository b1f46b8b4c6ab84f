/**
 * What every backend of the state port must do, run once for each: SQLite, Redis alone, under Sentinel, in a cluster.
 *
 * Read in this order: what is kept, who may write, the same message, owners, times, bounds.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StateBackend } from '../../src/state/backend.ts'
import { describeBounds } from './contract-bounds.ts'
import { describeLeases } from './contract-leases.ts'
import { describeOwners } from './contract-owners.ts'
import { describeFlights, describeTokens } from './contract-tokens.ts'
import { describeQueue } from './contract-queue.ts'
import type { Subject } from './subject.ts'
import { bytes, claimed, codeOf, createTestClock, newKey, saved, saving, type TestClock } from './fixtures.ts'

/** Opens one more store on the same backend, as another process would. */
export type OpenStore = (clock: TestClock) => Promise<StateBackend>

/** Runs the whole contract on a backend; `open` is called several times on the same data. */
export function describeStateContract(name: string, open: OpenStore): void {
  describe(`${name}: the state contract`, () => {
    const clock = createTestClock()
    let subject: Subject

    beforeAll(async () => {
      subject = { store: await open(clock), clock }
    })
    afterAll(async () => {
      await subject.store.close()
    })

    describeKeeping(() => subject)
    describeLeases(() => subject)
    describeQueue(() => subject)
    describeOwners(() => subject)
    describeBounds(() => subject)
    describeTokens(() => subject)
    describeFlights(() => subject)

    it('a second store on the same data reads what the first one saved', async () => {
      const key = newKey()
      await saved(subject.store, key, '{"state":"askAccount"}')
      const second = await open(clock)
      try {
        expect((await second.read(key, undefined)).stored?.record).toBe('{"state":"askAccount"}')
      } finally {
        await second.close()
      }
    })

    it('a store that was closed says so', async () => {
      const second = await open(clock)
      await second.close()
      await second.close()
      expect(await codeOf(second.read(newKey(), undefined))).toBe('CLOSED')
      expect(await codeOf(second.claim(newKey(), undefined))).toBe('CLOSED')
    })
  })
}

function describeKeeping(subject: () => Subject): void {
  it('a conversation that was never saved is nothing', async () => {
    const { store } = subject()
    const key = newKey()
    expect(await store.read(key, 'm1')).toEqual({ stored: undefined, answer: undefined })
    expect((await claimed(store, key)).stored).toBeUndefined()
  })

  it('a conversation comes back with its record, its sealed bytes, and a version one higher', async () => {
    const { store, clock } = subject()
    const key = newKey()
    const pending = { sealed: bytes('sealed secret'), until: clock.now() + 60_000 }
    const conversation = { record: '{"state":"collectInline"}', parked: bytes('sealed question'), pending }
    const first = await claimed(store, key)
    expect(await store.save(first.lease, { conversation, expectedVersion: 0, answer: undefined })).toBe(
      'saved',
    )
    expect((await store.read(key, undefined)).stored).toEqual({ ...conversation, version: 1 })
    const second = await claimed(store, key)
    expect(second.stored).toEqual({ ...conversation, version: 1 })
    expect(await store.save(second.lease, saving('{}', 1))).toBe('saved')
    expect((await store.read(key, undefined)).stored).toEqual({
      version: 2,
      record: '{}',
      parked: undefined,
      pending: undefined,
    })
  })

  it('a conversation saved as nothing is forgotten, and its answer is kept', async () => {
    const { store } = subject()
    const key = newKey()
    await saved(store, key, '{}')
    const { lease } = await claimed(store, key)
    const answer = { messageId: 'm1', sealed: bytes('done') }
    expect(await store.save(lease, { conversation: undefined, expectedVersion: 1, answer })).toBe('saved')
    expect(await store.read(key, 'm1')).toEqual({ stored: undefined, answer: bytes('done') })
    expect((await claimed(store, key)).stored).toBeUndefined()
  })

  it('T-070 the same message id is given its saved answer, without a claim', async () => {
    const { store } = subject()
    const key = newKey()
    await saved(store, key, '{}', { messageId: 'm1', sealed: bytes('Successfully added') })
    for (let time = 0; time < 3; time += 1) {
      expect(await store.claim(key, 'm1')).toEqual({ kind: 'answered', answer: bytes('Successfully added') })
      expect((await store.read(key, 'm1')).answer).toEqual(bytes('Successfully added'))
    }
    expect((await store.claim(key, 'm2')).kind).toBe('claimed')
  })

  it('T-071 another message id with the same text is a turn of its own', async () => {
    const { store } = subject()
    const key = newKey()
    await saved(store, key, '{}', { messageId: 'm1', sealed: bytes('added') })
    expect((await store.read(key, 'm2')).answer).toBeUndefined()
    expect((await store.claim(key, 'm2')).kind).toBe('claimed')
  })

  it('an answer is kept for 24 hours and not longer', async () => {
    const { store, clock } = subject()
    const key = newKey()
    await saved(store, key, '{}', { messageId: 'm1', sealed: bytes('answer') })
    clock.advance(24 * 3_600_000 - 1)
    expect((await store.read(key, 'm1')).answer).toEqual(bytes('answer'))
    clock.advance(1)
    expect((await store.read(key, 'm1')).answer).toBeUndefined()
    expect((await store.claim(key, 'm1')).kind).toBe('claimed')
  })
}
