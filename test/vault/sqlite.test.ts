import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SqlVault } from '../../src/vault/sql-vault.ts'
import { vaultContract } from './contract.ts'
import { CHAT, World, credential, newToken, sqliteWorlds, user } from './world.ts'

vaultContract('SQLite', sqliteWorlds)

/** PostgreSQL's columns take nothing of another type. */
describe('a column of SQLite that holds what it should not', () => {
  const alice = user('alice')
  let world: World
  let vault: SqlVault
  beforeEach(async () => {
    world = new World()
    vault = await world.open()
  })
  afterEach(() => world.close())

  it('keeps no other row from being read: a number past 2⁵³, bytes in place of the id', async () => {
    const { account: bad } = await vault.add(alice, credential(newToken()), CHAT)
    const { account: good } = await vault.add(alice, credential(newToken(), 'muxi-ai'), CHAT)
    const statuses = async (): Promise<string[]> =>
      (await vault.listAccounts(alice)).map(({ status }) => status).sort()
    await world.tamper('update vault_credential set revision = 9223372036854775807 where id = ?', [bad.id])
    expect(await statuses()).toEqual(['active', 'damaged'])
    expect(await vault.open(alice, bad.id, 'test', CHAT)).toEqual({ ok: false, reason: 'damaged' })
    await world.tamper('update vault_credential set id = ? where id = ?', [Buffer.from('bytes'), bad.id])
    expect(await statuses()).toEqual(['active', 'damaged'])
    expect((await vault.open(alice, good.id, 'test', CHAT)).ok).toBe(true)
    expect(await vault.removeService(alice, 'github', CHAT)).toHaveLength(2)
  })
})
