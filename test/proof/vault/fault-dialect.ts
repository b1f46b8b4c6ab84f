/** A dialect that tells of the moments before and after every wait for the database: the points at which a process can die. */
import type {
  CompiledQuery,
  DatabaseConnection,
  Dialect,
  Driver,
  QueryResult,
  TransactionSettings,
} from 'kysely'

/** Wraps a dialect; `reach` is called twice for every statement, BEGIN and COMMIT included. */
export function createFaultDialect(dialect: Dialect, reach: () => void): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createDriver: () => new FaultDriver(dialect.createDriver(), reach),
    createIntrospector: (database) => dialect.createIntrospector(database),
    createQueryCompiler: () => dialect.createQueryCompiler(),
  }
}

class FaultDriver implements Driver {
  readonly #driver: Driver
  readonly #reach: () => void

  constructor(driver: Driver, reach: () => void) {
    this.#driver = driver
    this.#reach = reach
  }

  init(): Promise<void> {
    return this.#driver.init()
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    return new FaultConnection(await this.#driver.acquireConnection(), this.#reach)
  }

  beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    return this.#around(() => this.#driver.beginTransaction(inner(connection), settings))
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return this.#around(() => this.#driver.commitTransaction(inner(connection)))
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return this.#around(() => this.#driver.rollbackTransaction(inner(connection)))
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    return this.#driver.releaseConnection(inner(connection))
  }

  destroy(): Promise<void> {
    return this.#driver.destroy()
  }

  async #around(work: () => Promise<void>): Promise<void> {
    this.#reach()
    await work()
    this.#reach()
  }
}

class FaultConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection
  readonly #reach: () => void

  constructor(connection: DatabaseConnection, reach: () => void) {
    this.inner = connection
    this.#reach = reach
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    this.#reach()
    const result = await this.inner.executeQuery<Row>(query)
    this.#reach()
    return result
  }

  streamQuery<Row>(query: CompiledQuery, chunkSize?: number): AsyncIterableIterator<QueryResult<Row>> {
    return this.inner.streamQuery<Row>(query, chunkSize)
  }
}

function inner(connection: DatabaseConnection): DatabaseConnection {
  return connection instanceof FaultConnection ? connection.inner : connection
}
