/** The parts a turn is made of: put together once, when Keyturn is opened. */
import type { AskModel } from '../actors/turn-scope.ts'
import type { Formation } from '../formation/formation.ts'
import type { Connections } from '../mcp/connections.ts'
import type { RejectionHints } from '../mcp/rejection-hints.ts'
import type { Reader } from '../language/index.ts'
import type { Clock, Fetch, Logger } from '../ports.ts'
import type { Services } from '../services/services.ts'
import type { StateStore } from '../state/state.ts'
import type { Inspect } from './run.ts'
import type { Sealed } from './sealed.ts'
import type { Vault } from '../vault/vault.ts'
import type { Words } from '../words.ts'

/** Everything a turn reaches. */
export interface Parts {
  readonly formation: Formation
  readonly services: Services
  readonly vault: Vault
  readonly state: StateStore
  readonly sealed: Sealed
  readonly words: Words
  readonly reader: Reader
  readonly connections: Connections
  readonly hints: RejectionHints
  readonly clock: Clock
  readonly fetch: Fetch
  readonly logger: Logger
  readonly askModel: AskModel | undefined
  readonly inspect: Inspect | undefined
  readonly production: boolean
}
