/** Finds whose a credential is before it is stored, for a page that asks its user first. */
import type { ServiceId } from '../formation/formation.ts'
import { createPrincipal } from '../principal.ts'
import type { CredentialParts } from './scope.ts'
import { type FoundOwner, findOwner } from './set.ts'

/** Asks the service, under the same locks as any attempt at adding. */
export type FindOwner = (
  userId: string,
  service: ServiceId,
  value: Readonly<Record<string, string>>,
) => Promise<FoundOwner>

/** Makes it for one Keyturn. */
export function createFindOwner(parts: CredentialParts): FindOwner {
  return async (userId, service, value) => {
    const principal = createPrincipal(parts.formation.id, userId)
    const scope = {
      ...parts,
      principal,
      context: { channel: 'api' } as const,
      signal: new AbortController().signal,
      endConnections: (accountId: string) => parts.connections.end(principal, accountId),
    }
    return findOwner(scope, service, { ...value })
  }
}
