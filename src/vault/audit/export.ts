/** Writes the audit out as JSON Lines, and everything about one user for a data-protection request. */
import type { Principal } from '../../principal.ts'
import { listAccounts } from '../accounts/list.ts'
import { toEntry } from './list.ts'
import type { VaultCore } from '../core.ts'
import { countedIds } from '../attempts/lasting.ts'
import type { UserExport } from '../vault.ts'

const PAGE = 1_000

/** What to write. */
export interface ExportFilter {
  readonly user?: string | undefined
  readonly service?: string | undefined
  /** Epoch milliseconds, from and up to but not including. */
  readonly since?: number | undefined
  readonly until?: number | undefined
}

/** The audit by user and sequence, one JSON object a line without its line end; times in ISO 8601. Holds no secret and no hash of one. */
export async function* exportAudit(core: VaultCore, filter: ExportFilter = {}): AsyncGenerator<string> {
  let after: { user_id: string; sequence: number } | undefined
  for (;;) {
    const page = await core.read((database) => {
      let query = database.selectFrom('vault_audit').selectAll()
      if (filter.user !== undefined) query = query.where('user_id', '=', filter.user)
      if (filter.service !== undefined) query = query.where('service', '=', filter.service)
      if (filter.since !== undefined) query = query.where('at', '>=', filter.since)
      if (filter.until !== undefined) query = query.where('at', '<', filter.until)
      const start = after
      if (start !== undefined) {
        query = query.where((where) =>
          where.or([
            where('user_id', '>', start.user_id),
            where.and([where('user_id', '=', start.user_id), where('sequence', '>', start.sequence)]),
          ]),
        )
      }
      return query.orderBy('user_id').orderBy('sequence').limit(PAGE).execute()
    })
    for (const row of page) {
      const at = new Date(row.at)
      const time = Number.isNaN(at.getTime()) ? null : at.toISOString()
      const link = row.hash instanceof Uint8Array ? Buffer.from(row.hash).toString('hex') : null
      yield JSON.stringify({ ...toEntry(row), at: time, link })
    }
    after = page.at(-1)
    if (page.length < PAGE) return
  }
}

/** Collects everything about a user. */
export async function exportUser(core: VaultCore, principal: Principal): Promise<UserExport> {
  const { user } = principal
  const accounts = await listAccounts(core, principal)
  const ids = countedIds(core, user)
  return core.read(async (database) => {
    const key = await database
      .selectFrom('vault_user_key')
      .select('created_at')
      .where('user_id', '=', user)
      .executeTakeFirst()
    const [locks, attempts, collecting, audit] = await Promise.all([
      database.selectFrom('vault_lock').selectAll().where('user_id', 'in', ids).orderBy('service').execute(),
      database
        .selectFrom('vault_attempt')
        .select(['service', 'reserved_at', 'outcome'])
        .where('user_id', 'in', ids)
        .orderBy('reserved_at')
        .execute(),
      database
        .selectFrom('vault_dialogue')
        .selectAll()
        .where('user_id', '=', user)
        .where('service', 'is not', null)
        .orderBy('conversation')
        .execute(),
      database
        .selectFrom('vault_audit')
        .selectAll()
        .where('user_id', '=', user)
        .orderBy('sequence')
        .execute(),
    ])
    return {
      formation: principal.formation,
      user,
      exportedAt: core.clock.now(),
      since: key?.created_at,
      accounts,
      locks: locks.map((row) => ({ service: row.service, lockedUntil: row.locked_until })),
      attempts: attempts.map((row) => ({ service: row.service, at: row.reserved_at, outcome: row.outcome })),
      collecting: collecting.map(({ conversation, service, awaited_until: until }) => ({
        conversation,
        service: service ?? '',
        until: until ?? 0,
      })),
      audit: audit.map(toEntry),
    }
  })
}
