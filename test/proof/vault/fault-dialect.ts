/** A dialect that tells of the moments before and after every wait for the database: the points at which a process can die. */
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  type TransactionSettings,
} from 'kysely'

/** Wraps a dialect; `reach` is called twice for every statement, BEGIN and COMMIT included; `settings` are run first. */
export function createFaultDialect(
  dialect: Dialect,
  reach: () => void,
  settings: readonly string[] = [],
): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createDriver: () => new FaultDriver(dialect.createDriver(), reach, settings),
    createIntrospector: (database) => dialect.createIntrospector(database),
    createQueryCompiler: () => dialect.createQueryCompiler(),
  }
}

class FaultDriver implements Driver {
  readonly #driver: Driver
  readonly #reach: () => void
  readonly #settings: readonly string[]

  constructor(driver: Driver, reach: () => void, settings: readonly string[]) {
    this.#driver = driver
    this.#reach = reach
    this.#settings = settings
  }

  async init(): Promise<void> {
    await this.#driver.init()
    if (this.#settings.length === 0) return
    const connection = await this.#driver.acquireConnection()
    for (const setting of this.#settings) await connection.executeQuery(CompiledQuery.raw(setting))
    await this.#driver.releaseConnection(connection)
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
