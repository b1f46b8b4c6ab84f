/**
 * Asks the service again about a credential whose check is older than `credential_ttl_minutes`.
 *
 * Only a definite no stops the use; a service that cannot say costs nobody their tools. A credential that has come to
 * belong to somebody else is treated as rejected: its row stays, its owner is asked.
 */
import type { Verdict } from '../providers/service.ts'
import type { Account, ActContext, OpenedCredential } from '../vault/vault.ts'
import type { Principal } from '../principal.ts'
import type { CredentialParts } from './scope.ts'

/** What a re-check found, and of which account. `expired`: the service knows the credential, and says that its time is over. */
export interface Recheck {
  readonly found: 'usable' | 'rejected' | 'expired'
  /** As it stood when the service was asked. */
  readonly account: Account
}

/**
 * Looks at an account before it is opened for a use, since the service may take its time to answer: asking it is a use of its own, which
 * the audit names, and what the call then does is proved and audited after it.
 */
export async function recheck(
  parts: CredentialParts,
  principal: Principal,
  account: Account,
  context: ActContext,
): Promise<Recheck> {
  if (!isDue(parts, account)) return { found: 'usable', account }
  const opened = await parts.vault.open(principal, account.id, `${account.service}.check`, context)
  // Opening it for the use tells what is wrong with it.
  if (!opened.ok) return { found: 'usable', account }
  const { credential } = opened
  try {
    return { found: await askAgain(parts, principal, credential, context), account: credential.account }
  } finally {
    credential.dispose()
  }
}

/** Asks the service whose credential it is; an end that comes meanwhile stops the request, and the service "could not say". */
export async function askService(parts: CredentialParts, credential: OpenedCredential): Promise<Verdict> {
  const { account, fields, ended } = credential
  const service = parts.services.get(account.service)
  const isCurrent = await credential.confirm()
  if (!isCurrent || ended.aborted)
    return { verdict: 'unknown', reason: 'unavailable', retryAfterMs: undefined }
  return service.check(fields, { fetch: parts.fetch, clock: parts.clock, signal: ended })
}

function isDue({ formation, clock }: CredentialParts, account: Account): boolean {
  const { checked, lastCheckedAt, status, updatedAt } = account
  const ttlMs = formation.credentialTtlMinutes * 60_000
  return checked && status === 'active' && clock.now() - (lastCheckedAt ?? updatedAt) >= ttlMs
}

async function askAgain(
  parts: CredentialParts,
  principal: Principal,
  credential: OpenedCredential,
  context: ActContext,
): Promise<Recheck['found']> {
  const { account } = credential
  // Another call of the same turn may have asked meanwhile.
  if (!isDue(parts, account)) return 'usable'
  const verdict = await askService(parts, credential)
  return takeVerdict(parts, principal, account, verdict, context)
}

/** Takes what a service said of a stored credential; nothing is marked rejected here. */
export async function takeVerdict(
  parts: CredentialParts,
  principal: Principal,
  account: Account,
  verdict: Verdict,
  context: ActContext,
): Promise<Recheck['found']> {
  if (verdict.verdict === 'unknown') return 'usable'
  if (verdict.verdict === 'rejected') return 'rejected'
  if (verdict.identity !== undefined && verdict.identity.key !== account.identity.key) {
    const entry = { act: 'credential.denied', service: account.service, outcome: 'identity-changed' }
    await parts.vault.record(principal, entry, context)
    return 'rejected'
  }
  const details = { scopes: verdict.scopes, expiresAt: verdict.expiresAt, onlyIfActive: true }
  await parts.vault.markChecked(principal, account.id, account.revision, details, context)
  // An access token that its service granted is renewed.
  const isOver =
    account.isGranted !== true && verdict.expiresAt !== undefined && verdict.expiresAt <= parts.clock.now()
  return isOver ? 'expired' : 'usable'
}
