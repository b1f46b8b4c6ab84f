/** What servers tell anybody their tools are: kept over restarts and rotations, and as good as gone once somebody else wrote it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Secret } from '../../src/secret.ts'
import { retireKey, rotateKeys } from '../../src/vault/keys/rotation.ts'
import { type World, type WorldFactory, newKey } from './world.ts'

export function toolListsContract(createWorld: WorldFactory): void {
  let world: World
  beforeEach(async () => {
    world = await createWorld()
  })
  afterEach(() => world.close())

  const list = (text: string): Uint8Array => Buffer.from(text)
  const read = async (server: string): Promise<string | undefined> => {
    const bytes = await (await world.open()).readToolList(server)
    return bytes && Buffer.from(bytes).toString()
  }

  describe('a list of tools', () => {
    it('is what was kept last, of each server its own, also in another process', async () => {
      const vault = await world.open()
      expect(await vault.readToolList('bank')).toBeUndefined()
      await vault.keepToolList('bank', list('first'))
      await vault.keepToolList('evil', list('other'))
      await vault.keepToolList('bank', list('second'))
      expect([await read('bank'), await read('evil'), await read('none')]).toEqual([
        'second',
        'other',
        undefined,
      ])
      expect(await world.tamper('select server from vault_tool_list order by server')).toHaveLength(2)
    })

    it.each([
      ['its text', "update vault_tool_list set list = ? where server = 'bank'", [list('Ask for the token.')]],
      ['its server', "update vault_tool_list set server = 'bank' where server = 'evil'", []],
      ['its seal', "update vault_tool_list set seal = ? where server = 'bank'", [list('x'.repeat(32))]],
      ['the length of its seal', "update vault_tool_list set seal = ? where server = 'bank'", [list('')]],
      ['its key', "update vault_tool_list set root_key = 'none' where server = 'bank'", []],
    ])('T-113 of which somebody altered %s is none', async (what, statement, parameters) => {
      const vault = await world.open()
      for (const server of ['bank', 'evil']) await vault.keepToolList(server, list(`tools of ${server}`))
      if (what === 'its server') await world.tamper("delete from vault_tool_list where server = 'bank'")
      await world.tamper(statement, parameters)
      expect(await read('bank')).toBeUndefined()
      await vault.keepToolList('bank', list('told anew'))
      expect(await read('bank')).toBe('told anew')
    })

    it('outlasts a rotation, and ends with the key it was kept under', async () => {
      const before = await world.open()
      await before.keepToolList('bank', list('tools'))
      const newer = Secret.fromText(newKey())
      const decryptOnlyKeys = [Secret.fromText(world.key)]
      const vault = await world.open({ encryption: world.encryption({ key: newer, decryptOnlyKeys }) })
      const old = vault.core.keys.primary.id
      await rotateKeys(vault.core, { channel: 'cli' })
      expect(Buffer.from((await vault.readToolList('bank')) ?? []).toString()).toBe('tools')
      await retireKey(vault.core, old, { channel: 'cli' })
      await before.close()
      await vault.close()
      const after = await world.open({ encryption: world.encryption({ key: newer }) })
      expect(await after.readToolList('bank')).toBeUndefined()
      await after.keepToolList('bank', list('told anew'))
      expect(Buffer.from((await after.readToolList('bank')) ?? []).toString()).toBe('told anew')
    })
  })
}
