/**
 * Opens a SQLite file the one way Keyturn uses it: private, in WAL mode, synced on every commit, scrubbing what it deletes.
 *
 * `node:sqlite` where the running Node has it, else `@photostructure/sqlite`, which has the same interface.
 *
 * Long because two drivers, their errors and the file's care are one subject.
 */
import { chmod, mkdir, open, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { silentLogger, type Logger } from '../../ports.ts'
import { keepPrivate, warnOfOpenFolders } from './private-files.ts'

/** What may be bound to a statement. Booleans and dates are refused: one driver would bind them silently as 1 and NULL. */
export type SqliteValue = string | number | bigint | Uint8Array | null

/** One prepared statement. */
export interface SqliteStatement {
  /** Whether it gives rows. */
  readonly reader: boolean
  all(parameters: readonly unknown[]): unknown[]
  run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint }
  iterate(parameters: readonly unknown[]): IterableIterator<unknown>
}

/** One open SQLite file: a single connection, with its statements kept prepared. */
export interface SqliteDatabase {
  /** Absolute or relative path, as given. */
  readonly path: string
  /** Prepares, or finds prepared, one statement. */
  prepare(sql: string): SqliteStatement
  /** Runs statements that give no rows and take no parameters. */
  execute(sql: string): void
  /** Copies the WAL into the file and empties it; false while a reader of another connection keeps it busy. */
  truncateWal(): boolean
  /** Empties the WAL, finalises all statements and closes. Safe to call twice. */
  close(): Promise<void>
}

interface DriverStatement {
  all(...parameters: SqliteValue[]): unknown[]
  run(...parameters: SqliteValue[]): { changes: number | bigint; lastInsertRowid: number | bigint }
  iterate(...parameters: SqliteValue[]): IterableIterator<unknown>
  columns(): unknown[]
  setReadBigInts(isOn: boolean): void
}

interface DriverDatabase {
  prepare(sql: string): DriverStatement
  exec(sql: string): void
  close(): void
}

interface Driver {
  readonly DatabaseSync: new (
    path: string,
    options: { timeout: number; readOnly?: boolean },
  ) => DriverDatabase
}

/** The folder that holds the embedded stores and the key file. */
const STORE_FOLDER = '.keyturn'

/** How long opening waits for other connections. */
const OPENING_TIMEOUT_MS = 5_000

/** After that the driver never waits by itself: it would hold up the event loop. The dialect waits instead. */
const DRIVER_TIMEOUT_MS = 0

/** The last statement used may survive the first collection, and finalisers run a round later. */
const COLLECTION_ROUNDS = 2

/** Statements kept prepared; the vault and the state store have fewer than this each. */
const MAX_STATEMENTS = 200

/**
 * Opens a database file, making it (mode 0600) and its folder (mode 0700) where missing.
 *
 * Settings: `journal_mode=WAL`, `synchronous=FULL` (an acknowledged commit is on disk), `secure_delete=ON`,
 * `foreign_keys=ON`. Where folder or file are open to others they are closed, and the logger is told. Rejects with the driver's or the
 * file system's error; callers map it.
 */
export async function openSqlite(path: string, logger: Logger = silentLogger): Promise<SqliteDatabase> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await makePrivateFile(path)
  // Another folder than Keyturn's own is not ours to close: a copy may be made beside other files.
  const folder = basename(dirname(path)) === STORE_FOLDER ? [dirname(path)] : []
  for (const store of folder) await warnOfOpenFolders(store, logger)
  await keepPrivate([...folder, path, `${path}-wal`, `${path}-shm`], logger)
  const driver = await loadDriver()
  const database = new driver.DatabaseSync(path, { timeout: OPENING_TIMEOUT_MS })
  try {
    database.exec(
      'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON; ' +
        `PRAGMA busy_timeout=${DRIVER_TIMEOUT_MS}`,
    )
  } catch (error) {
    database.close()
    throw error
  }
  return wrap(path, database)
}

/**
 * Opens a file that is there for reading only: nothing of it is changed, and no writer waits. Rejects with the driver's or the
 * file system's error.
 */
