/** What somebody with write access to the database could edit, and hide the edit as well as they can: verification names each. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Secret } from '../../src/secret.ts'
import { createCheckpoint } from '../../src/vault/audit/checkpoint.ts'
import { exportAudit, exportUser } from '../../src/vault/audit/export.ts'
import { listAllAudit } from '../../src/vault/audit/list.ts'
import { verifyAudit } from '../../src/vault/audit/verify.ts'
import type { AuditFaultKind } from '../../src/vault/audit/verify-user.ts'
import { rotateKeys } from '../../src/vault/keys/rotation.ts'
import type { SqlVault } from '../../src/vault/sql-vault.ts'
import { type Row, type Snapshot, restore, takeSnapshot } from './swap.ts'
import { CHAT, type World, type WorldFactory, credential, fieldsOf, newKey, newToken, user } from './world.ts'

const alice = user('alice')
const bob = user('bob')
const dave = user('dave')
const CLI = { channel: 'cli' } as const
const TIMEOUT_MS = 120_000

/** The head says that the chain ends with the last entry that is there. */
const headFollows = (owner: string): string =>
  `update vault_audit_head set
    sequence = (select max(sequence) from vault_audit where user_id = '${owner}'),
    hash = (select hash from vault_audit where user_id = '${owner}' order by sequence desc limit 1)
    where user_id = '${owner}'`

/** Name, statements, and the kind of fault that is found. */
const EDITS: readonly (readonly [string, readonly string[], AuditFaultKind])[] = [
  [
    'the last entry cut off, the head made to fit',
    ["delete from vault_audit where user_id = 'alice' and sequence = 10", headFollows('alice')],
    'missing',
  ],
  [
    'the last entries cut off together with the head',
    [
      "delete from vault_audit where user_id = 'alice' and sequence > 8",
      "delete from vault_audit_head where user_id = 'alice'",
    ],
    'missing',
  ],
  [
    'the end of the formation’s own chain cut off',
    ["delete from vault_audit where user_id = '' and act = 'checkpoint'", headFollows('')],
    'missing',
  ],
  [
    'a user given another id',
    ['vault_user_key', 'vault_credential', 'vault_audit', 'vault_audit_head', 'vault_lock'].map(
      (table) => `update ${table} set user_id = 'mallory' where user_id = 'alice'`,
    ),
    'altered',
  ],
  [
    'every row of a user taken away',
    ['vault_user_key', 'vault_credential', 'vault_audit', 'vault_audit_head', 'vault_lock'].map(
      (table) => `delete from ${table} where user_id = 'alice'`,
    ),
    'checkpoint',
  ],
  ['a lock lifted', ['delete from vault_lock'], 'lock'],
  ['a lock shortened', ['update vault_lock set locked_until = 1'], 'lock'],
  ['a lock given to somebody else', ["update vault_lock set user_id = 'bob'"], 'lock'],
  ['a root key retired', ["update vault_root_key set state = 'retired' where state <> 'primary'"], 'key'],
  ['a root key said to be insecure', ["update vault_root_key set origin = 'insecure'"], 'key'],
  ['a root key taken away', ["delete from vault_root_key where state <> 'primary'"], 'key'],
  ['a root key with other rounds', ['update vault_root_key set iterations = iterations + 1'], 'key'],
  [
    'the key of a user who has nothing stored',
    ["update vault_user_key set generation = 2 where user_id = 'carol'"],
    'key',
  ],
  [
    'the newest checkpoint taken away',
    ['delete from vault_audit_checkpoint where sequence = 2'],
    'checkpoint',
  ],
  [
    'all checkpoints taken away, as if nothing had been signed',
    [
      'delete from vault_audit_checkpoint',
      'update vault_audit_head set signed_sequence = null, signed_hash = null',
    ],
    'checkpoint',
  ],
  ['a checkpoint of fewer chains', ['update vault_audit_checkpoint set heads = heads - 1'], 'checkpoint'],
  [
    'a beginning of the chain made up',
    [
      `insert into vault_audit_base (user_id, sequence, hash, root_key, seal)
        select user_id, sequence, hash, root_key, hash from vault_audit where user_id = 'alice' and sequence = 1`,
      "delete from vault_audit where user_id = 'alice' and sequence = 1",
    ],
    'altered',
  ],
  [
    'the order of accounts',
    ["update vault_credential set created_at = created_at + 9999 where service = 'slack'"],
    'row',
  ],
  ['a credential that belongs to nobody', ["update vault_credential set user_id = ''"], 'row'],
]

