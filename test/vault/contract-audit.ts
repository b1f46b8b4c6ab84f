/** The audit cannot be edited without showing: entries, their end, the rows they tell of, and what retention leaves. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCheckpoint } from '../../src/vault/audit/checkpoint.ts'
import { exportAudit, exportUser } from '../../src/vault/audit/export.ts'
import { pruneAudit } from '../../src/vault/audit/retention.ts'
import { verifyAudit } from '../../src/vault/audit/verify.ts'
import type { AuditFaultKind } from '../../src/vault/audit/verify-user.ts'
import type { SqlVault } from '../../src/vault/sql-vault.ts'
import { CHAT, type World, type WorldFactory, credential, newToken, user } from './world.ts'

const alice = user('alice')
const bob = user('bob')
const DAY_MS = 86_400_000
const CLI = { channel: 'cli' } as const

export function auditContract(createWorld: WorldFactory): void {
  let world: World
  let vault: SqlVault
  let account: string
  beforeEach(async () => {
    world = await createWorld()
    vault = await world.open()
    account = (await vault.add(alice, credential(newToken()), CHAT)).account.id
    await vault.add(bob, credential(newToken(), 'bob'), CHAT)
    for (let time = 0; time < 4; time++) await vault.open(alice, account, 'test', CHAT)
  })
  afterEach(() => world.close())

  async function faults(): Promise<AuditFaultKind[]> {
    return (await verifyAudit(vault.core)).faults.map((fault) => fault.kind)
  }

  describe('verification of the audit', () => {
    it('T-107 passes what was never touched, and finds every edited column of an entry', async () => {
      expect(await verifyAudit(vault.core)).toMatchObject({ isWhole: true, users: 2, entries: 7, faults: [] })
      const edits: [string, unknown][] = [
        ['at', 1],
        ['act', 'check'],
        ['service', 'slack'],
        ['service', null],
        ['account', 'A'.repeat(22)],
        ['channel', 'cli'],
        ['conversation', 'c9'],
        ['outcome', 'denied'],
        ['detail', ''],
        ['revision', 9],
        ['root_key', 'ffffffffffffffff'],
        ['hash', Buffer.alloc(32)],
      ]
      for (const [column, value] of edits) {
        const where = "where user_id = 'alice' and sequence = 3"
        const [before] = await world.tamper(`select "${column}" from vault_audit ${where}`)
        await world.tamper(`update vault_audit set "${column}" = ? ${where}`, [value])
        const report = await verifyAudit(vault.core)
        expect(report.faults[0], column).toMatchObject({ user: 'alice', sequence: 3 })
        await world.tamper(`update vault_audit set "${column}" = ? ${where}`, [before?.[column]])
      }
      expect(await faults()).toEqual([])
    })

    it('T-107 finds an entry that was taken out anywhere, also at the beginning and the end', async () => {
      for (const sequence of [1, 3, 5]) {
        const [row] = await world.tamper(
          `select * from vault_audit where user_id = 'alice' and sequence = ${sequence}`,
        )
        const [head] = await world.tamper("select * from vault_audit_head where user_id = 'alice'")
        await world.tamper(`delete from vault_audit where user_id = 'alice' and sequence = ${sequence}`)
        expect(await faults(), `entry ${sequence}`).toContain('missing')
        await putBack('vault_audit', row ?? {})
        // Putting an entry back sets the head to it again.
        await world.tamper("delete from vault_audit_head where user_id = 'alice'")
        await putBack('vault_audit_head', head ?? {})
        expect(await faults()).toEqual([])
      }
    })

    it('finds a cut end with a forged head, also what a checkpoint signed, and checkpoints that were edited', async () => {
      const checkpoint = await createCheckpoint(vault.core, CLI)
      expect(checkpoint).toMatchObject({ sequence: 1, heads: 3 })
      expect(await createCheckpoint(vault.core, CLI, DAY_MS)).toBeUndefined()
      expect(await faults()).toEqual([])
      await vault.open(alice, account, 'test', CHAT)
      expect(await faults()).toEqual([])
      await createCheckpoint(vault.core, CLI)
      expect(await faults()).toEqual([])
      await world.tamper("delete from vault_audit where user_id = 'alice' and sequence = 6")
      await world.tamper(
        "update vault_audit_head set sequence = 5, hash = (select hash from vault_audit where user_id = 'alice' and sequence = 5) where user_id = 'alice'",
      )
      const cut = ['missing', 'missing']
      expect(await faults(), 'the end has no seal, and is not what was signed').toEqual(cut)
      await vault.open(bob, 'A'.repeat(22), 'test', CHAT)
      expect(await createCheckpoint(vault.core, CLI)).toMatchObject({ sequence: 3 })
      expect(await faults(), 'a new checkpoint covers nothing up').toEqual(cut)
      await vault.open(alice, account, 'test', CHAT)
      expect(await faults(), 'nor does a new entry').toEqual(['altered', 'missing'])
      await world.tamper('update vault_audit_head set signed_sequence = sequence, signed_hash = hash')
      expect(await faults()).toEqual(['altered', 'checkpoint'])
      await vault.open(bob, 'A'.repeat(22), 'test', CHAT)
      await expect(createCheckpoint(vault.core, CLI)).rejects.toMatchObject({ code: 'RECORD_CORRUPT' })
      expect(await faults()).toEqual(['altered', 'checkpoint'])
      await world.tamper('delete from vault_audit_checkpoint where sequence = 1')
      expect(await faults()).toContain('checkpoint')
    })

    it('finds an old credential row put back, one that was removed, and one that was deleted and returned', async () => {
      const [old] = await world.tamper("select * from vault_credential where user_id = 'alice'")
      await vault.add(alice, credential(newToken()), CHAT)
      const [present] = await world.tamper("select * from vault_credential where user_id = 'alice'")
      await replaceRow(old ?? {})
      expect((await vault.open(alice, account, 'test', CHAT)).ok).toBe(true)
      expect((await verifyAudit(vault.core)).faults).toMatchObject([{ kind: 'row', user: 'alice', account }])
      await replaceRow(undefined)
      expect(await faults()).toEqual(['row'])
      await replaceRow(present ?? {})
      expect(await faults()).toEqual([])
      await vault.rename(alice, account, 'work', CHAT)
      await replaceRow(present ?? {})
      expect(await faults()).toEqual(['row'])
      await vault.remove(alice, account, CHAT)
      expect(await faults()).toEqual([])
      await replaceRow(present ?? {})
      expect(await faults()).toEqual(['row'])
    })

    it('holds after a user was deleted', async () => {
      await vault.deleteUser(alice, CHAT)
      await vault.add(alice, credential(newToken()), CHAT)
      expect(await faults()).toEqual([])
    })
  })

  describe('retention', () => {
    it('takes old entries away and leaves a chain that can be verified, whose rows are still vouched for', async () => {
      const [old] = await world.tamper("select * from vault_credential where user_id = 'alice'")
      await vault.rename(alice, account, 'work', CHAT)
      world.clock.advance(90 * DAY_MS)
      await vault.open(alice, account, 'test', CHAT)
      await createCheckpoint(vault.core, CLI)
      expect(await pruneAudit(vault.core, world.clock.now() - DAY_MS, CLI)).toEqual({
        removed: 7,
        refused: 0,
      })
      expect((await vault.listAudit(alice)).map((entry) => entry.act)).toEqual(['prune', 'attest', 'use'])
      expect(await faults()).toEqual([])
      expect(await pruneAudit(vault.core, world.clock.now() - DAY_MS, CLI)).toEqual({
        removed: 0,
        refused: 0,
      })
      await replaceRow(old ?? {})
      expect(await faults()).toEqual(['row'])
      await world.tamper("update vault_audit_base set sequence = 5 where user_id = 'alice'")
      expect(await faults()).toContain('altered')
    })
  })

  describe('retention of an altered chain', () => {
    it('takes nothing away: an entry that was edited to fit an old row is not vouched for', async () => {
      const [old] = await world.tamper("select * from vault_credential where user_id = 'alice'")
      await vault.rename(alice, account, 'work', CHAT)
      await world.tamper("update vault_audit set change = 1 where user_id = 'alice' and act = 'rename'")
      await replaceRow(old ?? {})
      world.clock.advance(90 * DAY_MS)
      const before = await faults()
      expect(before).toContain('altered')
      expect(await pruneAudit(vault.core, world.clock.now() - DAY_MS, CLI)).toEqual({
        removed: 1,
        refused: 1,
      })
      expect(await faults()).toEqual(before)
    })
  })

  describe('an export', () => {
    it('of the audit is one JSON object a line, filtered, and of a user everything but their secrets', async () => {
      const lines = await collect(exportAudit(vault.core, { user: 'alice' }))
      expect(lines.map((line) => (JSON.parse(line) as { act: string }).act)).toEqual([
        'add',
        'use',
        'use',
        'use',
        'use',
      ])
      expect(await collect(exportAudit(vault.core))).toHaveLength(7)
      expect(await collect(exportAudit(vault.core, { service: 'slack' }))).toEqual([])
      expect(await collect(exportAudit(vault.core, { until: world.clock.now() }))).toEqual([])
      const token = newToken()
      await vault.add(alice, credential(token, 'second'), CHAT)
      const all = await exportUser(vault.core, alice)
      expect(all).toMatchObject({
        user: 'alice',
        accounts: [{ service: 'github' }, { service: 'github' }],
        locks: [],
      })
      expect(all.audit).toHaveLength(6)
      expect(JSON.stringify(all)).not.toContain(token)
    })
  })

  async function replaceRow(row: Record<string, unknown> | undefined): Promise<void> {
    await world.tamper("delete from vault_credential where user_id = 'alice'")
    if (row !== undefined) await putBack('vault_credential', row)
  }

  async function putBack(table: string, row: Record<string, unknown>): Promise<void> {
    const columns = Object.keys(row).map((name) => `"${name}"`)
    const marks = columns.map(() => '?').join(', ')
    await world.tamper(`insert into ${table} (${columns.join(', ')}) values (${marks})`, Object.values(row))
  }
}

async function collect(lines: AsyncIterable<string>): Promise<string[]> {
  const collected = []
  for await (const line of lines) collected.push(line)
  return collected
}
