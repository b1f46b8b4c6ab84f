/** What the credentials of a call mean for its connection: whose it is, whether it may have them, and what to scrub. */
import { KeyturnError } from '../errors.ts'
import type { Formation, ServerDefinition } from '../formation/formation.ts'
import type { LiveSecret } from '../guard/index.ts'
import type { Principal } from '../principal.ts'
import { Secret } from '../secret.ts'
import type { Account, OpenedCredential } from '../vault/vault.ts'
import { isSecretField } from '../providers/fields.ts'
import type { Ownership } from './pool.ts'
import { endedCall } from './waiters.ts'

/** A server as one user, with these credentials. */
export interface ServerUse {
  readonly server: ServerDefinition
  readonly principal: Principal
  readonly credentials: readonly OpenedCredential[]
}

/** A principal as one text; no two principals give the same, whatever their ids look like. */
export function ownerOf({ formation, user }: Principal): string {
  return JSON.stringify([formation, user])
}

/** The exact key of a connection: no two users, accounts, or revisions share one. */
export function ownershipOf(
  server: ServerDefinition,
  principal: Principal,
  accounts: readonly Account[],
): Ownership {
  const owner = ownerOf(principal)
  const used = accounts.map(({ service, id, revision }) => [service, id, revision] as const).sort()
  const held = used.map(([, accountId, revision]) => ({ principal, accountId, revision }))
  return { key: JSON.stringify([owner, server.id, used]), owner, accounts: held }
}

/**
 * Passes credentials that are all in use still: the last thing that is waited for before they are given to a process, or a process that
 * has them is asked to act.
 *
 * @throws KeyturnError `TOOL_UNAVAILABLE`; `VAULT_UNAVAILABLE`.
 */
export async function confirmCredentials(credentials: readonly OpenedCredential[]): Promise<void> {
  const answers = await Promise.all(credentials.map((credential) => credential.confirm()))
  if (answers.includes(false) || credentials.some(({ ended }) => ended.aborted)) throw endedCall()
}

/**
 * Passes exactly one credential for each service that the server names.
 *
 * @throws KeyturnError `PRINCIPAL_INVALID` for a user of another formation; `INPUT_INVALID` for a credential the server may not have;
 * `CREDENTIAL_REQUIRED` for a missing one, naming the service.
 */
export function checkCredentials(formation: Formation, { server, principal, credentials }: ServerUse): void {
  if (principal.formation !== formation.id) {
    throw new KeyturnError('PRINCIPAL_INVALID', 'The user belongs to another formation than this server.')
  }
  const services = credentials.map(({ account }) => account.service)
  const isForeign = services.some((service) => !server.services.includes(service))
  if (isForeign || new Set(services).size < services.length) {
    const message = `The MCP server ${server.id} may be given one credential of each service it names, and no other.`
    throw new KeyturnError('INPUT_INVALID', message, { server: server.id })
  }
  const missing = server.services.find((service) => !services.includes(service))
  if (missing === undefined) return
  const message = `The MCP server ${server.id} needs the user's ${missing} credential.`
  throw new KeyturnError('CREDENTIAL_REQUIRED', message, { server: server.id, service: missing })
}

/** The secret values of credentials; who a credential belongs to is none. */
export function secretValues(credentials: readonly OpenedCredential[]): string[] {
  return credentials.flatMap(({ fields }) =>
    Object.entries(fields)
      .filter(([name]) => isSecretField(name))
      .map(([, secret]) => secret.reveal()),
  )
}

/** Values for the scrubber, named by their service where they are a user's. */
export function liveSecrets(
  values: readonly string[],
  credentials: readonly OpenedCredential[],
): LiveSecret[] {
  return values.map((value) => {
    const owner = credentials.find((one) => secretValues([one]).includes(value))
    const secret = Secret.fromText(value)
    return owner === undefined ? { secret, kind: 'secret' } : { secret, service: owner.account.service }
  })
}
