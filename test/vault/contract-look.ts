/** One statement for a turn says what the single calls say: accounts with their last uses, the lock, the user's key. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Principal } from '../../src/principal.ts'
import type { SqlVault } from '../../src/vault/sql-vault.ts'
import type { AttemptOutcome, StoreLook } from '../../src/vault/vault.ts'
import { CHAT, type World, type WorldFactory, credential, fieldsOf, newToken, user } from './world.ts'

const alice = user('alice')
const bob = user('bob')
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

export function lookContract(createWorld: WorldFactory): void {
  describe('a look at a service', () => {
    let world: World
    let vault: SqlVault
    beforeEach(async () => {
      world = await createWorld()
      vault = await world.open({ validationsPerHour: 4 })
    })
    afterEach(() => world.close())

    it('at every step says of accounts, uses and statuses what listing says, in the same order', async () => {
      const first = await add(alice, 'play')
      const second = await add(alice, 'work', { scopes: ['repo'], expiresAt: world.clock.now() + HOUR_MS })
      await add(alice, 'acme', { service: 'slack' })
      await add(bob, 'bob')
      expect((await lookAsListed(alice)).map(({ id }) => id)).toEqual([first, second])
      await vault.open(alice, second, 'test', CHAT)
      world.clock.advance(MINUTE_MS)
      await vault.open(alice, second, 'test', CHAT)
      await vault.open(alice, first, 'test', CHAT)
      await vault.rename(alice, first, 'mine', CHAT)
      await vault.setDefault(alice, 'github', second, CHAT)
      await vault.markRejected(alice, first, 1, CHAT)
      expect(await lookAsListed(alice)).toMatchObject([
        { label: 'mine', status: 'rejected', lastUsedAt: world.clock.now() },
        { isDefault: true, status: 'active', scopes: ['repo'], lastUsedAt: world.clock.now() },
      ])
      world.clock.advance(HOUR_MS)
      expect(await lookAsListed(alice)).toMatchObject([{ status: 'rejected' }, { status: 'expired' }])
      await vault.remove(alice, first, CHAT)
      expect(await lookAsListed(alice)).toHaveLength(1)
      expect(await lookAsListed(alice, 'jira')).toEqual([])
    })

    it('shows nothing of others, nor of a user nobody knows, and makes nothing for them', async () => {
      await add(bob, 'bob')
      await lock(bob)
      for (const stranger of [alice, user('BOB'), user('%'), user("bob' or '1'='1")]) {
        const look = await vault.look(stranger, 'github')
        expect(look).toEqual({ accounts: [], lockedUntil: undefined, sealing: undefined })
        await lookAsListed(stranger)
      }
      expect(await world.tamper("select * from vault_user_key where user_id <> 'bob'")).toEqual([])
      expect(await world.tamper("select * from vault_audit where user_id not in ('', 'bob')")).toEqual([])
    })

    it('says until when adding is locked, by rejections and by the hourly cap, of each service for itself', async () => {
      const until = await lock(alice)
      expect((await vault.look(alice, 'jira')).lockedUntil).toBe(until)
      await lookAsListed(alice, 'jira')
      expect((await lookAsListed(alice), (await vault.look(alice, 'github')).lockedUntil)).toBeUndefined()
      world.clock.advance(15 * MINUTE_MS)
      expect((await vault.look(alice, 'jira')).lockedUntil).toBeUndefined()
      world.clock.advance(MINUTE_MS)
      const capped = world.clock.now()
      await attempt(alice, 'github', 'unknown')
      await attempt(alice, 'github', 'valid')
      // Three rejections of the first minute, and this one.
      for (const service of ['github', 'jira', 'slack']) {
        expect((await vault.look(alice, service)).lockedUntil).toBe(capped - 16 * MINUTE_MS + HOUR_MS)
        await lookAsListed(alice, service)
      }
      world.clock.advance(44 * MINUTE_MS)
      expect((await lookAsListed(alice), (await vault.look(alice, 'github')).lockedUntil)).toBeUndefined()
    })

    it('gives the key with which the user’s own bytes open, and none that is gone or not theirs', async () => {
      await add(alice, 'play')
      const plain = Buffer.from('parked')
      const { sealing } = await vault.look(alice, 'slack')
      const sealed = await vault.seal(alice, 'parked', plain)
      expect(sealing?.unseal('parked', sealed)).toEqual(plain)
      expect(sealing?.unseal('answer', sealed)).toBeUndefined()
      expect(await vault.unseal(alice, 'parked', sealing?.seal('parked', plain) ?? Buffer.alloc(0))).toEqual(
        plain,
      )
      await add(bob, 'bob')
      expect((await vault.look(bob, 'github')).sealing?.unseal('parked', sealed)).toBeUndefined()
      await world.tamper("update vault_user_key set generation = 2 where user_id = 'alice'")
      expect((await vault.look(alice, 'github')).sealing).toBeUndefined()
      expect(await lookAsListed(alice)).toMatchObject([{ status: 'damaged' }])
      await vault.deleteUser(bob, CHAT)
      expect(await vault.look(bob, 'github')).toMatchObject({ accounts: [], sealing: undefined })
    })

    it('T-028 keeps a damaged row in the list, audits it once, and opens none of it', async () => {
      const [bad, good] = [await add(alice, 'play'), await add(alice, 'work')]
      await world.tamper("update vault_credential set label = 'other' where id = ?", [bad])
      for (let time = 0; time < 2; time++) {
        const { accounts } = await vault.look(alice, 'github')
        expect(accounts).toMatchObject([
          { id: bad, status: 'damaged', isDefault: false, checked: false },
          { id: good, status: 'active' },
        ])
      }
      await lookAsListed(alice)
      const damage = (await vault.listAudit(alice)).filter(({ act }) => act === 'damage')
      expect(damage).toMatchObject([{ account: bad, outcome: 'damaged' }])
      await world.tamper("update vault_credential set user_id = 'bob' where id = ?", [good])
      expect(await lookAsListed(alice)).toHaveLength(1)
      expect(await lookAsListed(bob)).toMatchObject([{ status: 'damaged' }])
    })

    /** The accounts of a look, once everything in it is what the single calls say. */
    async function lookAsListed(owner: Principal, service = 'github'): Promise<StoreLook['accounts']> {
      const look = await vault.look(owner, service)
      expect(look.accounts).toEqual(await vault.listAccounts(owner, service))
      expect(look.lockedUntil).toBe(await vault.lockedUntil(owner, service))
      return look.accounts
    }

    async function add(
      owner: Principal,
      name: string,
      more: Parameters<typeof credential>[2] = {},
    ): Promise<string> {
      const { account } = await vault.add(owner, credential(newToken(), name, more), CHAT)
      world.clock.advance(1)
      return account.id
    }

    async function attempt(owner: Principal, service: string, outcome: AttemptOutcome): Promise<void> {
      const reserved = await vault.reserveAttempt(owner, service, fieldsOf(newToken()), CHAT)
      if (reserved.kind !== 'reserved') throw new Error(`no slot: ${reserved.kind}`)
      await vault.settleAttempt(owner, reserved.slot, outcome, CHAT)
    }

    /** Three rejections at Jira; until when that locks. */
    async function lock(owner: Principal): Promise<number> {
      for (let time = 0; time < 3; time++) await attempt(owner, 'jira', 'rejected')
      return world.clock.now() + 15 * MINUTE_MS
    }
  })
}
