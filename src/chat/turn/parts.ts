/** The parts a turn is made of: put together once, when Keyturn is opened. */
import type { AskModel } from '../scope.ts'
import type { CredentialParts } from '../../credentials/scope.ts'
import type { Connections } from '../../tools/connections.ts'
import type { RejectionHints } from '../../tools/rejection-hints.ts'
import type { Connecting } from '../../oauth/connecting.ts'
import type { StateStore } from '../../state/state.ts'
import type { Languages } from './languages.ts'
import type { Inspect } from './run.ts'
import type { Sealed } from './sealed.ts'
import type { Words } from '../../words.ts'

/** Everything a turn reaches. */
export interface Parts extends CredentialParts {
  readonly state: StateStore
  readonly sealed: Sealed
  /** Those of what is said outside a conversation. */
  readonly words: Words
  readonly languages: Languages
  readonly connections: Connections
  readonly hints: RejectionHints
  readonly askModel: AskModel | undefined
  readonly inspect: Inspect | undefined
  readonly production: boolean
  /** Sends users to services to connect. */
  readonly connecting: Pick<Connecting, 'begin'>
}
