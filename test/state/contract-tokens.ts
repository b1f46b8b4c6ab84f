/** The state contract: cached envelopes and single flights, which every instance shares. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createPrincipal } from '../../src/principal.ts'
import type { Subject } from './subject.ts'
import { bytes, codeOf, newKey, unique } from './fixtures.ts'

const MINUTE = 60_000

/** Runs the part of the contract about the cache of sealed envelopes. */
export function describeTokens(subject: () => Subject): void {
  it('a cached envelope comes back until its time, counted from its first put', async () => {
    const { store, clock } = subject()
    const { principal } = newKey()
    const first = { revision: 1, sealed: bytes('envelope') }
    const expiresAt = clock.now() + 60 * MINUTE
    expect(await store.tokens.put(principal, 'account', first, 60 * MINUTE)).toBe(true)
    clock.advance(30 * MINUTE)
    expect(await store.tokens.put(principal, 'account', first, 60 * MINUTE)).toBe(false)
    expect(await store.tokens.get(principal, 'account')).toEqual({ ...first, expiresAt })
    clock.advance(30 * MINUTE)
    expect(await store.tokens.get(principal, 'account')).toBeUndefined()
    expect(await store.tokens.put(principal, 'account', first, 60 * MINUTE)).toBe(true)
  })

  it('an envelope of another user or another account is not served', async () => {
    const { store } = subject()
    const { principal } = newKey('a:b')
    await store.tokens.put(principal, 'c', { revision: 1, sealed: bytes('own') }, MINUTE)
    const { formation } = principal
    expect(await store.tokens.get(createPrincipal(formation, 'a'), 'b:c')).toBeUndefined()
    expect(await store.tokens.get(createPrincipal(formation, '*'), 'c')).toBeUndefined()
    expect(await store.tokens.get(principal, '%')).toBeUndefined()
  })

  it('the newest revision stays, in whatever order 50 of them arrive at once', async () => {
    const { store } = subject()
    const { principal } = newKey()
    const revisions = Array.from({ length: 50 }, (_, index) => ((index * 37) % 50) + 1)
    await Promise.all(
      revisions.map((revision) =>
        store.tokens.put(principal, 'account', { revision, sealed: bytes(`revision ${revision}`) }, MINUTE),
      ),
    )
    expect(await store.tokens.get(principal, 'account')).toMatchObject({
      revision: 50,
      sealed: bytes('revision 50'),
    })
  })

  it('an evicted revision is gone at once and cannot be put back by a slow reader; a newer one can', async () => {
    const { store, clock } = subject()
    const { principal } = newKey()
    const old = { revision: 3, sealed: bytes('old') }
    await store.tokens.put(principal, 'account', old, MINUTE)
    await store.tokens.evict(principal, 'account', 3)
    expect(await store.tokens.get(principal, 'account')).toBeUndefined()
    clock.advance(30 * MINUTE)
    expect(await store.tokens.put(principal, 'account', old, MINUTE)).toBe(false)
    const replaced = { revision: 4, sealed: bytes('new') }
    expect(await store.tokens.put(principal, 'account', replaced, MINUTE)).toBe(true)
    await store.tokens.evict(principal, 'account', 3)
    expect(await store.tokens.get(principal, 'account')).toMatchObject(replaced)
    await store.forget(principal)
    expect(await store.tokens.get(principal, 'account')).toBeUndefined()
  })

  it('any envelope up to 64 KiB comes back byte for byte; a larger one, or a revision that is none, is refused', async () => {
    const { store } = subject()
    const { principal } = newKey()
    const property = fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (sealed) => {
      const account = unique('account')
      await store.tokens.put(principal, account, { revision: 1, sealed }, MINUTE)
      expect((await store.tokens.get(principal, account))?.sealed).toEqual(sealed)
    })
    await fc.assert(property, { numRuns: 50 })
    const most = new Uint8Array(64 * 1024)
    expect(await store.tokens.put(principal, 'most', { revision: 1, sealed: most }, MINUTE)).toBe(true)
    const refused: [number, Uint8Array, number][] = [
      [1, new Uint8Array(64 * 1024 + 1), MINUTE],
      [0, most, MINUTE],
      [1.5, most, MINUTE],
      [1, most, 0],
    ]
    for (const [revision, sealed, ttlMs] of refused) {
      expect(await codeOf(store.tokens.put(principal, 'no', { revision, sealed }, ttlMs))).toBe(
        'INPUT_INVALID',
      )
    }
    expect(await store.tokens.get(principal, 'no')).toBeUndefined()
  })
}

/** Runs the part of the contract about single flights. */
export function describeFlights(subject: () => Subject): void {
  it('of 50 that join at once one leads, and all others get its outcome', async () => {
    const { store } = subject()
    const { principal } = newKey()
    const boardings = await Promise.all(
      Array.from({ length: 50 }, () => store.flights.join(principal, 'slot')),
    )
    const leading = boardings.filter(({ kind }) => kind === 'leading')
    expect(leading).toHaveLength(1)
    expect(boardings.filter(({ kind }) => kind === 'following')).toHaveLength(49)
    const [leader] = leading
    if (leader?.kind !== 'leading') return
    expect(await store.flights.land(leader.flight, bytes('valid'))).toBe(true)
    expect(await store.flights.join(principal, 'slot')).toEqual({ kind: 'landed', outcome: bytes('valid') })
  })

  it('an outcome is kept for a minute, and a leader that was silent for 30 s is replaced', async () => {
    const { store, clock } = subject()
    const { principal } = newKey()
    const first = await store.flights.join(principal, 'slot')
    clock.advance(30_000)
    const second = await store.flights.join(principal, 'slot')
    expect([first.kind, second.kind]).toEqual(['leading', 'leading'])
    if (first.kind !== 'leading' || second.kind !== 'leading') return
    expect(await store.flights.land(first.flight, bytes('late'))).toBe(false)
    await store.flights.abandon(first.flight)
    expect((await store.flights.join(principal, 'slot')).kind).toBe('following')
    expect(await store.flights.land(second.flight, bytes('right'))).toBe(true)
    clock.advance(59_999)
    expect(await store.flights.join(principal, 'slot')).toEqual({ kind: 'landed', outcome: bytes('right') })
    clock.advance(1)
    expect((await store.flights.join(principal, 'slot')).kind).toBe('leading')
  })

  it('an abandoned flight is led by the next to ask, and another user never meets it', async () => {
    const { store } = subject()
    const { principal } = newKey()
    const first = await store.flights.join(principal, 'slot')
    expect((await store.flights.join(newKey().principal, 'slot')).kind).toBe('leading')
    if (first.kind === 'leading') await store.flights.abandon(first.flight)
    expect((await store.flights.join(principal, 'slot')).kind).toBe('leading')
  })
}
