/** Reads the audit, newest entries first. */
import type { SelectQueryBuilder } from 'kysely'
import type { Principal } from '../../principal.ts'
import type { VaultCore } from '../core.ts'
import type { AuditTable, VaultTables } from '../tables.ts'
import type { AuditEntry } from '../vault.ts'

const DEFAULT_LIMIT = 100
const MAX_LIMIT = 1_000

/** What to leave out. */
export interface AuditFilter {
  readonly service?: string | undefined
  /** Epoch milliseconds; entries of this time and later. */
  readonly since?: number | undefined
  /** Epoch milliseconds; entries before this time. */
  readonly until?: number | undefined
  /** Default 100, at most 1,000. */
  readonly limit?: number | undefined
}

/** A user's entries, newest first. */
export async function listAudit(
  core: VaultCore,
  principal: Principal,
  filter: AuditFilter = {},
): Promise<readonly AuditEntry[]> {
  core.checkFormation(principal)
  const rows = await core.read((database) =>
    filtered(database.selectFrom('vault_audit').selectAll(), filter)
      .where('user_id', '=', principal.user)
      .orderBy('sequence', 'desc')
      .execute(),
  )
  return rows.map(toEntry)
}

/** Everybody's entries, or one user's, newest first; the formation's own chain has the user `''`. For management only. */
export async function listAllAudit(
  core: VaultCore,
  filter: AuditFilter & { readonly user?: string | undefined } = {},
): Promise<readonly AuditEntry[]> {
  const rows = await core.read((database) => {
    const { user } = filter
    const entries = filtered(database.selectFrom('vault_audit').selectAll(), filter)
    const own = user === undefined ? entries : entries.where('user_id', '=', user)
    return own.orderBy('at', 'desc').orderBy('user_id').orderBy('sequence', 'desc').execute()
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

type EntryQuery = SelectQueryBuilder<VaultTables, 'vault_audit', AuditTable>

function filtered(query: EntryQuery, filter: AuditFilter): EntryQuery {
  let some = query
  if (filter.service !== undefined) some = some.where('service', '=', filter.service)
  if (filter.since !== undefined) some = some.where('at', '>=', Math.floor(filter.since))
  if (filter.until !== undefined) some = some.where('at', '<', Math.floor(filter.until))
  return some.limit(Math.min(Math.max(1, Math.floor(filter.limit ?? DEFAULT_LIMIT)), MAX_LIMIT))
}
