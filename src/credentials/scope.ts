/** What an act on a user's credentials works with, whoever asks for it: a turn of a chat, the command line, a host's own page. */
import type { Formation } from '../formation/formation.ts'
import type { Renewals } from '../oauth/renewals.ts'
import type { Revocations } from '../oauth/revocations.ts'
import type { Clock, Fetch, Logger } from '../ports.ts'
import type { Principal } from '../principal.ts'
import type { Services } from '../providers/services.ts'
import type { ActContext, Vault } from '../vault/vault.ts'

/** The parts that every act needs, the same for every user. */
export interface CredentialParts {
  readonly formation: Formation
  readonly services: Services
  readonly vault: Vault
  readonly clock: Clock
  readonly fetch: Fetch
  readonly logger: Logger
  /** Renews what a service granted. */
  readonly renewals: Renewals
  /** Ends it at the service before it is deleted here. */
  readonly revocations: Revocations
  /** What goes on with an account's secret, or with any of a user's. */
  readonly connections: { end(principal: Principal, accountId?: string): Promise<void> }
}

/** One act: for whom, in what connection, and until when. */
export interface CredentialScope extends Pick<
  CredentialParts,
  'services' | 'vault' | 'revocations' | 'clock' | 'fetch' | 'logger'
> {
  readonly principal: Principal
  readonly context: ActContext
  readonly signal: AbortSignal
  /** Ends what still uses an account's old secret. */
  readonly endConnections: (accountId: string) => Promise<void>
}
