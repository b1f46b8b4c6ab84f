/**
 * Asks the service again about a credential whose check is older than `credential_ttl_minutes`.
 *
 * Only a definite no stops the use; a service that cannot say costs nobody their tools. A credential that has come to
 * belong to somebody else is treated as rejected: its row stays, its owner is asked.
 */
import type { Parts } from '../turn/parts.ts'
import type { ActContext, OpenedCredential } from '../vault/vault.ts'
import type { Principal } from '../principal.ts'

/** Whether an opened credential may go on to be used; `expired`: the service knows it, and says that its time is over. */
export async function recheck(
  parts: Parts,
  principal: Principal,
  credential: OpenedCredential,
  context: ActContext,
): Promise<'usable' | 'rejected' | 'expired'> {
  const { account, fields } = credential
  const ttlMs = parts.formation.credentialTtlMinutes * 60_000
  const checkedAt = account.lastCheckedAt ?? account.updatedAt
  if (!account.checked || parts.clock.now() - checkedAt < ttlMs) return 'usable'
  const service = parts.services.get(account.service)
  const verdict = await service.check(fields, { fetch: parts.fetch, clock: parts.clock, signal: undefined })
  if (verdict.verdict === 'unknown') return 'usable'
  if (verdict.verdict === 'rejected') return 'rejected'
  if (verdict.identity !== undefined && verdict.identity.key !== account.identity.key) {
    const entry = { act: 'credential.denied', service: account.service, outcome: 'identity-changed' }
    await parts.vault.record(principal, entry, context)
    return 'rejected'
  }
  const details = { scopes: verdict.scopes, expiresAt: verdict.expiresAt }
  await parts.vault.markChecked(principal, account.id, account.revision, details, context)
  const isOver = verdict.expiresAt !== undefined && verdict.expiresAt <= parts.clock.now()
  return isOver ? 'expired' : 'usable'
}
