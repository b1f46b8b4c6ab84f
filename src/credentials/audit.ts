/** What was done with a user's credentials, for management; the caller has established who asks. */
import { KeyturnError } from '../errors.ts'
import { normalizeServiceId } from '../formation/service-id.ts'
import { createPrincipal } from '../principal.ts'
import type { AuditEntry } from '../vault/vault.ts'
import { type ManagementOptions, readOptions, readText } from './input.ts'
import type { CredentialParts } from './scope.ts'

/** Whose audit, and which part of it. */
export interface AuditOptions extends ManagementOptions {
  readonly service?: string | undefined
  /** Epoch milliseconds: entries of then and later. */
  readonly since?: number | undefined
  /** Newest first, so many at most. Default 100, 1 to 1,000. */
  readonly limit?: number | undefined
}

/** The audit of users. */
export interface Audit {
  /**
   * What was done with a user's credentials, newest first; never a secret.
   *
   * @throws KeyturnError `PRINCIPAL_INVALID`, `INPUT_INVALID`, `VAULT_UNAVAILABLE`.
   */
  list(options: AuditOptions): Promise<readonly AuditEntry[]>
}

/** Makes the audit of one Keyturn. */
export function createAudit({ formation, vault }: Pick<CredentialParts, 'formation' | 'vault'>): Audit {
  return {
    async list(given) {
      const options = readOptions(given, 'audit.list')
      const name = readText(options, 'service')
      const service = name === undefined ? undefined : normalizeServiceId(name)
      if (name !== undefined && service === undefined)
        throw new KeyturnError(
          'INPUT_INVALID',
          'That is not the name of a service. Use a name such as github.',
        )
      const since = readNumber(options['since'], 'since', 0, Number.MAX_SAFE_INTEGER)
      const limit = readNumber(options['limit'], 'limit', 1, 1_000)
      return vault.listAudit(createPrincipal(formation.id, options.userId), {
        ...(service === undefined ? {} : { service }),
        ...(since === undefined ? {} : { since }),
        ...(limit === undefined ? {} : { limit }),
      })
    },
  }
}

function readNumber(given: unknown, name: string, least: number, most: number): number | undefined {
  if (given === undefined) return undefined
  if (typeof given === 'number' && Number.isSafeInteger(given) && given >= least && given <= most)
    return given
  throw new KeyturnError('INPUT_INVALID', `The ${name} is a whole number from ${least} to ${most}.`)
}
