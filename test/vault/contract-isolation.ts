/** One user never meets another: by id, by equal secrets, by clever spelling, or through what is sealed outside. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Principal, createPrincipal } from '../../src/principal.ts'
import { createStamp } from '../../src/vault/dialogue.ts'
import type { SqlVault } from '../../src/vault/sql-vault.ts'
import { CHAT, type World, type WorldFactory, credential, fieldsOf, newToken, user } from './world.ts'

const alice = user('alice')
const bob = user('bob')

export function isolationContract(createWorld: WorldFactory): void {
  let world: World
  let vault: SqlVault
  beforeEach(async () => {
    world = await createWorld()
    vault = await world.open()
  })
  afterEach(() => world.close())

  describe('isolation', () => {
    it('T-031 an account id of another user is as unknown as a random one', async () => {
      const { account } = await vault.add(alice, credential(newToken()), CHAT)
      for (const id of [account.id, 'A'.repeat(22), '', "' or 1=1 --"]) {
        expect(await vault.open(bob, id, 'test', CHAT)).toEqual({ ok: false, reason: 'not-found' })
        expect(await vault.rename(bob, id, 'mine', CHAT)).toEqual({ ok: false, reason: 'not-found' })
        expect(await vault.setDefault(bob, 'github', id, CHAT)).toBe(false)
        expect(await vault.remove(bob, id, CHAT)).toBe(false)
        await vault.markRejected(bob, id, 1, CHAT)
        await vault.markChecked(bob, id, 1, {}, CHAT)
      }
      expect(await vault.unlock(bob, 'github', 'because', CHAT)).toBe(false)
      expect(await vault.listAccounts(bob)).toEqual([])
      expect(await vault.listAccounts(alice)).toMatchObject([
        { status: 'active', label: undefined, revision: 1 },
      ])
    })

    it('T-020 the same secret of two users leaves rows that have no 8 bytes in common', async () => {
      const token = newToken()
      await vault.add(alice, credential(token), CHAT)
      expect(await vault.findDuplicate(bob, 'github', fieldsOf(token))).toBeUndefined()
      expect(await vault.add(bob, credential(token), CHAT)).toMatchObject({ outcome: 'added' })
      const rows = await world.tamper(
        'select envelope, fingerprint, seal, id from vault_credential order by user_id',
      )
      const [first, second] = rows.map((row) =>
        Object.values(row).map((value) => Buffer.from(value as Uint8Array)),
      )
      for (const left of first ?? []) {
        for (const right of second ?? []) expect(haveCommon(left, right, 8)).toBe(false)
      }
    })

    it('T-038 spelled-alike principals, wildcards and markup are different users', async () => {
      const ids = [
        'a:b',
        'a',
        'b:c',
        '%',
        '_',
        "'",
        '../',
        '*',
        'alice%',
        "alice' --",
        '__proto__',
        'constructor',
      ]
      for (const id of ids) await vault.add(user(id), credential(`token of ${id}`), CHAT)
      for (const id of ids) {
        const accounts = await vault.listAccounts(user(id))
        expect(accounts).toHaveLength(1)
        const opened = await vault.open(user(id), accounts[0]?.id ?? '', 'test', CHAT)
        expect(opened.ok && opened.credential.fields['token']?.reveal()).toBe(`token of ${id}`)
      }
      expect(() => user('new\nline')).toThrow()
    })

    it('T-039 without a principal, or with one of another formation, nothing is touched', async () => {
      const strangers = [
        undefined,
        null,
        {},
        { formation: 'acme', user: '' },
        { user: 'alice' },
        createPrincipal('other', 'alice'),
      ]
      for (const stranger of strangers as Principal[]) {
        await expect(vault.listAccounts(stranger)).rejects.toMatchObject({ code: 'PRINCIPAL_INVALID' })
        await expect(vault.add(stranger, credential(newToken()), CHAT)).rejects.toMatchObject({
          code: 'PRINCIPAL_INVALID',
        })
        await expect(vault.seal(stranger, 'parked', Buffer.from('x'))).rejects.toMatchObject({
          code: 'PRINCIPAL_INVALID',
        })
      }
      expect(await world.tamper('select user_id from vault_user_key')).toEqual([])
      // The key was made known at the start, which is audited.
      expect(await world.tamper('select act from vault_audit')).toEqual([{ act: 'key' }])
    })

    it('T-110 text that is not exact is refused, and look-alikes stay apart', async () => {
      for (const name of ['e\u0301', 'a\u202Eb', '\uFEFFa', 'a\uD800', ' a', 'a\u0000', 'x'.repeat(65)]) {
        const odd = credential(newToken(), 'sound', { identity: { key: 'k', name } })
        await expect(vault.add(alice, odd, CHAT)).rejects.toMatchObject({ code: 'INPUT_INVALID' })
      }
      await vault.add(alice, credential(newToken(), 'admin'), CHAT)
      await vault.add(alice, credential(newToken(), '\u0430dmin'), CHAT)
      expect(await vault.listAccounts(alice)).toHaveLength(2)
    })

    it('T-111 names that objects have by themselves are names like any other', async () => {
      for (const name of ['__proto__', 'constructor', 'hasOwnProperty']) {
        const odd = credential(newToken(), name, { service: name })
        const { account } = await vault.add(alice, odd, CHAT)
        expect(await vault.listAccounts(alice, name)).toMatchObject([{ id: account.id, service: name }])
      }
      const polluting = JSON.parse('{"__proto__": 1}') as object
      const fields = Object.fromEntries(Object.keys(polluting).map((name) => [name, fieldsOf('x')['token']]))
      const odd = credential('', 'sound', { fields: Object.assign(Object.create(null), fields) as never })
      await expect(vault.add(alice, odd, CHAT)).rejects.toMatchObject({ code: 'INPUT_INVALID' })
      expect(Object.keys(Object.prototype)).toEqual([])
    })
  })

  describe('what is sealed for outside', () => {
    it('opens for the same user and purpose only', async () => {
      const plain = Buffer.from('show my repositories')
      const sealed = await vault.seal(alice, 'parked:c1', plain)
      expect(Buffer.from(sealed).includes(plain)).toBe(false)
      expect(await vault.unseal(alice, 'parked:c1', sealed)).toEqual(plain)
      expect(await vault.unseal(alice, 'parked:c2', sealed)).toBeUndefined()
      expect(await vault.unseal(bob, 'parked:c1', sealed)).toBeUndefined()
      await vault.seal(bob, 'parked:c1', plain)
      expect(await vault.unseal(bob, 'parked:c1', sealed)).toBeUndefined()
      for (const altered of [new Uint8Array(), sealed.subarray(1), Buffer.from('plain')]) {
        expect(await vault.unseal(alice, 'parked:c1', altered)).toBeUndefined()
      }
    })

    it('T-026 is unreadable once the user was deleted, and so is an envelope kept aside', async () => {
      const { account } = await vault.add(alice, credential(newToken()), CHAT)
      const sealed = await vault.seal(alice, 'parked', Buffer.from('x'))
      const [kept] = await world.tamper('select * from vault_credential')
      const mark = { service: 'github', until: world.clock.now() + 1_000, answerUntil: 0 }
      await vault.moveDialogue(alice, 'c1', undefined, { stamp: createStamp(), hasRecord: true, mark })
      expect(await vault.deleteUser(alice, CHAT)).toEqual({ removed: 1, cleanUp: 'done' })
      for (const table of [
        'vault_user_key',
        'vault_credential',
        'vault_attempt',
        'vault_lock',
        'vault_name',
        'vault_dialogue',
      ]) {
        expect(await world.tamper(`select user_id from ${table}`)).toEqual([])
      }
      expect(await vault.readDialogue(alice, 'c1')).toEqual({
        stamp: undefined,
        mark: undefined,
        sealing: undefined,
      })
      expect(await vault.unseal(alice, 'parked', sealed)).toBeUndefined()

      await vault.add(alice, credential(newToken(), 'new'), CHAT)
      const columns = Object.keys(kept ?? {})
      const marks = columns.map(() => '?').join(', ')
      await world.tamper(
        `insert into vault_credential (${columns.map((name) => `"${name}"`).join(', ')}) values (${marks})`,
        Object.values(kept ?? {}),
      )
      expect(await vault.unseal(alice, 'parked', sealed)).toBeUndefined()
      expect(await vault.open(alice, account.id, 'test', CHAT)).toEqual({ ok: false, reason: 'damaged' })
    })
  })
}

function haveCommon(left: Buffer, right: Buffer, length: number): boolean {
  for (let start = 0; start + length <= left.byteLength; start++) {
    // Both envelopes begin with the same header: mark, format, suite and generation.
    const piece = left.subarray(start, start + length)
    const at = right.indexOf(piece)
    if (at !== -1 && !(start < 9 && at < 9)) return true
  }
  return false
}
