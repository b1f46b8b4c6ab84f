/** What a backend of the state port opens. */
import type { SingleFlight } from './single-flight.ts'
import type { StateStore } from './state.ts'
import type { TokenCache } from './token-cache.ts'

/** What `openSqliteState` and `openRedisState` open: conversations, and beside them the two things instances share. */
export interface StateBackend extends StateStore {
  readonly tokens: TokenCache
  readonly flights: SingleFlight
}
