/** Opens PostgreSQL the one way Keyturn uses it: a small pool, bounded waits, numbers as numbers. */
import { type Dialect, PostgresDialect } from 'kysely'
import { KeyturnError } from '../../errors.ts'
import type { Logger } from '../../ports.ts'
import { preparing } from './prepared-statements.ts'

/** An open pool. */
export interface PostgresDatabase {
  readonly dialect: Dialect
  close(): Promise<void>
}

/** Bounds of the pool. */
export interface PostgresLimits {
  /** Connections at once. Default 10. */
  readonly connections?: number | undefined
  /** Every transaction is refused its writes by the server. */
  readonly isReadOnly?: boolean | undefined
}

const CONNECTIONS = 10
const CONNECT_TIMEOUT_MS = 15_000
const IDLE_TIMEOUT_MS = 30_000
const STATEMENT_TIMEOUT_MS = 15_000

/** Type number of `bigint`, which the driver gives as text unless told otherwise (pg_type.dat). */
const BIGINT = 20

/**
 * Opens a pool to `postgres://…`. Nothing is asked yet: an unreachable server shows at the first statement, and a server
 * that comes back is used again by itself.
 *
 * Waits: 15 s for a connection, free or new, and 15 s for a statement or a lock. `synchronous_commit=on`, so that an acknowledged commit is
 * on the server's disk whatever its default is.
 */
export async function openPostgres(
  url: string,
  logger: Logger,
  limits: PostgresLimits = {},
): Promise<PostgresDatabase> {
  const { Pool, types } = (await import('pg')).default
  const parser = (type: Parameters<typeof types.getTypeParser>[0], format?: string): unknown =>
    Number(type) === BIGINT ? Number : types.getTypeParser(type, format as 'text')
  const pool = new Pool({
    connectionString: checkUrl(url),
    max: limits.connections ?? CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS + CONNECT_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'keyturn',
    options: `-c synchronous_commit=on${limits.isReadOnly === true ? ' -c default_transaction_read_only=on' : ''}`,
    types: { getTypeParser: parser as typeof types.getTypeParser },
  })
  // Without a listener the loss of an idle connection would end the process; the pool replaces it by itself.
  pool.on('error', () => logger.warn({}, 'An idle connection to PostgreSQL was lost.'))
  // So would the loss of one that is in the middle of a transaction and not waiting for an answer; its next statement fails.
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
  })
  return { dialect: new PostgresDialect({ pool: preparing(pool) }), close: () => pool.end() }
}

function checkUrl(url: string): string {
  if (/^postgres(ql)?:\/\//.test(url)) return url
  throw new KeyturnError('CONFIGURATION_INVALID', 'The database URL has to begin with postgres://.')
}
