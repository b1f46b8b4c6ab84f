/** Scrubbers for what is said to, and fetched for, one user: they look for the user's own secrets. */
import { createScrubber } from '../guard/index.ts'
import type { Family, Scrubber } from '../guard/index.ts'
import { isSecretField } from '../providers/fields.ts'
import type { Principal } from '../principal.ts'
import type { CredentialFields, Secret } from '../secret.ts'
import type { Vault } from '../vault/vault.ts'

/** The two ways in which a user's own secrets are taken out. */
export interface UserScrubbers {
  /** Of what an agent says: they, and tokens of every known shape. */
  readonly speech: Scrubber
  /** Of what the user said, which the gate let pass: they, and nothing else; a password that is a plain word or a few digits stays. */
  readonly message: Scrubber
}

/**
 * Takes out every secret the user has stored.
 *
 * @throws KeyturnError `PRINCIPAL_INVALID`, `VAULT_UNAVAILABLE`.
 */
export async function createUserScrubbers(
  vault: Vault,
  principal: Principal,
  rules: readonly Family[],
): Promise<UserScrubbers> {
  const stored = await vault.readSecrets(principal)
  const live = stored.flatMap(({ service, fields }) => secretsOf(service, fields))
  const scrubbers = {
    speech: createScrubber(live, { rules }),
    message: createScrubber(
      live.filter(({ secret }) => !isOrdinary(secret)),
      { rules, onlyLive: true },
    ),
  }
  for (const { fields } of stored) for (const secret of Object.values(fields)) secret.dispose()
  return scrubbers
}

/** Takes out the secrets of one credential and nothing else: what a service answers is its own otherwise. */
export function createCredentialScrubber(service: string, fields: CredentialFields): Scrubber {
  return createScrubber(secretsOf(service, fields), { onlyLive: true })
}

/** The secrets of a credential: who it belongs to is none. */
export function secretsOf(
  service: string,
  fields: CredentialFields,
): { readonly secret: Secret; readonly service: string }[] {
  return Object.entries(fields)
    .filter(([name]) => isSecretField(name))
    .map(([, secret]) => ({ secret, service }))
}

/** A word or a short number, as some choose for a password: people write it in other meanings too. */
function isOrdinary(secret: Secret): boolean {
  return secret.use(
    (bytes) =>
      (bytes.length < 12 && bytes.every((byte) => (byte | 32) >= 97 && (byte | 32) <= 122)) ||
      (bytes.length < 8 && bytes.every((byte) => byte >= 48 && byte <= 57)),
  )
}
