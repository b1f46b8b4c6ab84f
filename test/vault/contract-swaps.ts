/**
 * Any two rows, columns, keys or revisions exchanged: never another plaintext, never a list that breaks, always a trace.
 *
 * Long because the world that is tampered with has to have something in every table.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Principal } from '../../src/principal.ts'
import { Secret } from '../../src/secret.ts'
import { createCheckpoint } from '../../src/vault/audit/checkpoint.ts'
import { pruneAudit } from '../../src/vault/audit/retention.ts'
import { verifyAudit } from '../../src/vault/audit/verify.ts'
import { createStamp } from '../../src/vault/dialogue.ts'
import { rotateKeys } from '../../src/vault/keys/rotation.ts'
import type { SqlVault } from '../../src/vault/sql-vault.ts'
import { type Snapshot, type Swap, TABLES, restore, swap, takeSnapshot } from './swap.ts'
import { CHAT, type World, type WorldFactory, credential, fieldsOf, newKey, newToken, user } from './world.ts'

const USERS = [user('alice'), user('bob')]
const CLI = { channel: 'cli' } as const

/** What nobody vouches for: when a key was made, which entry told of damage (it is looked up), how long the next lock is. */
const UNSEALED = new Set([
  ...['vault_user_key.created_at', 'vault_root_key.created_at', 'vault_credential.damage_entry'],
  ...['vault_lock.locks', 'vault_lock.last_rejected_at'],
])

/** Tables of which every change is found by the verification of the audit. */
const VERIFIED = /^vault_(credential|user_key|root_key|lock|audit|audit_head|audit_base|audit_checkpoint)$/

/** Runs of the property that chooses rows and columns at random. */
const RUNS = 60

/** Hundreds of exchanges on a busy machine. */
const TIMEOUT_MS = 300_000

