/** Opens the vault of a formation: for the whole of Keyturn, and for commands that need the vault alone. */
import type { Formation, SecretSource } from '../formation/formation.ts'
import { environmentSecrets } from '../formation/resolve.ts'
import type { Clock, Logger } from '../ports.ts'
import { resolveEncryption } from './encryption.ts'
import type { CacheSettings } from '../vault/sealing/envelope-cache.ts'
import { openVault } from '../vault/open.ts'
import type { ResolvedEncryption, VaultSettings } from '../vault/settings.ts'
import type { SqlVault } from '../vault/sql-vault.ts'

/** What a host may choose beside the formation. */
export interface VaultChoices {
  /** Where `.keyturn/` is. Default: the formation's folder. */
  readonly directory?: string | undefined
  /** `postgres://…`, or false for the SQLite file. Default: `DATABASE_URL` where it is set. */
  readonly databaseUrl?: string | false | undefined
  /** Values of `${{ secrets.NAME }}`. Default: the environment. */
  readonly secrets?: Readonly<Record<string, string | undefined>> | SecretSource | undefined
  /** Default: whether `NODE_ENV` is `production`. */
  readonly production?: boolean | undefined
  /** Opens it only to move users to the configured key. */
  readonly isRotating?: boolean | undefined
  readonly envelopes?: CacheSettings | undefined
  readonly clock?: Clock | undefined
  readonly logger?: Logger | undefined
}

/**
 * Fetches the keys and opens the vault, making it at first use.
 *
 * @throws KeyturnError those of `resolveEncryption` and `openVault`.
 */
export async function openFormationVault(
  formation: Formation,
  choices: VaultChoices = {},
): Promise<SqlVault> {
  const encryption = await resolveEncryption(formation, secretSource(choices.secrets))
  return openVault(vaultSettings(formation, encryption, choices))
}

/** What the vault needs to know, once the keys are fetched. */
export function vaultSettings(
  formation: Formation,
  encryption: ResolvedEncryption,
  choices: VaultChoices = {},
): VaultSettings {
  const { envelopes, clock, logger, isRotating } = choices
  return {
    formation: formation.id,
    directory: choices.directory ?? formation.directory,
    encryption,
    databaseUrl: chosenUrl(choices.databaseUrl, 'DATABASE_URL'),
    maxAttempts: formation.maxAttempts,
    production: choices.production ?? process.env['NODE_ENV'] === 'production',
    isRotating,
    envelopes,
    clock,
    logger,
  }
}

/** The given URL, else the variable's; nothing for `false` and for an empty one. */
export function chosenUrl(given: string | false | undefined, variable: string): string | undefined {
  if (given === false) return undefined
  const url = given ?? process.env[variable]
  return url === '' ? undefined : url
}

/** Where values of `${{ secrets.NAME }}` come from; the environment unless the host gives them. */
export function secretSource(given: VaultChoices['secrets']): SecretSource {
  if (given === undefined) return environmentSecrets()
  return typeof given === 'function' ? given : environmentSecrets(given)
}
