/** The state contract: what is too large is refused before a write, what is too old is gone, and bytes stay bytes. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createPrincipal } from '../../src/principal.ts'
import { MAX_ANSWER_BYTES, MAX_PARKED_BYTES } from '../../src/state/bounds.ts'
import type { Save } from '../../src/state/state.ts'
import type { Subject } from './subject.ts'
import { bytes, claimed, codeOf, newKey, saved, saving, unique } from './fixtures.ts'

const KIB = 1024

/** Faster than a comparison that could tell where millions of bytes differ. */
const isSame = (left: Uint8Array | undefined, right: Uint8Array): boolean =>
  left !== undefined && Buffer.compare(left, right) === 0

/** Runs the part of the contract about sizes, times and round trips. */
export function describeBounds(subject: () => Subject): void {
  it('a pending secret is gone at its time, and at the latest after 10 minutes', async () => {
    const { store, clock } = subject()
    const asked = [30_000, 3_600_000]
    const keys = asked.map(() => newKey())
    for (const [index, key] of keys.entries()) {
      const { lease } = await claimed(store, key)
      const pending = { sealed: bytes('sealed'), until: clock.now() + (asked[index] ?? 0) }
      await store.save(lease, {
        conversation: { record: '{}', parked: undefined, pending },
        expectedVersion: 0,
        answer: undefined,
      })
    }
    const look = (): Promise<boolean[]> =>
      Promise.all(keys.map(async (key) => (await store.read(key, undefined)).stored?.pending !== undefined))
    expect(await look()).toEqual([true, true])
    clock.advance(30_000)
    expect(await look()).toEqual([false, true])
    clock.advance(570_000)
    expect(await look()).toEqual([false, false])
    const first = keys[0] ?? newKey()
    expect((await claimed(store, first)).stored).toMatchObject({ record: '{}', pending: undefined })
  })

  it('a conversation is kept for 30 days after its last turn', async () => {
    const { store, clock } = subject()
    const key = newKey()
    await saved(store, key, '{}')
    clock.advance(29 * 86_400_000)
    await store.release((await claimed(store, key)).lease)
    clock.advance(29 * 86_400_000)
    expect((await store.read(key, undefined)).stored?.record).toBe('{}')
    clock.advance(86_400_000)
    expect((await store.read(key, undefined)).stored).toBeUndefined()
  })

  it('a conversation past its 30 days does not come back with the next claim', async () => {
    const { store, clock } = subject()
    const key = newKey()
    await saved(store, key, '{}')
    clock.advance(30 * 86_400_000 - 1)
    await saved(store, newKey(), '{}')
    clock.advance(1)
    expect((await claimed(store, key)).stored).toBeUndefined()
    expect((await store.read(key, undefined)).stored).toBeUndefined()
  })

  it('records up to 32 KiB, sealed bytes up to 64 KiB, parked texts and answers of long messages are kept, one byte more is refused and changes nothing', async () => {
    const { store, clock } = subject()
    const key = newKey()
    const most = {
      record: 'é'.repeat(16 * KIB),
      parked: new Uint8Array(MAX_PARKED_BYTES).fill(7),
      pending: new Uint8Array(64 * KIB).fill(7),
      answer: new Uint8Array(MAX_ANSWER_BYTES).fill(7),
    }
    const more = {
      record: `${most.record}x`,
      parked: new Uint8Array(MAX_PARKED_BYTES + 1),
      pending: new Uint8Array(64 * KIB + 1),
      answer: new Uint8Array(MAX_ANSWER_BYTES + 1),
    }
    const until = clock.now() + 60_000
    const whole = (record: string, parked: Uint8Array, pending: Uint8Array, answer: Uint8Array): Save => ({
      conversation: { record, parked, pending: { sealed: pending, until } },
      expectedVersion: 0,
      answer: { messageId: 'm1', sealed: answer },
    })
    const { lease } = await claimed(store, key)
    const tooLarge = [
      whole(more.record, most.parked, most.pending, most.answer),
      whole(most.record, more.parked, most.pending, most.answer),
      whole(most.record, most.parked, more.pending, most.answer),
      whole(most.record, most.parked, most.pending, more.answer),
    ]
    for (const save of tooLarge) expect(await codeOf(store.save(lease, save))).toBe('INPUT_INVALID')
    expect(await store.read(key, 'm1')).toEqual({ stored: undefined, answer: undefined })
    expect(await store.save(lease, whole(most.record, most.parked, most.pending, most.answer))).toBe('saved')
    const { stored, answer } = await store.read(key, 'm1')
    expect(stored).toMatchObject({ version: 1, record: most.record, pending: { until } })
    expect(isSame(stored?.parked, most.parked)).toBe(true)
    expect(isSame(stored?.pending?.sealed, most.pending)).toBe(true)
    expect(isSame(answer, most.answer)).toBe(true)
  })

  it('names that are empty, too long or half a character, and versions that are none, are refused', async () => {
    const { store } = subject()
    const { principal } = newKey()
    for (const conversation of ['', 'x'.repeat(1025), 'a\ud800']) {
      expect(await codeOf(store.claim({ principal, conversation }, undefined))).toBe('INPUT_INVALID')
      expect(await codeOf(store.read({ principal, conversation: 'c' }, conversation))).toBe('INPUT_INVALID')
    }
    const { lease } = await claimed(store, { principal, conversation: 'c' })
    for (const version of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(await codeOf(store.save(lease, saving('{}', version)))).toBe('INPUT_INVALID')
    }
    expect(await codeOf(store.save(lease, saving('"\ud800"', 0)))).toBe('INPUT_INVALID')
  })

  it('any record, sealed bytes and ids come back byte for byte', async () => {
    const { store, clock } = subject()
    const formation = unique('round trip')
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 })
    const sealed = fc.option(fc.uint8Array({ maxLength: 300 }), { nil: undefined })
    const property = fc.asyncProperty(
      text,
      text,
      fc.json(),
      fc.string({ unit: 'binary', maxLength: 200 }),
      sealed,
      sealed,
      fc.uint8Array({ maxLength: 300 }),
      async (conversation, messageId, json, raw, parked, pendingSealed, answer) => {
        const key = { principal: createPrincipal(formation, unique('user')), conversation }
        const { lease } = await claimed(store, key)
        const pending =
          pendingSealed === undefined ? undefined : { sealed: pendingSealed, until: clock.now() + 1_000 }
        const conversationOf = { record: raw.length % 2 === 0 ? json : raw, parked, pending }
        const save = {
          conversation: conversationOf,
          expectedVersion: 0,
          answer: { messageId, sealed: answer },
        }
        expect(await store.save(lease, save)).toBe('saved')
        expect(await store.read(key, messageId)).toEqual({
          stored: { ...conversationOf, version: 1 },
          answer,
        })
        expect(await store.claim(key, messageId)).toEqual({ kind: 'answered', answer })
      },
    )
    await fc.assert(property, { numRuns: 100 })
  })
}
