/** Which record of a conversation counts, and the mark that a secret is awaited: moved by one turn at a time, and never back. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createStamp, forgetEndedDialogues } from '../../src/vault/dialogue.ts'
import type { SqlVault } from '../../src/vault/sql-vault.ts'
import type { CollectingMark } from '../../src/vault/vault.ts'
import { CHAT, alternate, type World, type WorldFactory, credential, newToken, user } from './world.ts'

const alice = user('alice')
const bob = user('bob')
const DAY_MS = 86_400_000

export function dialogueContract(createWorld: WorldFactory): void {
  describe('a dialogue', () => {
    let world: World
    let vault: SqlVault
    let mark: CollectingMark
    beforeEach(async () => {
      world = await createWorld()
      vault = await world.open()
      mark = {
        service: 'github',
        until: world.clock.now() + DAY_MS,
        answerUntil: world.clock.now() + 600_000,
      }
    })
    afterEach(() => world.close())

    /** Moves a conversation of alice's; the stamp that counts from then on, or nothing where another turn was first. */
    async function move(
      from: string | undefined,
      more: { readonly hasRecord?: boolean; readonly mark?: CollectingMark | undefined } = {},
    ): Promise<string | undefined> {
      const stamp = createStamp()
      const to = { stamp, hasRecord: true, mark: undefined, ...more }
      return (await vault.moveDialogue(alice, 'c1', from, to)) ? stamp : undefined
    }
    const read = () => vault.readDialogue(alice, 'c1')

    it('belongs to one conversation of one user, in every process', async () => {
      const stamp = await move(undefined, { mark })
      expect(await read()).toMatchObject({ stamp, mark })
      expect(await (await world.open()).readDialogue(alice, 'c1')).toMatchObject({ stamp, mark })
      for (const other of [await vault.readDialogue(alice, 'c2'), await vault.readDialogue(bob, 'c1')])
        expect(other).toEqual({ stamp: undefined, mark: undefined, sealing: undefined })
    })

    it('T-130 is moved from where it stands only: no stamp that counted before counts again', async () => {
      const first = await move(undefined)
      const second = await move(first, { mark })
      expect(await move(first)).toBeUndefined()
      expect(await move(undefined)).toBeUndefined()
      expect(await move('')).toBeUndefined()
      expect(await read()).toMatchObject({ stamp: second, mark })
      expect(await move(second, { hasRecord: false })).toBeDefined()
      expect((await read()).stamp).toBeUndefined()
      for (const gone of [first, second]) expect(await move(gone)).toBeUndefined()
      const again = await move(undefined)
      expect([first, second]).not.toContain(again)
      expect(await world.tamper('select * from vault_dialogue')).toHaveLength(1)
    })

    it('T-130 of 40 moves at once from one stamp, from two instances, one is done', async () => {
      const from = await move(undefined)
      const vaults = [vault, await world.open()] as const
      const moves = Array.from({ length: 40 }, (_, index) =>
        alternate(vaults, index).moveDialogue(alice, 'c1', from, {
          stamp: createStamp(),
          hasRecord: index % 4 !== 0,
          mark: undefined,
        }),
      )
      expect((await Promise.all(moves)).filter(Boolean)).toHaveLength(1)
      const begun = Array.from({ length: 40 }, (_, index) =>
        alternate(vaults, index).moveDialogue(bob, 'c1', undefined, {
          stamp: createStamp(),
          hasRecord: true,
          mark: undefined,
        }),
      )
      expect((await Promise.all(begun)).filter(Boolean)).toHaveLength(1)
    })

    it('has a mark that ends by itself, can be kept without a record, and goes with it', async () => {
      const marked = await move(undefined, { mark })
      const alone = await move(marked, { hasRecord: false, mark: { ...mark, service: 'slack' } })
      expect(await read()).toMatchObject({ stamp: alone, mark: { service: 'slack' } })
      world.clock.advance(DAY_MS)
      expect(await read()).toMatchObject({ stamp: alone, mark: undefined })
      await move(alone, { hasRecord: false })
      expect(await world.tamper('select * from vault_dialogue')).toEqual([])
    })

    it('comes with the user’s key, and is gone with the user', async () => {
      await move(undefined, { mark })
      expect((await read()).sealing).toBeUndefined()
      await vault.add(alice, credential(newToken()), CHAT)
      const sealed = await vault.seal(alice, 'purpose', Buffer.from('x'))
      expect((await read()).sealing?.unseal('purpose', sealed)).toEqual(Buffer.from('x'))
      expect((await vault.sealingOf(alice)).unseal('purpose', sealed)).toEqual(Buffer.from('x'))
      await vault.deleteUser(alice, CHAT)
      expect(await read()).toEqual({ stamp: undefined, mark: undefined, sealing: undefined })
      expect((await vault.sealingOf(alice)).unseal('purpose', sealed)).toBeUndefined()
    })

    it('is forgotten 30 days after its last turn, of every user', async () => {
      await move(undefined)
      world.clock.advance(15 * DAY_MS)
      await vault.moveDialogue(bob, 'c1', undefined, {
        stamp: createStamp(),
        hasRecord: true,
        mark: undefined,
      })
      world.clock.advance(15 * DAY_MS - 1)
      await forgetEndedDialogues(vault.core)
      expect(await world.tamper('select user_id from vault_dialogue order by user_id')).toHaveLength(2)
      world.clock.advance(1)
      await forgetEndedDialogues(vault.core)
      expect(await world.tamper('select user_id from vault_dialogue')).toEqual([{ user_id: 'bob' }])
    })
  })
}