export async function openSqliteToRead(path: string): Promise<SqliteDatabase> {
  await stat(path)
  const driver = await loadDriver()
  const database = new driver.DatabaseSync(path, { timeout: OPENING_TIMEOUT_MS, readOnly: true })
  return wrap(path, database, false)
}

/** SQLite would make the file 0644; its `-wal` and `-shm` files inherit the mode of the file. */
async function makePrivateFile(path: string): Promise<void> {
  const existing = await stat(path).catch(() => undefined)
  if (existing !== undefined) return
  const file = await open(path, 'a', 0o600)
  await file.close()
  await chmod(path, 0o600)
}

async function loadDriver(): Promise<Driver> {
  const builtin: unknown = process.getBuiltinModule('node:sqlite')
  if (builtin !== undefined) return builtin as Driver
  return await import('@photostructure/sqlite')
}

function wrap(path: string, database: DriverDatabase, isWritable = true): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>()
  let isOpen = true

  function prepare(sql: string): SqliteStatement {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const statement = wrapStatement(database.prepare(sql))
    const oldest = statements.keys().next()
    if (statements.size >= MAX_STATEMENTS && oldest.done !== true) statements.delete(oldest.value)
    statements.set(sql, statement)
    return statement
  }

  function truncateWal(): boolean {
    const [row] = prepare('PRAGMA wal_checkpoint(TRUNCATE)').all([]) as { busy: number }[]
    return row?.busy === 0
  }

  async function close(): Promise<void> {
    if (!isOpen) return
    isOpen = false
    try {
      if (isWritable) truncateWal()
    } finally {
      statements.clear()
      await finaliseDroppedStatements()
      database.close()
    }
  }

  return { path, prepare, execute: (sql) => database.exec(sql), truncateWal, close }
}

function wrapStatement(statement: DriverStatement): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => readRows(statement, checkValues(parameters)),
    run: (parameters) => statement.run(...checkValues(parameters)),
    iterate: (parameters) => statement.iterate(...checkValues(parameters)),
  }
}

/**
 * All rows of a statement. The drivers refuse a whole result for one number past 2^53; such a number is none of ours, and is
 * given as a bigint, so that somebody who wrote it into one row cannot keep the others from being read.
 */
function readRows(statement: DriverStatement, values: readonly SqliteValue[]): unknown[] {
  try {
    return statement.all(...values)
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('too large to be represented'))) throw error
  }
  statement.setReadBigInts(true)
  try {
    return statement.all(...values).map((row) => withNumbers(row as object))
  } finally {
    statement.setReadBigInts(false)
  }
}

function withNumbers(row: object): object {
  const isSafe = (value: bigint): boolean => BigInt.asIntN(54, value) === value
  return Object.fromEntries(
    Object.entries(row).map(([name, value]: [string, unknown]) => [
      name,
      typeof value === 'bigint' && isSafe(value) ? Number(value) : value,
    ]),
  )
}

function checkValues(parameters: readonly unknown[]): SqliteValue[] {
  return parameters.map((value, index) => {
    if (value === null || value instanceof Uint8Array) return value
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value
    throw new TypeError(`Parameter ${index + 1} of a statement is neither text, number, bytes nor null.`)
  })
}

let collection: Promise<void> | undefined

/**
 * Neither driver has a call that finalises a statement; both do it when the statement is collected. A database that is
 * closed before that keeps its descriptors and its WAL file, so the collector is asked to run first. Databases that close
 * at the same time share one run.
 */
function finaliseDroppedStatements(): Promise<void> {
  collection ??= collect().finally(() => (collection = undefined))
  return collection
}

async function collect(): Promise<void> {
  // Lets those that close in the same turn of the event loop drop their statements first.
  await new Promise((resolve) => setImmediate(resolve))
  setFlagsFromString('--expose-gc')
  const collectGarbage: unknown = runInNewContext('globalThis.gc')
  setFlagsFromString('--no-expose-gc')
  if (!isCollector(collectGarbage)) return
  for (let round = 0; round < COLLECTION_ROUNDS; round++) {
    collectGarbage()
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function isCollector(value: unknown): value is () => void {
  return typeof value === 'function'
}
