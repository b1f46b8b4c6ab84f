/** Attempts and locks: every limit is also tried under a burst from two instances. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SqlVault } from '../../src/vault/sql-vault.ts'
import type { AttemptOutcome, Reservation } from '../../src/vault/vault.ts'
import {
  CHAT,
  alternate,
  type World,
  type WorldFactory,
  credential,
  fieldsOf,
  newToken,
  user,
} from './world.ts'

const alice = user('alice')
const bob = user('bob')
const MINUTE_MS = 60_000
const WINDOW_MS = 15 * MINUTE_MS

export function lockoutContract(createWorld: WorldFactory): void {
  let world: World
  let vault: SqlVault
  beforeEach(async () => {
    world = await createWorld()
    vault = await world.open()
  })
  afterEach(() => world.close())

  function reserve(owner = alice, service = 'github', token = newToken()): Promise<Reservation> {
    return vault.reserveAttempt(owner, service, fieldsOf(token), CHAT)
  }

  async function attempt(
    outcome: AttemptOutcome,
    owner = alice,
    service = 'github',
  ): Promise<number | undefined> {
    const reservation = await reserve(owner, service)
    if (reservation.kind !== 'reserved') throw new Error(`not reserved but ${reservation.kind}`)
    return (await vault.settleAttempt(owner, reservation.slot, outcome, CHAT)).lockedUntil
  }

  async function lockOut(): Promise<number | undefined> {
    let until: number | undefined
    for (let time = 0; time < 3; time++) until = await attempt('rejected')
    return until
  }

  describe('the lockout', () => {
    it('T-080 after three rejections the next secret is not asked about', async () => {
      for (const left of [2, 1]) {
        const reservation = await reserve()
        if (reservation.kind !== 'reserved') throw new Error(reservation.kind)
        const settled = await vault.settleAttempt(alice, reservation.slot, 'rejected', CHAT)
        expect(settled).toEqual({ lockedUntil: undefined, attemptsLeft: left })
      }
      const until = await attempt('rejected')
      expect(until).toBe(world.clock.now() + WINDOW_MS)
      expect(await reserve()).toEqual({ kind: 'locked', lockedUntil: until })
      expect(await vault.lockedUntil(alice, 'github')).toBe(until)
      expect(await (await world.open()).lockedUntil(alice, 'github')).toBe(until)
      expect((await vault.listAudit(alice)).map((entry) => entry.act)).toContain('lock')
    })

    it('T-082 it ends after 15 minutes, doubles each time up to a day, and a quiet day makes it short again', async () => {
      let lengthMs = WINDOW_MS
      for (let round = 0; round < 9; round++) {
        expect(await lockOut()).toBe(world.clock.now() + lengthMs)
        world.clock.advance(lengthMs)
        expect(await vault.lockedUntil(alice, 'github')).toBeUndefined()
        lengthMs = Math.min(lengthMs * 2, 24 * 60 * MINUTE_MS)
      }
      world.clock.advance(24 * 60 * MINUTE_MS)
      expect(await lockOut()).toBe(world.clock.now() + WINDOW_MS)
    })

    it('rejections older than 15 minutes do not count', async () => {
      await attempt('rejected')
      await attempt('rejected')
      world.clock.advance(WINDOW_MS)
      expect(await attempt('rejected')).toBeUndefined()
      expect(await attempt('rejected')).toBeUndefined()
      expect(await attempt('rejected')).toBeDefined()
    })

    it('T-083 a success takes earlier rejections off the count', async () => {
      await attempt('rejected')
      await attempt('rejected')
      await attempt('valid')
      expect(await attempt('rejected')).toBeUndefined()
      expect(await attempt('rejected')).toBeUndefined()
      expect(await attempt('rejected')).toBeDefined()
    })

    it('T-084 what the service could not say costs nothing, a hundred times over', async () => {
      for (let time = 0; time < 100; time++) expect(await attempt('unknown')).toBeUndefined()
      expect(await attempt('rejected')).toBeUndefined()
    })

    it('T-085 another user is not affected', async () => {
      await lockOut()
      expect((await reserve(bob)).kind).toBe('reserved')
      expect(await vault.lockedUntil(bob, 'github')).toBeUndefined()
    })

    it('T-086 it blocks adding for that service only: using, deleting and other services go on', async () => {
      const { account } = await vault.add(alice, credential(newToken()), CHAT)
      await lockOut()
      expect((await vault.open(alice, account.id, 'test', CHAT)).ok).toBe(true)
      expect((await reserve(alice, 'slack')).kind).toBe('reserved')
      expect(await vault.remove(alice, account.id, CHAT)).toBe(true)
    })

    it('T-081 no duplicate or unknown user changes what a lock says', async () => {
      const token = newToken()
      await vault.add(alice, credential(token), CHAT)
      const until = await lockOut()
      expect(await reserve(alice, 'github', token)).toEqual({ kind: 'locked', lockedUntil: until })
      expect(await vault.lockedUntil(user('nobody'), 'github')).toBeUndefined()
      expect(await world.tamper("select user_id from vault_user_key where user_id = 'nobody'")).toEqual([])
    })

    it('T-089 management lifts it, with a reason in the audit', async () => {
      await lockOut()
      expect(await vault.unlock(alice, 'github', 'called the help desk', { channel: 'cli' })).toBe(true)
      expect(await vault.lockedUntil(alice, 'github')).toBeUndefined()
      const [entry] = await vault.listAudit(alice)
      expect(entry).toMatchObject({
        act: 'unlock',
        outcome: 'unlocked',
        detail: 'called the help desk',
        channel: 'cli',
      })
      expect(await vault.unlock(alice, 'github', 'again', { channel: 'cli' })).toBe(false)
      expect(await attempt('rejected')).toBeUndefined()
    })

    it('counts validations of any outcome over an hour and all services', async () => {
      vault = await world.open({ validationsPerHour: 4 })
      await attempt('valid', alice, 'github')
      world.clock.advance(MINUTE_MS)
      for (const service of ['slack', 'jira', 'asana']) await attempt('valid', alice, service)
      const until = world.clock.now() + 59 * MINUTE_MS
      expect(await reserve(alice, 'notion')).toEqual({ kind: 'locked', lockedUntil: until })
      expect(await vault.lockedUntil(alice, 'notion')).toBe(until)
      expect((await reserve(bob, 'notion')).kind).toBe('reserved')
      world.clock.advance(59 * MINUTE_MS)
      expect((await reserve(alice, 'notion')).kind).toBe('reserved')
    })
  })

  describe('a slot', () => {
    it('is reserved before the service is asked: of 60 tries at once from two instances three get one', async () => {
      const vaults = [vault, await world.open()] as const
      const tries = Array.from({ length: 60 }, (_, index) =>
        alternate(vaults, index).reserveAttempt(alice, 'github', fieldsOf(newToken()), CHAT),
      )
      const kinds = (await Promise.all(tries)).map((reservation) => reservation.kind)
      expect(kinds.filter((kind) => kind === 'reserved')).toHaveLength(3)
      expect(kinds.filter((kind) => kind === 'busy')).toHaveLength(57)
    })

    it('is joined by the same secret while it is in flight, and its outcome can be waited for', async () => {
      const token = newToken()
      const first = await reserve(alice, 'github', token)
      if (first.kind !== 'reserved') throw new Error(first.kind)
      expect(await reserve(alice, 'github', token)).toEqual({ kind: 'in-flight', slotId: first.slot.id })
      expect((await reserve(alice, 'slack', token)).kind).toBe('reserved')
      expect(await vault.attemptOutcome(alice, first.slot.id)).toBe('open')
      expect(await vault.attemptOutcome(bob, first.slot.id)).toBe('gone')
      await vault.settleAttempt(alice, first.slot, 'valid', CHAT)
      expect(await vault.attemptOutcome(alice, first.slot.id)).toBe('valid')
      expect((await reserve(alice, 'github', token)).kind).toBe('reserved')
      expect(
        await world.tamper(
          "select id from vault_attempt where outcome <> 'open' and fingerprint is not null",
        ),
      ).toEqual([])
    })

    it('T-088 without a result is held until its window ends, and never becomes a lock', async () => {
      for (let round = 0; round < 4; round++) {
        const kinds = []
        for (let time = 0; time < 5; time++) kinds.push((await reserve()).kind)
        expect(kinds).toEqual(['reserved', 'reserved', 'reserved', 'busy', 'busy'])
        expect(await vault.lockedUntil(alice, 'github')).toBeUndefined()
        world.clock.advance(WINDOW_MS)
      }
      const reservation = await reserve()
      if (reservation.kind !== 'reserved') throw new Error(reservation.kind)
      world.clock.advance(WINDOW_MS)
      expect(await vault.attemptOutcome(alice, reservation.slot.id)).toBe('gone')
    })

    it('is settled once: saying it twice, or by another user, counts nothing', async () => {
      const reservation = await reserve()
      if (reservation.kind !== 'reserved') throw new Error(reservation.kind)
      await vault.settleAttempt(bob, reservation.slot, 'rejected', CHAT)
      expect(await vault.attemptOutcome(alice, reservation.slot.id)).toBe('open')
      const settle = (): Promise<{ attemptsLeft: number }> =>
        vault.settleAttempt(alice, reservation.slot, 'rejected', CHAT)
      const settled = await Promise.all([settle(), settle(), settle(), settle()])
      expect(settled.map(({ attemptsLeft }) => attemptsLeft)).toEqual([2, 2, 2, 2])
    })
  })
}
