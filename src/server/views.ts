/** What the server shows of accounts, services and audited acts: times as ISO 8601, and nothing that is not named here. */
import type { z } from '@hono/zod-openapi'
import type { ServiceStatus } from '../credentials/credentials.ts'
import type { Account, AuditEntry } from '../vault/vault.ts'
import type { account, auditEntry, serviceStatus } from './schemas.ts'

/** An account as it is shown. */
export function accountView(given: Account): z.infer<typeof account> {
  const { id, service, identity, login, label, isDefault, status, checked, scopes } = given
  return {
    id,
    service,
    name: identity.name,
    login,
    label,
    isDefault,
    status,
    checked,
    scopes: scopes === undefined ? undefined : [...scopes],
    createdAt: time(given.createdAt),
    updatedAt: time(given.updatedAt),
    lastUsedAt: timeIf(given.lastUsedAt),
    lastCheckedAt: timeIf(given.lastCheckedAt),
    expiresAt: timeIf(given.expiresAt),
  }
}

/** A service's status as it is shown. */
export function statusView(given: ServiceStatus): z.infer<typeof serviceStatus> {
  const { service, name, state, accounts, lockedUntil } = given
  return { service, name, state, lockedUntil: timeIf(lockedUntil), accounts: accounts.map(accountView) }
}

/** An audited act as it is shown. */
export function auditView(given: AuditEntry): z.infer<typeof auditEntry> {
  const { sequence, at, act, service, account, channel, conversation, outcome, detail } = given
  return { sequence, at: time(at), act, service, account, channel, conversation, outcome, detail }
}

/** A moment in epoch milliseconds as ISO 8601. */
export function time(at: number): string {
  return new Date(at).toISOString()
}

/** The same of a moment that may not be. */
export function timeIf(at: number | undefined): string | undefined {
  return at === undefined ? undefined : time(at)
}