export function swapsContract(createWorld: WorldFactory): void {
  describe('any two places of the database exchanged', () => {
    let world: World
    let vault: SqlVault
    let snapshot: Snapshot
    /** The secret of each account, by user. */
    const secrets = new Map<Principal, Map<string, string>>()
    const otherKey = newKey()

    beforeAll(async () => {
      world = await createWorld()
      vault = await fill(world)
      snapshot = await takeSnapshot(world)
    })
    afterAll(() => world.close())

    it(
      'column by column: the right secret or a refusal, whole lists, and damage that is audited once',
      { timeout: TIMEOUT_MS },
      async () => {
        let changed = 0
        for (const each of swapsOfEveryColumn(snapshot)) if (await tryOut(each)) changed++
        expect(changed).toBeGreaterThan(40)
      },
    )

    it(
      'at random: whole rows, several columns, columns of different kinds',
      { timeout: TIMEOUT_MS },
      async () => {
        await fc.assert(
          fc.asyncProperty(randomSwap(snapshot), async (each) => {
            await tryOut(each)
          }),
          { numRuns: RUNS },
        )
      },
    )

    it('root keys and what belongs to the formation: a start is refused, or nothing else is opened', async () => {
      for (const table of ['vault_meta', 'vault_root_key']) {
        for (const each of swapsOfEveryColumn(snapshot).filter((one) => one.table === table)) {
          if (!(await swap(world, snapshot, each, UNSEALED))) continue
          const owner = await world.tamper('select * from vault_meta order by name')
          const again = await world.open(settingsOf(otherKey, world.key)).catch((error: unknown) => error)
          if (again instanceof Error) expect(again, text(each)).toMatchObject({ code: /^(KEY|VAULT)_/ })
          else await expectRightSecrets(again as SqlVault, each)
          expect(await world.tamper('select * from vault_meta order by name'), text(each)).toEqual(owner)
          await restore(world, snapshot)
        }
      }
    })

    /** True when the exchange changed anything. */
    async function tryOut(each: Swap): Promise<boolean> {
      if (!(await swap(world, snapshot, each, UNSEALED))) return false
      try {
        if (VERIFIED.test(each.table)) expect((await verifyAudit(vault.core)).isWhole, text(each)).toBe(false)
        await expectRightSecrets(vault, each)
        for (const owner of USERS) await expectDamageAuditedOnce(owner, each)
      } finally {
        await restore(world, snapshot)
      }
      return true
    }

    async function expectRightSecrets(opening: SqlVault, each: Swap): Promise<void> {
      const ids = [...secrets.values()].flatMap((accounts) => [...accounts.keys()])
      for (const owner of USERS) {
        await opening.listAccounts(owner)
        await opening.look(owner, 'github')
        await opening.lockedUntil(owner, 'jira')
        await opening.readDialogue(owner, `c-${owner.user}`)
        for (const id of ids) {
          const opened = await opening.open(owner, id, 'test', CHAT)
          const secret = opened.ok ? opened.credential.fields['token']?.reveal() : undefined
          if (opened.ok) expect(secret, text(each)).toBe(secrets.get(owner)?.get(id))
        }
      }
    }

    async function expectDamageAuditedOnce(owner: Principal, each: Swap): Promise<void> {
      const listed = await vault.listAccounts(owner)
      const damaged = listed.filter(({ status }) => status === 'damaged').map(({ id }) => id)
      const audited = (await vault.listAudit(owner)).filter(({ act }) => act === 'damage')
      expect(audited.map(({ account }) => account).sort(), text(each)).toEqual(damaged.sort())
    }

    async function fill(into: World): Promise<SqlVault> {
      const first = await into.open()
      const [alice, bob] = USERS as [Principal, Principal]
      const add = async (owner: Principal, name: string, service: string): Promise<string> => {
        const token = newToken()
        const { account } = await first.add(owner, credential(token, name, { service, scopes: [name] }), CHAT)
        secrets.set(owner, (secrets.get(owner) ?? new Map<string, string>()).set(account.id, token))
        into.clock.advance(1_000)
        return account.id
      }
      const work = await add(alice, 'work', 'github')
      await add(alice, 'play', 'github')
      await add(alice, 'work', 'slack')
      await add(bob, 'bob', 'github')
      // Retention leaves each chain a beginning of its own, and revisions after it.
      await pruneAudit(first.core, into.clock.now() - 500, CLI)
      await add(alice, 'work', 'github')
      await first.rename(alice, work, 'mine', CHAT)
      await first.setDefault(alice, 'github', work, CHAT)
      for (const owner of USERS) {
        const now = into.clock.now()
        const mark = { service: 'github', until: now + 3_600_000, answerUntil: now + 600_000 }
        const move = { stamp: createStamp(), hasRecord: true, mark }
        await first.moveDialogue(owner, `c-${owner.user}`, undefined, move)
        for (let time = 0; time < 3; time++) {
          const attempt = await first.reserveAttempt(owner, 'jira', fieldsOf(newToken()), CHAT)
          if (attempt.kind === 'reserved') await first.settleAttempt(owner, attempt.slot, 'rejected', CHAT)
        }
        await createCheckpoint(first.core, CLI)
      }
      const rotated = await into.open(settingsOf(otherKey, into.key))
      await rotateKeys(rotated.core, CLI)
      await createCheckpoint(rotated.core, CLI)
      return rotated
    }

    function settingsOf(key: string, other: string): Parameters<World['open']>[0] {
      const decryptOnlyKeys = [Secret.fromText(other)]
      return { encryption: world.encryption({ key: Secret.fromText(key), decryptOnlyKeys }) }
    }
  })
}

/** The same column of two rows whose values differ, and a column with the next one of the same row. */
function swapsOfEveryColumn(snapshot: Snapshot): Swap[] {
  return TABLES.flatMap((table) => {
    const rows = snapshot.get(table) ?? []
    const columns = Object.keys(rows[0] ?? {})
    return columns.flatMap((column, index) => {
      const other = rows.findIndex((row) => String(row[column]) !== String(rows[0]?.[column]))
      const next = columns[(index + 1) % columns.length] ?? column
      const beside: Swap = { table, rows: [0, 0], columns: [[column, next]] }
      return other < 0
        ? [beside]
        : [{ table, rows: [0, other], columns: [[column, column]] } satisfies Swap, beside]
    })
  })
}

function randomSwap(snapshot: Snapshot): fc.Arbitrary<Swap> {
  const tables = TABLES.filter((table) => !/meta|root_key/.test(table) && snapshot.get(table)?.length !== 0)
  return fc.constantFrom(...tables).chain((table) => {
    const rows = snapshot.get(table) ?? []
    const columns = Object.keys(rows[0] ?? {})
    const row = fc.nat(rows.length - 1)
    const same = fc.subarray(columns, { minLength: 1 }).map((some) => some.map((one) => [one, one] as const))
    const [left, right] = [fc.constantFrom(...columns), fc.constantFrom(...columns)]
    const any = fc.tuple(left, right).map((pair) => [pair])
    return fc.record({ table: fc.constant(table), rows: fc.tuple(row, row), columns: fc.oneof(same, any) })
  })
}

function text({ table, rows, columns }: Swap): string {
  return `${table} rows ${rows.join(', ')} columns ${columns.map((pair) => pair.join('↔')).join(', ')}`
}
