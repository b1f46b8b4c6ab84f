/** Scrubbers for what is said to, and fetched for, one user: they look for the user's own secrets. */
import { createScrubber } from '../guard/index.ts'
import type { Family, LiveSecret, Scrubber } from '../guard/index.ts'
import { isSecretField } from '../providers/fields.ts'
import type { Principal } from '../principal.ts'
import type { CredentialFields } from '../secret.ts'
import type { Vault } from '../vault/vault.ts'

/**
 * Takes out every secret the user has stored, and tokens of every known shape.
 *
 * @throws KeyturnError `PRINCIPAL_INVALID`, `VAULT_UNAVAILABLE`.
 */
export async function createUserScrubber(
  vault: Vault,
  principal: Principal,
  rules: readonly Family[],
): Promise<Scrubber> {
  const stored = await vault.readSecrets(principal)
  const scrubber = createScrubber(
    stored.flatMap(({ service, fields }) => liveOf(service, fields)),
    { rules },
  )
  for (const { fields } of stored) for (const secret of Object.values(fields)) secret.dispose()
  return scrubber
}

/** Takes out the secrets of one credential and nothing else: what a service answers is its own otherwise. */
export function createCredentialScrubber(service: string, fields: CredentialFields): Scrubber {
  return createScrubber(liveOf(service, fields), { onlyLive: true })
}

/** Who a credential belongs to is no secret. */
function liveOf(service: string, fields: CredentialFields): LiveSecret[] {
  return Object.entries(fields)
    .filter(([name]) => isSecretField(name))
    .map(([, secret]) => ({ secret, service }))
}
