/** How accounts are shown: as rows for people, as plain objects for programs. Never a secret, nor anything made of one. */
import type { Account } from '../../vault/vault.ts'
import type { Console } from '../terminal/console.ts'

/** An account as programs get it. Times are ISO 8601; what is not known is null. */
export function accountData(account: Account): Readonly<Record<string, unknown>> {
  const { id, service, identity, label, isDefault, status, checked, scopes } = account
  return {
    id,
    service,
    account: identity.name,
    label: label ?? null,
    default: isDefault,
    status,
    checked,
    scopes: scopes ?? null,
    createdAt: timeText(account.createdAt),
    updatedAt: timeText(account.updatedAt),
    lastUsedAt: timeText(account.lastUsedAt),
    lastCheckedAt: timeText(account.lastCheckedAt),
    expiresAt: timeText(account.expiresAt),
  }
}

/** Shows accounts as a table, or tab-separated for pipes: service, account, label, status, and when it was added, checked, expires and was used. */
export function showAccounts(console: Console, accounts: readonly Account[]): void {
  const { style } = console
  console.table(accounts, [
    { heading: 'SERVICE', cell: ({ service }) => service, paint: style.name },
    { heading: 'ACCOUNT', cell: ({ identity }) => identity.name, paint: style.strong },
    {
      heading: 'LABEL',
      cell: ({ label, isDefault }) => [label ?? '', isDefault ? '(default)' : ''].join(' ').trim(),
    },
    {
      heading: 'STATUS',
      cell: ({ status, checked }) => (status === 'active' && !checked ? 'active, unchecked' : status),
      paint: (text, { status }) => (status === 'active' ? style.good(text) : style.bad(text)),
    },
    { heading: 'ADDED', cell: ({ createdAt }) => dayText(createdAt) },
    { heading: 'CHECKED', cell: ({ lastCheckedAt }) => dayText(lastCheckedAt) },
    { heading: 'EXPIRES', cell: ({ expiresAt }) => (expiresAt === undefined ? '' : dayText(expiresAt)) },
    { heading: 'LAST USED', cell: ({ lastUsedAt }) => dayText(lastUsedAt) },
  ])
}

/** A time as programs read it; null for none, and for what somebody wrote in the place of one. */
export function timeText(at: number | undefined): string | null {
  const time = new Date(at ?? Number.NaN)
  return Number.isNaN(time.getTime()) ? null : time.toISOString()
}

/** A day and minute as people read it, in the machine's time zone. */
export function dayText(at: number | undefined): string {
  if (at === undefined) return 'never'
  const time = new Date(at)
  if (Number.isNaN(time.getTime())) return 'unknown'
  const two = (number: number): string => String(number).padStart(2, '0')
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-')
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`
}
