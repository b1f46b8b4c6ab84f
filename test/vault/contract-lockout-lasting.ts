/** What was tried outlives the rows of who tried it: a lock, its length, and the hourly caps are not lifted by deleting oneself. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Secret } from '../../src/secret.ts'
import { verifyAudit } from '../../src/vault/audit/verify.ts'
import { forgetLapsed } from '../../src/vault/attempts/lasting.ts'
import { retireKey, rotateKeys } from '../../src/vault/keys/rotation.ts'
import type { SqlVault } from '../../src/vault/sql-vault.ts'
import type { AttemptOutcome, Reservation } from '../../src/vault/vault.ts'
import { CHAT, type World, type WorldFactory, alternate, fieldsOf, newKey, newToken, user } from './world.ts'

const alice = user('alice')
const CLI = { channel: 'cli' } as const
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

export function lastingLockoutContract(createWorld: WorldFactory): void {
  let world: World
  let vault: SqlVault
  beforeEach(async () => {
    world = await createWorld()
    vault = await world.open()
  })
  afterEach(() => world.close())

  const reserve = (service = 'github', from = vault): Promise<Reservation> =>
    from.reserveAttempt(alice, service, fieldsOf(newToken()), CHAT)

  async function attempt(outcome: AttemptOutcome, service = 'github', from = vault): Promise<void> {
    const reservation = await reserve(service, from)
    if (reservation.kind !== 'reserved') throw new Error(`not reserved but ${reservation.kind}`)
    await from.settleAttempt(alice, reservation.slot, outcome, CHAT)
  }

  async function lockOut(service = 'github'): Promise<number | undefined> {
    for (let time = 0; time < 3; time++) await attempt('rejected', service)
    return vault.lockedUntil(alice, service)
  }

  describe('deleting oneself', () => {
    it('T-121 lifts no lock, whoever asks: the next try, the status, the look of a turn, another instance', async () => {
      const until = await lockOut()
      expect(until).toBeDefined()
      await vault.deleteUser(alice, CHAT)
      expect(await vault.lockedUntil(alice, 'github')).toBe(until)
      expect((await vault.look(alice, 'github')).lockedUntil).toBe(until)
      expect(await reserve()).toEqual({ kind: 'locked', lockedUntil: until })
      expect(await reserve('github', await world.open())).toEqual({ kind: 'locked', lockedUntil: until })
      expect((await vault.exportUser(alice)).locks).toEqual([{ service: 'github', lockedUntil: until }])
      await vault.deleteUser(alice, CHAT)
      await vault.deleteUser(alice, CHAT)
      expect(await reserve()).toEqual({ kind: 'locked', lockedUntil: until })
      expect((await reserve('slack')).kind).toBe('reserved')
      expect(await vault.lockedUntil(user('bob'), 'github')).toBeUndefined()
      expect(await verifyAudit(vault.core)).toMatchObject({ isWhole: true })
    })

    it('T-121 gives no new tries between two rejections, and none while one is being asked about', async () => {
      await attempt('rejected')
      await vault.deleteUser(alice, CHAT)
      await attempt('rejected')
      await vault.deleteUser(alice, CHAT)
      const last = await reserve()
      await vault.deleteUser(alice, CHAT)
      expect((await reserve()).kind).toBe('busy')
      if (last.kind !== 'reserved') throw new Error(last.kind)
      const settled = await vault.settleAttempt(alice, last.slot, 'rejected', CHAT)
      expect(settled).toEqual({ lockedUntil: world.clock.now() + 15 * MINUTE_MS, attemptsLeft: 0 })
      expect((await reserve()).kind).toBe('locked')
      expect(await verifyAudit(vault.core)).toMatchObject({ isWhole: true })
    })

    it('T-121 makes the next lock no shorter than it would have been', async () => {
      expect(await lockOut()).toBe(world.clock.now() + 15 * MINUTE_MS)
      await vault.deleteUser(alice, CHAT)
      world.clock.advance(15 * MINUTE_MS)
      expect(await vault.lockedUntil(alice, 'github')).toBeUndefined()
      expect(await lockOut()).toBe(world.clock.now() + 30 * MINUTE_MS)
      expect(await verifyAudit(vault.core)).toMatchObject({ isWhole: true })
    })

    it('T-121 is no way around the hourly caps of a service and of all services', async () => {
      for (let time = 0; time < 10; time++) {
        await attempt('valid')
        await vault.deleteUser(alice, CHAT)
      }
      const until = world.clock.now() + HOUR_MS
      expect(await reserve()).toEqual({ kind: 'locked', lockedUntil: until })
      for (let time = 0; time < 10; time++) {
        await attempt('valid', `service-${time}`)
        await vault.deleteUser(alice, CHAT)
      }
      expect(await reserve('another')).toEqual({ kind: 'locked', lockedUntil: until })
      world.clock.advance(HOUR_MS)
      expect((await reserve()).kind).toBe('reserved')
    })

    it('T-121 lifts no lock after the root key was exchanged and retired either', async () => {
      const newer = newKey()
      const until = await lockOut()
      await vault.deleteUser(alice, CHAT)
      const decryptOnlyKeys = [Secret.fromText(world.key)]
      const both = world.encryption({ key: Secret.fromText(newer), decryptOnlyKeys })
      const rotating = await world.open({ encryption: both })
      const old = rotating.core.keys.primary.id
      expect(await rotating.lockedUntil(alice, 'github')).toBe(until)
      await rotateKeys(rotating.core, CLI)
      expect(await retireKey(rotating.core, old, CLI)).toEqual({ ok: true })
      expect(await rotating.lockedUntil(alice, 'github')).toBe(until)
      const after = await world.open({ encryption: world.encryption({ key: Secret.fromText(newer) }) })
      expect(await reserve('github', after)).toEqual({ kind: 'locked', lockedUntil: until })
    })

    it('T-121 leaves no row that says who it was, and none at all once its time is over', async () => {
      await lockOut()
      await attempt('valid', 'slack')
      await vault.deleteUser(alice, CHAT)
      const rows = async () => [
        ...(await world.tamper('select * from vault_lock')),
        ...(await world.tamper('select * from vault_attempt')),
      ]
      expect(await rows()).toHaveLength(5)
      const names = (await rows()).map((row) => String(row['user_id']))
      expect(new Set(names).size).toBe(1)
      expect(names[0]).toMatch(/^ [\w-]{43}$/)
      expect(JSON.stringify(await rows())).not.toContain('alice')
      expect((await rows()).filter((row) => 'fingerprint' in row && row['fingerprint'] !== null)).toEqual([])

      world.clock.advance(HOUR_MS)
      await vault.deleteUser(user('bob'), CHAT)
      expect(await rows()).toHaveLength(1)
      world.clock.advance(24 * HOUR_MS)
      await forgetLapsed(vault.core)
      expect(await rows()).toEqual([])
    })

    it('T-121 does not keep management from lifting the lock', async () => {
      await lockOut()
      await vault.deleteUser(alice, CHAT)
      expect(await vault.unlock(alice, 'github', 'asked for it', CLI)).toBe(true)
      expect(await vault.lockedUntil(alice, 'github')).toBeUndefined()
      expect((await reserve()).kind).toBe('reserved')
      expect(await verifyAudit(vault.core)).toMatchObject({ isWhole: true })
    })
  })

  describe('the cap of a service', () => {
    it('T-121 is ten in an hour, whatever came of them but "could not say"', async () => {
      for (let time = 0; time < 5; time++) {
        await attempt('valid')
        await attempt('unknown')
        await attempt('rejected')
      }
      const until = world.clock.now() + HOUR_MS
      expect(await reserve()).toEqual({ kind: 'locked', lockedUntil: until })
      expect(await vault.lockedUntil(alice, 'github')).toBe(until)
      expect((await vault.look(alice, 'github')).lockedUntil).toBe(until)
      expect((await reserve('slack')).kind).toBe('reserved')
      world.clock.advance(HOUR_MS)
      expect((await reserve()).kind).toBe('reserved')
    })

    it('T-121 holds in a burst over two instances in which the user is deleted again and again', async () => {
      const vaults = [vault, await world.open()] as const
      let asked = 0
      const tryOn = async (index: number): Promise<void> => {
        const on = alternate(vaults, index)
        const reservation = await reserve('github', on)
        if (index % 5 === 0) await on.deleteUser(alice, CHAT)
        if (reservation.kind !== 'reserved') return
        asked += 1
        await on.settleAttempt(alice, reservation.slot, 'valid', CHAT)
      }
      for (let round = 0; round < 6; round++) {
        await Promise.all(Array.from({ length: 20 }, (_, index) => tryOn(index)))
      }
      expect(asked).toBe(10)
      expect((await reserve()).kind).toBe('locked')
    })
  })

  describe('the count', () => {
    it('is over 15 minutes: two rejections, 14 minutes, and a third locks', async () => {
      await attempt('rejected')
      await attempt('rejected')
      world.clock.advance(14 * MINUTE_MS)
      await attempt('rejected')
      expect(await vault.lockedUntil(alice, 'github')).toBe(world.clock.now() + 15 * MINUTE_MS)
    })

    it('keeps the first outcome of a slot, whatever is said of it afterwards', async () => {
      for (const later of ['unknown', 'valid'] as const) {
        const reservation = await reserve(later)
        if (reservation.kind !== 'reserved') throw new Error(reservation.kind)
        const settle = (outcome: AttemptOutcome) =>
          vault.settleAttempt(alice, reservation.slot, outcome, CHAT)
        expect((await settle('rejected')).attemptsLeft).toBe(2)
        expect((await settle(later)).attemptsLeft).toBe(2)
        expect(await vault.attemptOutcome(alice, reservation.slot.id)).toBe('rejected')
      }
    })
  })
}
