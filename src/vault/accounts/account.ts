/** How a row is shown: an account, of which nothing is believed that its row may have been altered to say. */
import { showName } from '../../providers/account-name.ts'
import { firstRevision } from './grant.ts'
import type { CredentialTable } from '../tables.ts'
import type { Account, AccountStatus } from '../vault.ts'

/** How a row is shown. Columns of a damaged row are shown only where they are of the right type. */
export function toAccount(
  row: CredentialTable,
  isDamaged: boolean,
  lastUsedAt: number | undefined,
  now: number,
): Account {
  return {
    id: String(row.id),
    service: String(row.service),
    identity: { key: String(row.account_key), name: readName(row.account_name, isDamaged) ?? String(row.id) },
    login: isDamaged ? undefined : readName(row.account_login, false),
    label: isDamaged ? undefined : readName(row.label, false),
    isDefault: row.is_default === 1 && !isDamaged,
    status: isDamaged ? 'damaged' : statusOf(row, now),
    checked: row.checked === 1 && !isDamaged,
    scopes: isDamaged ? undefined : readScopes(row.scopes),
    revision: wholeNumber(row.revision) ?? 0,
    createdAt: wholeNumber(row.created_at) ?? 0,
    updatedAt: wholeNumber(row.updated_at) ?? 0,
    lastUsedAt,
    lastCheckedAt: wholeNumber(row.last_checked_at),
    expiresAt: wholeNumber(row.expires_at),
    ...(!isDamaged && firstRevision(row.brought_by) !== undefined && { isGranted: true as const }),
  }
}

/** A row that is sound: rejected stays rejected, the rest expires when its service said so. */
export function statusOf(
  row: Pick<CredentialTable, 'status' | 'expires_at'>,
  now: number,
): Exclude<AccountStatus, 'damaged'> {
  if (row.status === 'rejected') return 'rejected'
  return row.expires_at !== null && row.expires_at <= now ? 'expired' : 'active'
}

/** A name of a damaged row may be anything: what is shown of it is what may be shown of any name. */
function readName(stored: string | null, isDamaged: boolean): string | undefined {
  if (stored === null) return undefined
  const name = isDamaged ? showName(String(stored)) : stored
  return name === '' ? undefined : name
}

/** SQLite keeps whatever was written into a column; what is no number is shown as if it were not there. */
function wholeNumber(stored: unknown): number | undefined {
  return Number.isSafeInteger(stored) ? (stored as number) : undefined
}

/** Scopes as stored: a JSON list of texts. */
export function writeScopes(scopes: readonly string[] | undefined): string | null {
  return scopes === undefined ? null : JSON.stringify(scopes)
}

function readScopes(stored: string | null): readonly string[] | undefined {
  if (stored === null) return undefined
  return (JSON.parse(stored) as unknown[]).map(String)
}
