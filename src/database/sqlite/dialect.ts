/** The Kysely dialect for one SQLite file: one connection, transactions that take the write lock when they begin. */
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from 'kysely'
import { isBusy } from '../driver-error.ts'
import type { SqliteDatabase } from './open.ts'

/** How long a statement waits for another connection to finish writing: as long as on PostgreSQL. */
const BUSY_TIMEOUT_MS = 15_000

/** Bounds of the random pause between two tries; a vault transaction holds the lock for about a millisecond. */
const PAUSE_MS = { least: 1, most: 15 } as const

/**
 * Makes a dialect over an open file. `Kysely.destroy()` does not close the file: whoever opened it closes it.
 *
 * Every transaction that may write is `BEGIN IMMEDIATE`: a plain `BEGIN` that reads before it writes fails with `SQLITE_BUSY_SNAPSHOT`
 * (517) under a concurrent writer, however long one waits (https://sqlite.org/isolation.html). Waiting for another
 * writer, up to 15,000 ms, does not hold up the event loop: that writer may be waiting on this very loop. One that only reads
 * sees the file as it was at its first read, and no writer waits for it.
 */
export function createSqliteDialect(database: SqliteDatabase): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new FileDriver(database),
    createIntrospector: (kysely) => new SqliteIntrospector(kysely),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

/** Lends the one connection to one user at a time, in the order they came. */
class FileDriver implements Driver {
  readonly #connection: FileConnection
  #waiting: Promise<void> = Promise.resolve()
  #release: () => void = () => {}

  constructor(database: SqliteDatabase) {
    this.#connection = new FileConnection(database)
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#waiting
    let release = (): void => {}
    this.#waiting = new Promise((resolve) => (release = resolve))
    await before
    this.#release = release
    return this.#connection
  }

  async releaseConnection(): Promise<void> {
    this.#release()
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const begin = settings.accessMode === 'read only' ? 'begin' : 'begin immediate'
    await connection.executeQuery(CompiledQuery.raw(begin))
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'))
  }

  async destroy(): Promise<void> {}
}

class FileConnection implements DatabaseConnection {
  readonly #database: SqliteDatabase

  constructor(database: SqliteDatabase) {
    this.#database = database
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const deadline = performance.now() + BUSY_TIMEOUT_MS
    for (;;) {
      try {
        return this.#execute<Row>(query)
      } catch (error) {
        if (!isBusy(error) || performance.now() >= deadline) throw error
      }
      await pause()
    }
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    for (const row of this.#database.prepare(query.sql).iterate(query.parameters))
      yield { rows: [row as Row] }
  }

  #execute<Row>(query: CompiledQuery): QueryResult<Row> {
    const statement = this.#database.prepare(query.sql)
    if (statement.reader) return { rows: statement.all(query.parameters) as Row[] }
    const { changes, lastInsertRowid } = statement.run(query.parameters)
    return { numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid), rows: [] }
  }
}

function pause(): Promise<void> {
  const ms = PAUSE_MS.least + Math.random() * (PAUSE_MS.most - PAUSE_MS.least)
  return new Promise((resolve) => setTimeout(resolve, ms))
}
