/** The state contract: who may write. A lease saves work, the fence and the version decide. */
import { expect, it } from 'vitest'
import type { Claim, Lease } from '../../src/state/state.ts'
import type { Subject } from './subject.ts'
import { bytes, claimed, newKey, saved, saving } from './fixtures.ts'

/** Runs the part of the contract about leases, fences and versions. */
export function describeLeases(subject: () => Subject): void {
  it('a claimed conversation is busy until its lease is saved, given back, or 30 s old', async () => {
    const { store, clock } = subject()
    const key = newKey()
    const first = await claimed(store, key)
    expect(await store.claim(key, 'm1')).toEqual({ kind: 'busy' })
    await store.save(first.lease, saving('{}', 0))
    const second = await claimed(store, key)
    expect(await store.claim(key, undefined)).toEqual({ kind: 'busy' })
    await store.release(second.lease)
    const third = await claimed(store, key)
    clock.advance(29_999)
    expect(await store.claim(key, undefined)).toEqual({ kind: 'busy' })
    clock.advance(1)
    const fourth = await claimed(store, key)
    const fences = [first, second, third, fourth].map(({ lease }) => lease.fence)
    expect(fences).toEqual([...fences].sort((a, b) => a - b))
    expect(new Set(fences).size).toBe(4)
    expect(new Set([first, second, third, fourth].map(({ lease }) => lease.token)).size).toBe(4)
  })

  it('T-077 a turn that wakes up after another one finished loses its save, its renewal and its release', async () => {
    const { store, clock } = subject()
    const key = newKey()
    const paused = await claimed(store, key)
    clock.advance(31_000)
    await saved(store, key, '{"by":"the other"}', { messageId: 'm1', sealed: bytes('the other') })
    expect(await store.renew(paused.lease)).toBeUndefined()
    expect(
      await store.save(
        paused.lease,
        saving('{"by":"the late"}', 0, { messageId: 'm1', sealed: bytes('late') }),
      ),
    ).toBe('lost')
    const live = await claimed(store, key)
    await store.release(paused.lease)
    expect((await store.claim(key, undefined)).kind).toBe('busy')
    expect(await store.read(key, 'm1')).toMatchObject({
      stored: { record: '{"by":"the other"}', version: 1 },
      answer: bytes('the other'),
    })
    expect(await store.save(live.lease, saving('{}', 1))).toBe('saved')
  })

  it('a lease that ran out is lost even when nobody else came', async () => {
    const { store, clock } = subject()
    const key = newKey()
    const { lease } = await claimed(store, key)
    clock.advance(30_000)
    expect(await store.renew(lease)).toBeUndefined()
    expect(await store.save(lease, saving('{}', 0))).toBe('lost')
    expect((await store.read(key, undefined)).stored).toBeUndefined()
  })

  it('a renewed lease lasts 30 s from its renewal', async () => {
    const { store, clock } = subject()
    const key = newKey()
    const { lease } = await claimed(store, key)
    clock.advance(20_000)
    const renewed = await store.renew(lease)
    expect(renewed).toMatchObject({ fence: lease.fence, token: lease.token, expiresAt: clock.now() + 30_000 })
    clock.advance(20_000)
    expect((await store.claim(key, undefined)).kind).toBe('busy')
    expect(await store.save(renewed ?? lease, saving('{}', 0))).toBe('saved')
  })

  it('a save that started from another version is lost, and lets the next turn in', async () => {
    const { store } = subject()
    const key = newKey()
    await saved(store, key, '{"n":1}')
    const { lease } = await claimed(store, key)
    expect(await store.save(lease, saving('{"n":2}', 0))).toBe('lost')
    const next = await claimed(store, key)
    expect(next.stored).toMatchObject({ record: '{"n":1}', version: 1 })
  })

  it('a save asked for twice by one lease is done once and says the same', async () => {
    const { store } = subject()
    const key = newKey()
    const { lease } = await claimed(store, key)
    expect(await store.save(lease, saving('{"n":1}', 0))).toBe('saved')
    expect(await store.save(lease, saving('{"n":1}', 0))).toBe('saved')
    expect((await store.read(key, undefined)).stored?.version).toBe(1)
    await saved(store, key, '{"n":2}')
    expect(await store.save(lease, saving('{"n":1}', 0))).toBe('lost')
  })

  it('of 50 claims at once one gets the conversation and 49 are told that it is busy', async () => {
    const { store } = subject()
    const key = newKey()
    const claims = await Promise.all(Array.from({ length: 50 }, () => store.claim(key, undefined)))
    const kinds = claims.map(({ kind }) => kind)
    expect(kinds.filter((kind) => kind === 'claimed')).toHaveLength(1)
    expect(kinds.filter((kind) => kind === 'busy')).toHaveLength(49)
  })

  it('of 50 turns that all claimed at version 0 and save at once, only the last claim wins', async () => {
    const { store, clock } = subject()
    const key = newKey()
    const leases: Lease[] = []
    for (let turn = 0; turn < 50; turn += 1) {
      leases.push((await claimed(store, key)).lease)
      clock.advance(turn < 49 ? 30_000 : 0)
    }
    const outcomes = await Promise.all(
      leases.map((lease, turn) => store.save(lease, saving(`{"turn":${turn}}`, 0))),
    )
    expect(outcomes.filter((outcome) => outcome === 'saved')).toHaveLength(1)
    expect((await store.read(key, undefined)).stored).toMatchObject({ record: '{"turn":49}', version: 1 })
  })

  it('T-076 of two answers to one question at once, one is worked on and the other meets what it left', async () => {
    const { store } = subject()
    const key = newKey()
    await saved(store, key, '{"state":"askAccount"}')
    const claims: Claim[] = await Promise.all([store.claim(key, 'm1'), store.claim(key, 'm2')])
    const winner = claims.find((claim) => claim.kind === 'claimed')
    expect(claims.map(({ kind }) => kind).sort()).toEqual(['busy', 'claimed'])
    if (winner?.kind !== 'claimed') return
    await store.save(winner.lease, saving('{"state":"idle"}', 1))
    expect((await claimed(store, key)).stored?.record).toBe('{"state":"idle"}')
  })
}
