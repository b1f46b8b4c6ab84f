/** Audits what happens to a formation as a whole: no user's act, written to the formation's own chain. */
import { FORMATION_CHAIN } from './chain.ts'
import { appendAudit, type AuditFacts } from './append.ts'
import type { VaultCore } from '../core.ts'
import type { ActContext } from '../vault.ts'

/** Adds an entry to the formation's chain. */
export function recordForFormation(core: VaultCore, facts: AuditFacts, context: ActContext): Promise<void> {
  return core.transaction(async (transaction) => {
    await appendAudit(core, transaction, FORMATION_CHAIN, facts, context)
  })
}

/**
 * Notes whether a protection is on, where that is news: it is off for the first time, or other than last noted. A start that
 * changes nothing writes nothing.
 */
export function noteProtection(core: VaultCore, setting: string, isOn: boolean): Promise<void> {
  return core.transaction(async (transaction) => {
    const last = await transaction
      .selectFrom('vault_audit')
      .select('outcome')
      .where('user_id', '=', FORMATION_CHAIN)
      .where('act', '=', 'setting')
      .where('detail', '=', setting)
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirst()
    const outcome = isOn ? 'on' : 'off'
    if ((last?.outcome ?? 'on') === outcome) return
    const facts = { act: 'setting', outcome, detail: setting }
    await appendAudit(core, transaction, FORMATION_CHAIN, facts, { channel: 'start' })
  })
}
