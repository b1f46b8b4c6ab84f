/** Reads a user's audit. */
import type { Principal } from '../principal.ts'
import type { VaultCore } from './core.ts'
import type { AuditTable } from './tables.ts'
import type { AuditEntry } from './vault.ts'

const DEFAULT_LIMIT = 100
const MAX_LIMIT = 1_000

/** What to leave out. */
export interface AuditFilter {
  readonly service?: string
  /** Epoch milliseconds; entries of this time and later. */
  readonly since?: number
  /** Default 100, at most 1,000. */
  readonly limit?: number
}

/** A user's entries, newest first. */
export async function listAudit(
  core: VaultCore,
  principal: Principal,
  filter: AuditFilter = {},
): Promise<readonly AuditEntry[]> {
  core.checkFormation(principal)
  const limit = Math.min(Math.max(1, Math.floor(filter.limit ?? DEFAULT_LIMIT)), MAX_LIMIT)
  const rows = await core.read((database) => {
    let query = database.selectFrom('vault_audit').selectAll().where('user_id', '=', principal.user)
    if (filter.service !== undefined) query = query.where('service', '=', filter.service)
    if (filter.since !== undefined) query = query.where('at', '>=', Math.floor(filter.since))
    return query.orderBy('sequence', 'desc').limit(limit).execute()
  })
  return rows.map(toEntry)
}

/** An entry as it is shown: without its links. */
export function toEntry(row: AuditTable): AuditEntry {
  return {
    sequence: row.sequence,
    at: row.at,
    user: row.user_id,
    act: row.act,
    service: row.service ?? undefined,
    account: row.account ?? undefined,
    channel: row.channel,
    conversation: row.conversation ?? undefined,
    outcome: row.outcome,
    detail: row.detail ?? undefined,
  }
}
