/** Root keys are exchanged while everybody works; an interrupted rotation goes on; a retired key's audit stays readable. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Secret } from '../../src/secret.ts'
import { verifyAudit } from '../../src/vault/audit/verify.ts'
import { listRootKeys, retireKey, rotateKeys } from '../../src/vault/keys/rotation.ts'
import type { SqlVault } from '../../src/vault/sql-vault.ts'
import { CHAT, type World, type WorldFactory, credential, newKey, newToken, user } from './world.ts'

const CLI = { channel: 'cli' } as const
const USERS = Array.from({ length: 250 }, (_, index) => user(`user-${index}`))
const alice = user('alice')

export function rotationContract(createWorld: WorldFactory): void {
  let world: World
  let newer: string
  beforeEach(async () => {
    world = await createWorld()
    newer = newKey()
  })
  afterEach(() => world.close())

  function openWithBoth(): Promise<SqlVault> {
    const decryptOnlyKeys = [Secret.fromText(world.key)]
    return world.open({ encryption: world.encryption({ key: Secret.fromText(newer), decryptOnlyKeys }) })
  }

  describe('a rotation', () => {
    it('T-025 rewraps every user under traffic; the old key is retired and can be taken away', async () => {
      const before = await world.open()
      await Promise.all(USERS.map((owner) => before.seal(owner, 'x', Buffer.from('x'))))
      const { account } = await before.add(alice, credential(newToken()), CHAT)
      await before.close()

      const vault = await openWithBoth()
      const [old, fresh] = [vault.core.keys.primary.id, vault.core.keys.wanted.id]
      expect(old).not.toBe(fresh)
      expect(await rotateKeys(vault.core, CLI, { isDryRun: true })).toEqual({
        primary: fresh,
        rewrapped: 0,
        remaining: 251,
      })
      expect(await retireKey(vault.core, old, CLI)).toEqual({ ok: false, reason: 'primary' })

      const other = await openWithBoth()
      let isRotating = true
      const traffic = (async () => {
        let opened = 0
        while (isRotating) {
          expect((await other.open(alice, account.id, 'test', CHAT)).ok).toBe(true)
          await other.seal(user(`late-${opened++}`), 'x', Buffer.from('x'))
        }
        return opened
      })()
      const steps: number[] = []
      const result = await rotateKeys(vault.core, CLI, { onProgress: (done) => void steps.push(done) })
      isRotating = false
      expect(await traffic).toBeGreaterThan(0)
      expect(result).toMatchObject({ primary: fresh, remaining: 0 })
      expect(result.rewrapped).toBeGreaterThanOrEqual(251)
      expect(steps.length).toBeGreaterThan(2)

      expect(await listRootKeys(vault.core)).toMatchObject(
        expect.arrayContaining([expect.objectContaining({ id: old, state: 'decrypt-only', users: 0 })]),
      )
      expect(await retireKey(vault.core, fresh, CLI)).toEqual({ ok: false, reason: 'primary' })
      expect(await retireKey(vault.core, 'unknown', CLI)).toEqual({ ok: false, reason: 'not-found' })
      expect(await retireKey(vault.core, old, CLI)).toEqual({ ok: true })

      const after = await world.open({ encryption: world.encryption({ key: Secret.fromText(newer) }) })
      expect((await after.open(alice, account.id, 'test', CHAT)).ok).toBe(true)
      expect(await verifyAudit(after.core)).toMatchObject({ isWhole: true })
      await expect(world.open()).rejects.toMatchObject({ code: 'KEY_MISMATCH' })
    }, 120_000)

    it('T-025 leaves an instance that has the new key as decrypt-only reading, and adding users under the new one', async () => {
      const first = await world.open()
      const { account } = await first.add(alice, credential(newToken()), CHAT)
      await first.close()
      const staged = await world.open({
        encryption: world.encryption({ decryptOnlyKeys: [Secret.fromText(newer)] }),
      })
      const [old] = (await listRootKeys(staged.core)).filter((key) => key.state === 'primary')
      expect(old).toMatchObject({ users: 1, isGiven: true })
      expect((await listRootKeys(staged.core)).filter((key) => key.id !== old?.id)).toMatchObject([
        { state: 'decrypt-only', users: 0, isGiven: true },
      ])
      expect(staged.core.keys.wanted.id).toBe(old?.id)
      // Raised rounds make of the new key another root key than the one the staged instance made known.
      const iterations = 110_000
      const decryptOnlyKeys = [Secret.fromText(world.key)]
      const rotating = await world.open({
        encryption: world.encryption({ key: Secret.fromText(newer), decryptOnlyKeys, iterations }),
      })
      expect(await rotateKeys(rotating.core, CLI)).toMatchObject({ rewrapped: 1, remaining: 0 })
      expect((await staged.open(alice, account.id, 'test', CHAT)).ok).toBe(true)
      await staged.add(user('late'), credential(newToken(), 'late'), CHAT)
      expect((await rotating.listAccounts(user('late')))[0]).toMatchObject({ status: 'active' })
      const underOld = (await listRootKeys(rotating.core)).find((key) => key.id === old?.id)
      expect(underOld).toMatchObject({ users: 0, state: 'decrypt-only' })
      expect(await verifyAudit(rotating.core)).toMatchObject({ isWhole: true })
    })

    it('is started again for a user who turns up under the old key after its end, as out of a backup', async () => {
      const before = await world.open()
      const { account } = await before.add(alice, credential(newToken()), CHAT)
      const [row] = await world.tamper('select root_key, wrapped from vault_user_key')
      await before.close()
      const vault = await openWithBoth()
      await rotateKeys(vault.core, CLI)
      const values = [row?.['root_key'], row?.['wrapped']]
      await world.tamper('update vault_user_key set root_key = ?, wrapped = ?', values)
      const old = (await listRootKeys(vault.core)).find((key) => key.id === row?.['root_key'])
      expect(old).toMatchObject({ users: 1 })
      expect(await retireKey(vault.core, old?.id ?? '', CLI)).toMatchObject({ reason: 'in-use', users: 1 })
      expect(await rotateKeys(vault.core, CLI)).toMatchObject({ rewrapped: 1, remaining: 0 })
      expect((await vault.open(alice, account.id, 'test', CHAT)).ok).toBe(true)
    })

    it('never retires the key it is about to make primary, and takes no retired key up again', async () => {
      await (await world.open()).add(alice, credential(newToken()), CHAT)
      const vault = await openWithBoth()
      const [old, fresh] = [vault.core.keys.primary.id, vault.core.keys.wanted.id]
      expect(await retireKey(vault.core, fresh, CLI)).toEqual({ ok: false, reason: 'configured' })
      await rotateKeys(vault.core, CLI)
      expect(await retireKey(vault.core, old, CLI)).toEqual({ ok: true })
      expect(await retireKey(vault.core, old, CLI)).toEqual({ ok: false, reason: 'retired' })
      // Still given as decrypt-only, it is let in and stays retired; as the wanted key it is refused.
      expect(await listRootKeys((await openWithBoth()).core)).toHaveLength(2)
      const decryptOnlyKeys = [Secret.fromText(newer)]
      for (const iterations of [100_000, 110_000]) {
        const backwards = world.open({ encryption: world.encryption({ decryptOnlyKeys, iterations }) })
        await expect(backwards).rejects.toMatchObject({ code: 'KEY_MISMATCH', facts: { rootKey: old } })
      }
    })

    it('that was interrupted goes on, and until then needs the old key', async () => {
      const before = await world.open()
      await Promise.all(USERS.map((owner) => before.seal(owner, 'x', Buffer.from('x'))))
      await before.close()
      const vault = await openWithBoth()
      const interrupted = rotateKeys(vault.core, CLI, {
        onProgress: () => {
          throw new Error('interrupted')
        },
      })
      await expect(interrupted).rejects.toThrow('interrupted')
      const [oldKey] = (await listRootKeys(vault.core)).filter((key) => key.state === 'decrypt-only')
      expect(oldKey?.users).toBe(150)
      expect(await retireKey(vault.core, oldKey?.id ?? '', CLI)).toEqual({
        ok: false,
        reason: 'in-use',
        users: 150,
      })
      const onlyNew = world.encryption({ key: Secret.fromText(newer) })
      await expect(world.open({ encryption: onlyNew })).rejects.toMatchObject({ code: 'KEY_MISMATCH' })
      const again = await openWithBoth()
      expect(await rotateKeys(again.core, CLI)).toMatchObject({ rewrapped: 150, remaining: 0 })
    })

    it('leaves a user alone who was deleted and came back while it was rewrapping', async () => {
      const before = await world.open()
      const owners = USERS.slice(0, 5)
      for (const owner of owners) await before.add(owner, credential(newToken(), owner.user), CHAT)
      await before.close()
      const [vault, other] = [await openWithBoth(), await openWithBoth()]
      const tokens = owners.map(newToken)
      let acts = 0
      /** Between the reading of the users' keys and the writing of their new wrappings, everybody is deleted and comes back. */
      const core = new Proxy(vault.core, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name, target)
          if (typeof value !== 'function') return value
          const act = (value as (...given: unknown[]) => unknown).bind(target)
          if (name !== 'transaction') return act
          return async (work: unknown) => {
            if ((acts += 1) === 2)
              for (const [index, owner] of owners.entries()) {
                await other.deleteUser(owner, CHAT)
                await other.add(owner, credential(tokens[index] ?? '', owner.user), CHAT)
              }
            return act(work)
          }
        },
      })
      expect(await rotateKeys(core, CLI)).toMatchObject({ remaining: 0 })
      expect(acts).toBeGreaterThan(2)
      for (const [index, owner] of owners.entries()) {
        const [account] = await vault.listAccounts(owner)
        const opened = await vault.open(owner, account?.id ?? '', 'test', CHAT)
        expect(opened.ok && opened.credential.fields['token']?.reveal()).toBe(tokens[index])
      }
    })

    it('raises the rounds of the same key, and makes an insecure vault fit for production', async () => {
      const first = await world.open()
      await first.add(alice, credential(newToken()), CHAT)
      const raised = await world.open({ encryption: world.encryption({ iterations: 110_000 }) })
      expect(await rotateKeys(raised.core, CLI)).toMatchObject({ rewrapped: 1, remaining: 0 })
      expect(raised.core.keys.primary.iterations).toBe(110_000)
      expect((await (await world.open()).listAccounts(alice))[0]).toMatchObject({ status: 'active' })
    })

    it('T-024 takes users off the key derived from the formation id', async () => {
      if (world.kind === 'postgres') {
        const insecure = world.encryption({ key: undefined, deriveFromFormationId: true })
        await expect(world.open({ encryption: insecure })).rejects.toMatchObject({ code: 'KEY_INSECURE' })
        return
      }
      const insecure = await world.open({
        encryption: world.encryption({ key: undefined, deriveFromFormationId: true }),
      })
      await insecure.add(alice, credential(newToken()), CHAT)
      const moving = await world.open({ encryption: world.encryption({ deriveFromFormationId: true }) })
      expect(await rotateKeys(moving.core, CLI)).toMatchObject({ rewrapped: 1, remaining: 0 })
      const production = await world.open({ production: true })
      expect(await production.listAccounts(alice)).toMatchObject([{ status: 'active' }])
    })

    it('T-024 does so in production too, where nothing else opens such a vault', async () => {
      const encryption = world.encryption({ key: undefined, deriveFromFormationId: true })
      if (world.kind === 'postgres') {
        await expect(world.open({ encryption })).rejects.toMatchObject({ code: 'KEY_INSECURE' })
        return
      }
      await (await world.open({ encryption })).add(alice, credential(newToken()), CHAT)
      await expect(world.open({ production: true })).rejects.toMatchObject({ code: 'KEY_INSECURE' })
      await expect(
        world.open({ production: true, encryption: { ...encryption }, isRotating: true }),
      ).rejects.toMatchObject({ code: 'KEY_INSECURE' })
      const rotating = await world.open({ production: true, isRotating: true })
      expect(await rotateKeys(rotating.core, CLI)).toMatchObject({ rewrapped: 1, remaining: 0 })
      const production = await world.open({ production: true })
      expect(await production.listAccounts(alice)).toMatchObject([{ status: 'active' }])
    })
  })
}
