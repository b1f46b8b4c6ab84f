/** Whether credentials that somebody holds are in use still: asked before a value leaves, and by whoever keeps processes that have one. */
import { CompiledQuery } from 'kysely'
import { statusOf } from './account.ts'
import { firstRevision } from './grant.ts'
import type { VaultCore, VaultDatabase } from '../core.ts'
import type { CredentialTable } from '../tables.ts'
import type { HeldCredential } from '../vault.ts'

/** Rows that are looked for in one statement. */
const MOST_AT_ONCE = 200

type StandingRow = Pick<CredentialTable, 'revision' | 'status' | 'expires_at' | 'brought_by'>

const COLUMNS = 'select revision, status, expires_at, brought_by from vault_credential'

/** As plain text: it runs on every tool call, and putting it together anew each time would cost more than running it. */
const STATEMENTS = {
  sqlite: `${COLUMNS} where id = ? and user_id = ?`,
  postgres: `${COLUMNS} where id = $1 and user_id = $2`,
} as const

/** Whether what is held is still the active revision of its account: the last word before a value leaves. */
export async function isStanding(
  core: VaultCore,
  database: VaultDatabase,
  { principal, accountId, revision }: HeldCredential,
): Promise<boolean> {
  const query = CompiledQuery.raw(STATEMENTS[core.kind], [accountId, principal.user])
  const [row] = (await database.executeQuery(query)).rows as StandingRow[]
  return row !== undefined && isActive(row, revision, core.clock.now())
}

/** Of what is held, what is still the active revision of its account; each 200 are looked at in one statement. */
export async function findStanding<Held extends HeldCredential>(
  core: VaultCore,
  database: VaultDatabase,
  held: readonly Held[],
): Promise<Held[]> {
  const standing: Held[] = []
  for (let start = 0; start < held.length; start += MOST_AT_ONCE) {
    const some = held.slice(start, start + MOST_AT_ONCE)
    const ids = some.map(({ accountId }) => accountId)
    const rows = await database
      .selectFrom('vault_credential')
      .select(['id', 'user_id', 'revision', 'status', 'expires_at', 'brought_by'])
      .where('id', 'in', ids)
      .execute()
    const now = core.clock.now()
    const stands = ({ principal, accountId, revision }: Held): boolean =>
      rows.some(
        (row) => row.id === accountId && row.user_id === principal.user && isActive(row, revision, now),
      )
    standing.push(...some.filter(stands))
  }
  return standing
}

function isActive(row: StandingRow, revision: number, now: number): boolean {
  if (statusOf(row, now) !== 'active') return false
  if (row.revision === revision) return true
  // A renewal goes on with the same grant: what is under way with the access token before is not cut off by it.
  const first = firstRevision(row.brought_by)
  return first !== undefined && first <= revision && revision < row.revision
}
