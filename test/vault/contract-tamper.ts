/** Somebody with write access to the database gets no plaintext, breaks no list, and leaves a trace. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyAudit } from '../../src/vault/audit/verify.ts'
import type { SqlVault } from '../../src/vault/sql-vault.ts'
import { CHAT, type World, type WorldFactory, credential, newToken, recordingLogger, user } from './world.ts'

const alice = user('alice')
const bob = user('bob')

export function tamperContract(createWorld: WorldFactory): void {
  let world: World
  let vault: SqlVault
  beforeEach(async () => {
    world = await createWorld()
    vault = await world.open()
  })
  afterEach(() => world.close())

  async function add(token: string, name: string, service = 'github', owner = alice): Promise<string> {
    return (await vault.add(owner, credential(token, name, { service }), CHAT)).account.id
  }

  async function expectDamaged(accountId: string, owner = alice): Promise<void> {
    expect(await vault.open(owner, accountId, 'test', CHAT)).toEqual({ ok: false, reason: 'damaged' })
    const listed = (await vault.listAccounts(owner)).find((account) => account.id === accountId)
    expect(listed).toMatchObject({ status: 'damaged' })
  }

  async function columnOf(accountId: string, column: string): Promise<unknown> {
    return (await world.tamper(`select "${column}" from vault_credential where id = ?`, [accountId]))[0]?.[
      column
    ]
  }

  async function setColumn(accountId: string, column: string, value: unknown): Promise<void> {
    await world.tamper(`update vault_credential set "${column}" = ? where id = ?`, [value, accountId])
  }

  describe('an altered database', () => {
    it('T-007 an envelope moved to another user does not open, nor does a whole row that changed hands', async () => {
      const mine = await add(newToken(), 'ranaroussi')
      const theirs = await add(newToken(), 'bob', 'github', bob)
      const envelope = await columnOf(theirs, 'envelope')
      await setColumn(mine, 'envelope', envelope)
      await expectDamaged(mine)
      await setColumn(theirs, 'user_id', 'alice')
      await expectDamaged(theirs)
    })

    it('T-008 an envelope moved to another service of the same user does not open', async () => {
      const first = await add(newToken(), 'ranaroussi')
      const second = await add(newToken(), 'ranaroussi', 'slack')
      await setColumn(second, 'envelope', await columnOf(first, 'envelope'))
      await expectDamaged(second)
      expect((await vault.open(alice, first, 'test', CHAT)).ok).toBe(true)
    })

    it('T-009 a row with any other column changed does not open', async () => {
      const changes: [string, unknown][] = [
        ['account_key', 'id-other'],
        ['account_name', 'muxi-ai'],
        ['service', 'slack'],
        ['kind', 'password,username'],
        ['revision', 2],
        ['change', 7],
        ['generation', 2],
        ['label', 'work'],
        ['is_default', 1],
        ['status', 'rejected'],
        ['scopes', '["admin"]'],
        ['expires_at', 1],
        ['created_at', 1],
        ['fingerprint', Buffer.alloc(32)],
        ['seal', Buffer.alloc(32)],
      ]
      for (const [column, value] of changes) {
        const id = await add(newToken(), `by-${column}`)
        const before = await columnOf(id, column)
        await setColumn(id, column, value)
        await expectDamaged(id)
        await setColumn(id, column, before)
        expect((await vault.open(alice, id, 'test', CHAT)).ok, column).toBe(true)
      }
    })

    it('T-010 the envelope of revision 1 does not open under revision 2', async () => {
      const id = await add(newToken(), 'ranaroussi')
      const old = await columnOf(id, 'envelope')
      await add(newToken(), 'ranaroussi')
      await setColumn(id, 'envelope', old)
      await expectDamaged(id)
    })

    it('T-006 plain text, JSON and emptiness in place of an envelope are refused', async () => {
      const id = await add(newToken(), 'ranaroussi')
      for (const bytes of ['', 'plain-token', '{"token":"x"}', 'KT']) {
        await setColumn(id, 'envelope', Buffer.from(bytes))
        await expectDamaged(id)
      }
    })

    it('a head of the audit that was taken back or away keeps nobody from adding and using, and is found for good', async () => {
      const id = await add(newToken(), 'ranaroussi')
      for (const statement of ['update vault_audit_head set sequence = 0', 'delete from vault_audit_head']) {
        await world.tamper(statement)
        expect((await vault.open(alice, id, 'test', CHAT)).ok, statement).toBe(true)
        await world.tamper(statement)
        await add(newToken(), 'ranaroussi')
      }
      expect((await verifyAudit(vault.core, { user: 'alice' })).faults.map(({ kind }) => kind)).toEqual(
        Array(4).fill('altered'),
      )
    })

    it('T-028 one bad row among five leaves four usable, stays, is audited once and can be added again', async () => {
      const { logger, lines } = recordingLogger()
      vault = await world.open({ logger })
      const tokens = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, token: newToken() }))
      const ids = []
      for (const { name, token } of tokens) ids.push(await add(token, name))
      const [bad = ''] = ids
      await setColumn(bad, 'envelope', Buffer.from('garbage'))
      for (let time = 0; time < 3; time++) {
        const statuses = (await vault.listAccounts(alice)).map((account) => account.status)
        expect(statuses.filter((status) => status === 'active')).toHaveLength(4)
        expect(statuses.filter((status) => status === 'damaged')).toHaveLength(1)
      }
      const audit = await vault.listAudit(alice)
      expect(audit.filter((entry) => entry.act === 'damage')).toMatchObject([
        { account: bad, outcome: 'damaged' },
      ])
      expect(lines.filter((line) => line.includes('RECORD_CORRUPT'))).toHaveLength(1)
      expect(await columnOf(bad, 'id')).toBe(bad)
      expect(await vault.add(alice, credential(newToken(), 'a'), CHAT)).toMatchObject({
        outcome: 'replaced',
        account: { id: bad },
      })
      expect((await vault.open(alice, bad, 'test', CHAT)).ok).toBe(true)
    })

    it('exchanged or altered user keys open nothing, break no list, and stop adding with a clear error', async () => {
      const mine = await add(newToken(), 'ranaroussi')
      const theirs = await add(newToken(), 'bob', 'github', bob)
      await world.tamper(
        "update vault_user_key set user_id = case user_id when 'alice' then 'x' else user_id end",
      )
      await world.tamper("update vault_user_key set user_id = 'alice' where user_id = 'bob'")
      await world.tamper("update vault_user_key set user_id = 'bob' where user_id = 'x'")
      await expectDamaged(mine)
      await expectDamaged(theirs, bob)
      await expect(vault.add(alice, credential(newToken(), 'new'), CHAT)).rejects.toMatchObject({
        code: 'RECORD_CORRUPT',
      })
      await world.tamper("update vault_user_key set root_key = 'ffffffffffffffff'")
      await expectDamaged(mine)
      await expect(vault.add(alice, credential(newToken(), 'new'), CHAT)).rejects.toMatchObject({
        code: 'KEY_UNKNOWN',
      })
      await world.tamper('delete from vault_user_key')
      await expectDamaged(mine)
    })
  })
}
