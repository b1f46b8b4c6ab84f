/** Which key opens a vault, and the refusals; wrong keys change nothing. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Secret } from '../../src/secret.ts'
import { CHAT, type World, type WorldFactory, credential, newKey, newToken, user } from './world.ts'

const alice = user('alice')

export function keysContract(createWorld: WorldFactory): void {
  let world: World
  beforeEach(async () => {
    world = await createWorld()
  })
  afterEach(() => world.close())

  async function fill(): Promise<void> {
    const vault = await world.open()
    await vault.add(alice, credential(newToken()), CHAT)
    await vault.close()
  }

  describe('the key', () => {
    it('T-022 of another vault is refused by its check value', async () => {
      await fill()
      const before = await world.tamper('select * from vault_root_key')
      const encryption = world.encryption({ key: Secret.fromText(newKey()) })
      await expect(world.open({ encryption })).rejects.toMatchObject({
        code: 'KEY_MISMATCH',
        facts: { rootKey: before[0]?.['id'] },
      })
      expect(await world.tamper('select * from vault_root_key')).toEqual(before)
    })

    it('T-012 with another formation, and with another salt, is refused', async () => {
      await fill()
      await expect(world.open({ formation: 'other' })).rejects.toMatchObject({ code: 'KEY_MISMATCH' })
      const encryption = world.encryption({ salt: 'another salt' })
      await expect(world.open({ encryption })).rejects.toMatchObject({ code: 'KEY_MISMATCH' })
      await world.tamper("update vault_meta set value = ? where name = 'formation'", [Buffer.from('other')])
      await expect(world.open({ formation: 'other' })).rejects.toMatchObject({ code: 'KEY_MISMATCH' })
    })

    it('T-023 that is missing is required in production, and missed where users are', async () => {
      const none = world.encryption({ key: undefined })
      await expect(world.open({ encryption: none, production: true })).rejects.toMatchObject({
        code: 'KEY_REQUIRED',
      })
      await fill()
      await expect(world.open({ encryption: none, production: true })).rejects.toMatchObject({
        code: 'KEY_MISSING',
      })
      await expect(world.open({ encryption: none })).rejects.toMatchObject({ code: 'KEY_MISSING' })
    })

    it('survives a salt that was never configured', async () => {
      const encryption = world.encryption({ salt: undefined })
      const vault = await world.open({ encryption })
      await vault.add(alice, credential(newToken()), CHAT)
      const again = await world.open({ encryption })
      const [account] = await again.listAccounts(alice)
      expect((await again.open(alice, account?.id ?? '', 'test', CHAT)).ok).toBe(true)
    })

    it('never goes below the rounds it was made with, whatever the database says', async () => {
      const vault = await world.open({ encryption: world.encryption({ iterations: 1 }) })
      await vault.close()
      expect(await world.tamper('select iterations from vault_root_key')).toEqual([{ iterations: 100_000 }])
      await world.tamper('update vault_root_key set iterations = 1')
      await expect(world.open()).rejects.toMatchObject({ code: 'KEY_MISMATCH' })
    })

    it('is settled once when five instances start at once on an empty database', async () => {
      const vaults = await Promise.all([1, 2, 3, 4, 5].map(() => world.open()))
      expect(new Set(vaults.map((vault) => vault.core.keys.primary.id)).size).toBe(1)
      expect(await world.tamper('select state from vault_root_key')).toEqual([{ state: 'primary' }])
      const users = vaults.map((_, index) => user(`user-${index}`))
      await Promise.all(
        vaults.map((vault, index) => vault.add(users[index] ?? alice, credential(newToken()), CHAT)),
      )
      for (const owner of users)
        expect(await vaults[0]?.listAccounts(owner)).toMatchObject([{ status: 'active' }])
    })
  })

  describe('a vault', () => {
    it('of a newer version is refused', async () => {
      await fill()
      await world.tamper(
        "insert into keyturn_migration (subject, name, applied_at) values ('vault', '999-future', 0)",
      )
      await expect(world.open()).rejects.toMatchObject({ code: 'VAULT_VERSION' })
    })

    it('that was closed says so', async () => {
      const vault = await world.open()
      await vault.close()
      await vault.close()
      await expect(vault.listAccounts(alice)).rejects.toMatchObject({ code: 'CLOSED' })
    })
  })
}