export function editsContract(createWorld: WorldFactory): void {
  describe('an edit of the database', { timeout: TIMEOUT_MS }, () => {
    let world: World
    let vault: SqlVault
    let snapshot: Snapshot
    let account: string
    /** Rows of earlier times. */
    let first: Row
    let deleted: { readonly key: Row; readonly credential: Row }

    beforeAll(async () => {
      world = await createWorld()
      vault = await world.open()
      account = (await vault.add(alice, credential(newToken()), CHAT)).account.id
      first = await only("select * from vault_credential where user_id = 'alice'")
      await vault.add(alice, credential(newToken()), CHAT)
      await vault.add(alice, credential(newToken(), 'acme', { service: 'slack' }), CHAT)
      await vault.add(bob, credential(newToken(), 'bob'), CHAT)
      await vault.seal(user('carol'), 'test', Buffer.from('x'))
      await vault.add(dave, credential(newToken(), 'dave'), CHAT)
      deleted = {
        key: await only("select * from vault_user_key where user_id = 'dave'"),
        credential: await only("select * from vault_credential where user_id = 'dave'"),
      }
      await vault.deleteUser(dave, CHAT)
      await createCheckpoint(vault.core, CLI)
      const decryptOnlyKeys = [Secret.fromText(world.key)]
      const encryption = world.encryption({ key: Secret.fromText(newKey()), decryptOnlyKeys })
      vault = await world.open({ encryption })
      await rotateKeys(vault.core, CLI)
      for (let time = 0; time < 3; time++) {
        const attempt = await vault.reserveAttempt(alice, 'jira', fieldsOf(newToken()), CHAT)
        if (attempt.kind === 'reserved') await vault.settleAttempt(alice, attempt.slot, 'rejected', CHAT)
      }
      await createCheckpoint(vault.core, CLI)
      snapshot = await takeSnapshot(world)
    })
    afterAll(() => world.close())

    it('that never was is no fault', async () => {
      expect(await faults()).toEqual([])
    })

    it.each(EDITS)(
      '%s is found, breaks nothing, and what comes after does not cover it up',
      async (...edit) => {
        const [, statements, kind] = edit
        for (const statement of statements) await world.tamper(statement)
        try {
          expect(await faults()).toContain(kind)
          await everyAct()
          expect(await faults()).not.toEqual([])
        } finally {
          await restore(world, snapshot)
        }
      },
    )

    it('that puts back an old row and cuts off what tells of it, or a deleted user, is found', async () => {
      await world.tamper('delete from vault_credential where id = ?', [account])
      await insert('vault_credential', first)
      await world.tamper("delete from vault_audit where user_id = 'alice' and sequence > 1")
      await world.tamper(headFollows('alice'))
      expect(await faults()).toContain('missing')
      await restore(world, snapshot)
      await insert('vault_user_key', deleted.key)
      await insert('vault_credential', deleted.credential)
      expect(await faults()).toEqual(['row'])
      await restore(world, snapshot)
    })

    it('that writes something of another type is refused by the database, or breaks no act and no export', async () => {
      for (const statement of [
        "update vault_lock set locked_until = 'x', locks = x'00'",
        "update vault_attempt set fingerprint = 5, outcome = x'00', reserved_at = 'x'",
        "update vault_audit_checkpoint set seal = 'x', digest = 1",
        "update vault_audit_head set sequence = 'x', hash = 5, seal = 'z', signed_hash = 7",
        "update vault_audit set act = x'00', at = 'x', hash = 5 where sequence = 2",
        "update vault_credential set scopes = x'00', label = 5, status = x'00', account_name = x'ff'",
        "update vault_root_key set audit_key = 5, created_at = 'x'",
      ]) {
        const isRefused = await world.tamper(statement).then(
          () => false,
          () => true,
        )
        if (isRefused && world.kind === 'postgres') continue
        expect(isRefused, statement).toBe(false)
        if (!statement.includes('vault_attempt')) expect(await faults(), statement).not.toEqual([])
        await everyAct()
        await restore(world, snapshot)
      }
    })

    async function faults(): Promise<AuditFaultKind[]> {
      return (await verifyAudit(vault.core)).faults.map(({ kind }) => kind)
    }

    /** Whatever a user or an operator does; only adding under an altered key, and signing anew, may be refused. */
    async function everyAct(): Promise<void> {
      for (const owner of [alice, bob]) {
        await vault.listAccounts(owner)
        await vault.look(owner, 'github')
        await vault.lockedUntil(owner, 'jira')
        await vault.open(owner, account, 'test', CHAT)
        await vault.listAudit(owner)
        await exportUser(vault.core, owner)
      }
      await listAllAudit(vault.core)
      for await (const line of exportAudit(vault.core)) JSON.parse(line)
      await createCheckpoint(vault.core, CLI).catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'RECORD_CORRUPT' })
      })
    }

    async function only(statement: string): Promise<Row> {
      const [row] = await world.tamper(statement)
      return row ?? {}
    }

    async function insert(table: string, row: Row): Promise<void> {
      const columns = Object.keys(row).map((name) => `"${name}"`)
      const marks = columns.map(() => '?').join(', ')
      await world.tamper(`insert into ${table} (${columns.join(', ')}) values (${marks})`, Object.values(row))
    }
  })
}
