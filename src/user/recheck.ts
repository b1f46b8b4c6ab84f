/**
 * Asks the service again about a credential whose check is older than `credential_ttl_minutes`.
 *
 * Only a definite no stops the use; a service that cannot say costs nobody their tools. A credential that has come to
 * belong to somebody else is treated as rejected: its row stays, its owner is asked.
 */
import type { Parts } from '../turn/parts.ts'
import type { Principal } from '../principal.ts'
import type { Verdict } from '../services/service.ts'
import type { Account, ActContext, OpenedCredential } from '../vault/vault.ts'

/** Whether a credential may go on to be used; `expired`: the service knows it, and says that its time is over. */
export type Standing = 'usable' | 'rejected' | 'expired'

/** Asks about an opened credential where its last check is too old. */
export async function recheck(
  parts: Parts,
  principal: Principal,
  credential: OpenedCredential,
  context: ActContext,
): Promise<Standing> {
  const { account } = credential
  const ttlMs = parts.formation.credentialTtlMinutes * 60_000
  const checkedAt = account.lastCheckedAt ?? account.updatedAt
  if (!account.checked || parts.clock.now() - checkedAt < ttlMs) return 'usable'
  const verdict = await askService(parts, credential)
  return takeVerdict(parts, principal, account, verdict, context)
}

/** What its service says of a credential. */
export function askService(parts: Parts, { account, fields }: OpenedCredential): Promise<Verdict> {
  const service = parts.services.get(account.service)
  return service.check(fields, { fetch: parts.fetch, clock: parts.clock, signal: undefined })
}

/** Takes what a service said of a stored credential; nothing is marked rejected here. */
export async function takeVerdict(
  parts: Parts,
  principal: Principal,
  account: Account,
  verdict: Verdict,
  context: ActContext,
): Promise<Standing> {
  if (verdict.verdict === 'unknown') return 'usable'
  if (verdict.verdict === 'rejected') return 'rejected'
  if (verdict.identity.key !== account.identity.key) {
    const entry = { act: 'credential.denied', service: account.service, outcome: 'identity-changed' }
    await parts.vault.record(principal, entry, context)
    return 'rejected'
  }
  const details = { scopes: verdict.scopes, expiresAt: verdict.expiresAt }
  await parts.vault.markChecked(principal, account.id, account.revision, details, context)
  const isOver = verdict.expiresAt !== undefined && verdict.expiresAt <= parts.clock.now()
  return isOver ? 'expired' : 'usable'
}
