/** No act without its entry (issue of the vault, item 5), and no entry, no act (T-106): one table of every act, tried both ways. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyAudit } from '../../src/vault/audit/verify.ts'
import { VAULT_TABLES } from '../../src/vault/schema.ts'
import { SqlVault } from '../../src/vault/sql-vault.ts'
import { ACTS, type ActStage, type Row, setStage } from './audited-acts.ts'
import { UNAUDITED } from './unaudited.ts'
import type { World, WorldFactory } from './world.ts'

/** What belongs to the object and not to the port. */
const OWN = ['constructor', 'start', 'close']

export function auditActsContract(createWorld: WorldFactory): void {
  let world: World
  let stage: ActStage
  beforeEach(async () => {
    world = await createWorld()
    stage = await setStage(world)
  })
  afterEach(() => world.close())

  describe('the audit of every act', { timeout: 90_000 }, () => {
    it('has each act that writes, with its service, account, channel and outcome, and stays whole', async () => {
      const covered = new Set<string>([...ACTS.map(({ by }) => by), ...Object.keys(UNAUDITED), ...OWN])
      expect(Object.getOwnPropertyNames(SqlVault.prototype).filter((name) => !covered.has(name))).toEqual([])
      for (const act of ACTS) {
        world.clock.advance(1)
        const since = world.clock.now()
        await act.run(stage)
        expect(await entriesSince(since), `${act.by}: ${act.what}`).toEqual(sorted(act.leaves))
      }
      expect(await verifyAudit(stage.vault.core)).toMatchObject({ isWhole: true, faults: [] })
    })

    it('T-106 that cannot be written refuses each of these acts, and nothing in the database changes', async () => {
      await failAudit()
      const before = await everything()
      for (const act of ACTS) {
        const outcome = await act.run(stage).then(
          () => 'done',
          (error: unknown) => (error as { code?: string }).code,
        )
        expect(outcome, `${act.by}: ${act.what}`).toBe('VAULT_UNAVAILABLE')
        expect(await everything(), `${act.by}: ${act.what}`).toEqual(before)
      }
    })
  })

  async function entriesSince(since: number): Promise<Row[]> {
    const rows = await world.tamper('select * from vault_audit where at >= ?', [since])
    const names = new Map([...stage.accounts].map(([name, { id }]) => [id, name]))
    return sorted(
      rows.map(({ act, service, account, channel, outcome }): Row => {
        const name = typeof account === 'string' ? (names.get(account) ?? '(new)') : undefined
        const of = typeof service === 'string' ? service : undefined
        return [String(act), of, name, String(channel), String(outcome)]
      }),
    )
  }

  async function failAudit(): Promise<void> {
    await world.tamper(
      world.kind === 'sqlite'
        ? "create trigger fail before insert on vault_audit begin select raise(abort, 'no'); end"
        : `create function fail() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
           create trigger fail before insert on vault_audit for each row execute function fail()`,
    )
  }

  async function everything(): Promise<Record<string, unknown>> {
    const found: Record<string, unknown> = {}
    for (const [table, { key }] of Object.entries(VAULT_TABLES)) {
      const order = key.map((column) => `"${column}"`).join(', ')
      found[table] = await world.tamper(`select * from ${table} order by ${order}`)
    }
    return found
  }
}

function sorted(rows: readonly Row[]): Row[] {
  return rows.toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1))
}
