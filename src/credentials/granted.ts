/** Stores what a service granted, under the name of whom it belongs to. */
import type { ServiceId } from '../formation/formation.ts'
import type { StoredGrant } from '../oauth/grant-of.ts'
import type { Account } from '../vault/vault.ts'
import type { CredentialScope } from './scope.ts'
import { storeAccepted } from './store.ts'

/**
 * Asks whose it is, and stores it: a new account, or the one that was connected before. A service that cannot say whose it is does not
 * take away what it just granted: the account is stored without a check. Nothing where it does not accept its own token.
 */
export async function storeGranted(
  scope: CredentialScope,
  service: ServiceId,
  granted: StoredGrant,
): Promise<Account | undefined> {
  const { fields, grant, scopes, endsAt } = granted
  const { fetch, clock, signal } = scope
  const said = await scope.services.get(service).check(fields, { fetch, clock, signal })
  if (said.verdict === 'rejected') return undefined
  const isKnown = said.verdict === 'valid'
  const verdict = {
    verdict: 'valid',
    identity: isKnown ? said.identity : undefined,
    checked: isKnown && said.checked,
    scopes: (isKnown ? said.scopes : undefined) ?? scopes,
    // When the access token ends is no end of the account: it is renewed.
    expiresAt: endsAt,
  } as const
  const accepted = { service, fields, grant, verdict, slot: undefined, label: null, replaces: null }
  const { account } = await storeAccepted(scope, accepted)
  return account
}
