/** The state port on one SQLite file of its own, shared by all processes of one machine. */
import { type Clock, type Logger, silentLogger, systemClock } from '../../ports.ts'
import { createSqliteConversations } from './conversations.ts'
import { createSqliteFlights } from './flights.ts'
import { openSqliteSession } from './session.ts'
import { createSqliteTokenCache } from './token-cache.ts'
import type { StateBackend } from '../backend.ts'

/** Options of `openSqliteState`. */
export interface SqliteStateOptions {
  /** The file, made with mode 0600 where missing: `.keyturn/state.db`. */
  readonly path: string
  /** Default: the system's clock. */
  readonly clock?: Clock | undefined
  /** Default: drops every line. */
  readonly logger?: Logger | undefined
}

/**
 * Opens the state store on a file.
 *
 * Each operation is one short transaction on this thread; a writer waits up to 5 s for a writer of another process, and
 * the event loop goes on meanwhile.
 *
 * @throws KeyturnError `STATE_UNAVAILABLE`; `FORMAT_UNSUPPORTED` when a newer Keyturn made the file.
 */
export async function openSqliteState(options: SqliteStateOptions): Promise<StateBackend> {
  const logger = options.logger ?? silentLogger
  const session = await openSqliteSession(options.path, options.clock ?? systemClock, logger)
  logger.debug({ backend: 'sqlite' }, 'state store opened')
  return {
    ...createSqliteConversations(session),
    tokens: createSqliteTokenCache(session),
    flights: createSqliteFlights(session),
    close: () => session.close(),
  }
}
