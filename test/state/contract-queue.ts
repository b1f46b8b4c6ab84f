/** The state contract: turns of one conversation are served in the order in which they came. */
import { expect, it } from 'vitest'
import { claimInOrder } from '../../src/state/claim-in-order.ts'
import type { Subject } from './subject.ts'
import { bytes, claimed, newKey, saving } from './fixtures.ts'

/** Runs the part of the contract about waiting turns. */
export function describeQueue(subject: () => Subject): void {
  it('T-073 turns that wait are served in the order in which they came', async () => {
    const { store } = subject()
    const key = newKey()
    const { lease } = await claimed(store, key)
    for (const place of ['first', 'second', 'third']) {
      expect(await store.claim(key, place, place)).toEqual({ kind: 'busy' })
    }
    await store.save(lease, saving('{}', 0))
    expect((await store.claim(key, 'newcomer')).kind).toBe('busy')
    expect((await store.claim(key, 'third', 'third')).kind).toBe('busy')
    expect((await store.claim(key, 'second', 'second')).kind).toBe('busy')
    const first = await store.claim(key, 'first', 'first')
    expect(first.kind).toBe('claimed')
    if (first.kind === 'claimed') await store.release(first.lease)
    expect((await store.claim(key, 'third', 'third')).kind).toBe('busy')
    expect((await store.claim(key, 'second', 'second')).kind).toBe('claimed')
  })

  it('a turn that stopped asking for 2 s has lost its place, and those behind it go on', async () => {
    const { store, clock } = subject()
    const key = newKey()
    const { lease } = await claimed(store, key)
    await store.claim(key, undefined, 'gone')
    clock.advance(1_500)
    await store.claim(key, undefined, 'patient')
    await store.release(lease)
    expect((await store.claim(key, undefined, 'patient')).kind).toBe('busy')
    clock.advance(500)
    expect((await store.claim(key, undefined, 'patient')).kind).toBe('claimed')
  })

  it('a waiting turn whose message was answered meanwhile gets that answer and leaves the queue', async () => {
    const { store } = subject()
    const key = newKey()
    const { lease } = await claimed(store, key)
    expect((await store.claim(key, 'm1', 'same message')).kind).toBe('busy')
    await store.save(lease, saving('{}', 0, { messageId: 'm1', sealed: bytes('added') }))
    expect(await store.claim(key, 'm1', 'same message')).toEqual({ kind: 'answered', answer: bytes('added') })
    expect((await store.claim(key, 'm2')).kind).toBe('claimed')
  })

  it('ten turns at once are all served, one after the other, in order of arrival', async () => {
    const { store } = subject()
    const key = newKey()
    const holder = await claimed(store, key)
    const served: number[] = []
    const turns = Array.from({ length: 10 }, async (_, turn) => {
      await new Promise((resolve) => setTimeout(resolve, turn * 40))
      const claim = await claimInOrder(store, key, `m${turn}`, { waitMs: 20_000 })
      if (claim.kind !== 'claimed') return
      served.push(turn)
      await store.save(claim.lease, saving(`{"turn":${turn}}`, claim.stored?.version ?? 0))
    })
    await new Promise((resolve) => setTimeout(resolve, 600))
    await store.release(holder.lease)
    await Promise.all(turns)
    expect(served).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect((await store.read(key, undefined)).stored?.version).toBe(10)
  })

  it('a turn stops waiting at its bound or when it is aborted', async () => {
    const { store } = subject()
    const key = newKey()
    await claimed(store, key)
    expect(await claimInOrder(store, key, 'm1', { waitMs: 60 })).toEqual({ kind: 'busy' })
    const abort = new AbortController()
    const waiting = claimInOrder(store, key, 'm2', { waitMs: 60_000, signal: abort.signal })
    abort.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'ABORTED' })
  })
}
