/** check-store: what this user has of a service, and whether a credential may be given in this very turn. */
import type { Entry, StoreFacts } from '../../machines/vocabulary.ts'
import { accountFact } from './account-fact.ts'
import type { TurnScope } from './turn-scope.ts'

/** Looks into the vault and the formation. `server`: the one that needs the credential, or null for the service as a whole. */
export async function checkStore(
  scope: TurnScope,
  input: { readonly service: string; readonly server: string | null },
): Promise<StoreFacts> {
  const { accounts, lockedUntil, sealing } = await scope.vault.look(scope.principal, input.service)
  scope.hand.remember({ sealing })
  return {
    accounts: accounts.map(accountFact),
    entry: decideEntry(scope, input.service, input.server),
    lockedUntil: lockedUntil ?? null,
  }
}

/** Inline only if the formation, the server, the connection and the audience all allow it (`design.md` §5). */
export function decideEntry(scope: TurnScope, serviceId: string, serverId: string | null): Entry {
  const { formation, transport } = scope
  const use = formation.services.get(serviceId)
  const server = formation.servers.find(({ id }) => id === serverId)
  const accepted = server === undefined ? use?.acceptInline : server.auth?.acceptInline
  if (formation.mode !== 'dynamic' || use === undefined || accepted !== true) return 'elsewhere'
  if (!transport.secure) return 'insecure'
  return transport.audience === 'self' ? 'inline' : 'shared'
}
