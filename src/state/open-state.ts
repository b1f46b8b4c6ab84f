/** Chooses where the state is: on Redis when an address is given, else in a file. */
import type { Clock, Logger } from '../ports.ts'
import { openRedisState } from './redis/state.ts'
import { openSqliteState } from './sqlite/state.ts'
import type { StateBackend } from './backend.ts'

/** Options of `openState`. */
export interface StateOptions {
  /** As `readRedisUrl` takes it; usually the environment's `REDIS_URL`. Nothing or an empty text: SQLite. */
  readonly redisUrl?: string | undefined
  /** The file for SQLite: `.keyturn/state.db`. */
  readonly path: string
  readonly clock?: Clock | undefined
  readonly logger?: Logger | undefined
}

/**
 * Opens the state store.
 *
 * @throws KeyturnError as `openRedisState` or `openSqliteState` does. A Redis that is down never falls back to a file:
 * instances that do not see each other's leases would work against each other.
 */
export function openState(options: StateOptions): Promise<StateBackend> {
  const { redisUrl, path, clock, logger } = options
  if (redisUrl !== undefined && redisUrl !== '') return openRedisState({ url: redisUrl, clock, logger })
  return openSqliteState({ path, clock, logger })
}
