/** check-store: what this user has of a service, and whether a credential may be given in this very turn. */
import type { Entry, StoreFacts, StoreQuestion } from '../../../machines/found.ts'
import type { Kept } from '../../../machines/kept.ts'
import type { Reading } from '../../../machines/readings.ts'
import { accountFact } from '../../credentials/account-fact.ts'
import { chooseAccounts } from '../../credentials/choose.ts'
import { lookOnce } from '../look.ts'
import type { TurnScope } from '../scope.ts'

/** Begins to look at what a message is about, beside something else that takes a round trip. */
export function lookAhead(scope: TurnScope, { want }: Kept, reading: Reading): void {
  const service = placeOf(reading, want?.service ?? undefined)
  if (service !== undefined) void lookOnce(scope, service)
}

function placeOf(reading: Reading, awaited: string | undefined): string | undefined {
  if (reading.kind === 'use') return reading.service
  if (reading.kind === 'accounts') return awaited
  return reading.kind === 'add' || reading.kind === 'secret' ? (reading.service ?? awaited) : undefined
}

/** Looks into the vault and the formation, and decides which accounts are meant. */
export async function checkStore(scope: TurnScope, input: StoreQuestion): Promise<StoreFacts> {
  const { service } = input
  const look = scope.held.takeLook(service) ?? scope.vault.look(scope.principal, service)
  const { accounts, lockedUntil, sealing } = await look
  scope.held.remember({ sealing })
  const facts = accounts.map(accountFact)
  return {
    accounts: facts,
    choice: chooseAccounts(facts, input),
    entry: decideEntry(scope, service, input.server),
    lockedUntil: lockedUntil ?? null,
  }
}

/** Inline only if the formation, the server, the connection and the audience all allow it. */
export function decideEntry(scope: TurnScope, serviceId: string, serverId: string | null): Entry {
  const { formation, transport } = scope
  const use = formation.services.get(serviceId)
  const server = formation.servers.find(({ id }) => id === serverId)
  const accepted = server === undefined ? use?.acceptInline : server.auth?.acceptInline
  const isLinked = formation.mode === 'link' && use !== undefined
  const connects = formation.mode !== 'redirect' && use?.credential?.oauth2 !== undefined
  // Whoever sees a link may open it: it goes the ways that a secret may go.
  if (isLinked && !connects && transport.secure && transport.audience === 'self') return 'elsewhere'
  const isInline = formation.mode === 'dynamic' && use !== undefined && accepted === true
  if (!isInline && !isLinked && !connects) return 'elsewhere'
  if (!transport.secure) return 'insecure'
  if (transport.audience !== 'self') return 'shared'
  return isInline ? 'inline' : 'connect'
}
