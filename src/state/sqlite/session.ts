/**
 * One open state file: short transactions, errors mapped to `STATE_UNAVAILABLE`, and the purge of what has expired.
 *
 * Long because opening, waiting and closing a file belong together.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { isBusy, toOutage } from '../../database/driver-error.ts'
import { openSqlite, type SqliteDatabase } from '../../database/sqlite/open.ts'
import { KeyturnError } from '../../errors.ts'
import type { Clock, Logger } from '../../ports.ts'
import { STATE_SCHEMA, STATE_SCHEMA_VERSION } from './schema.ts'
import type { Bound, Row } from './values.ts'

/** How often a process removes what has expired, at most: every second of its clock, within a write it does anyway. */
const PURGE_EVERY_MS = 1_000

/** How often a process removes what has expired while nobody writes, so that a pending secret is gone soon after its time. */
const IDLE_PURGE_MS = 60_000

/** How long an operation waits for another process to finish writing: 5 s. */
const BUSY_TIMEOUT_MS = 5_000

/** The longest random pause between two tries; a transaction of ours holds the lock for some 0.1 ms. */
const LONGEST_PAUSE_MS = 10

const EXPIRING = ['conversations', 'answers', 'waiters', 'tokens', 'flights']

/** An open state file. */
export interface SqliteSession {
  /**
   * Runs `work` in one `BEGIN IMMEDIATE` transaction; `now` is the clock's time at its start, after any waiting for
   * another process. `work` is synchronous, so nothing of this process comes between.
   */
  write<Result>(work: (now: number) => Result): Promise<Result>
  /** Runs reads outside a transaction. */
  read<Result>(work: (now: number) => Result): Promise<Result>
  /** The first row a query gives. */
  first(sql: string, ...parameters: readonly Bound[]): Row | undefined
  /** Runs a statement and tells how many rows it changed. */
  change(sql: string, ...parameters: readonly Bound[]): number
  /** Closes the file; safe to call twice. */
  close(): Promise<void>
}

/**
 * Opens the file and makes its tables where missing.
 *
 * `synchronous=NORMAL`: a power cut may take the last moments of a dialogue, never the file. What has to be on disk
 * when it is acknowledged belongs to the vault.
 *
 * @throws KeyturnError `STATE_UNAVAILABLE`; `FORMAT_UNSUPPORTED` when a newer Keyturn made the file.
 */
export async function openSqliteSession(path: string, clock: Clock, logger: Logger): Promise<SqliteSession> {
  const database = await openSqlite(path, logger).catch((error: unknown) => {
    throw outage(error)
  })
  try {
    database.execute(`PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=${BUSY_TIMEOUT_MS}`)
    createTables(database)
    database.execute('PRAGMA busy_timeout=0')
  } catch (error) {
    await database.close().catch(() => undefined)
    throw outage(error)
  }
  return wrap(database, clock)
}

function createTables(database: SqliteDatabase): void {
  database.execute('BEGIN IMMEDIATE')
  try {
    const [row] = database.prepare('PRAGMA user_version').all([]) as { user_version: number }[]
    if ((row?.user_version ?? 0) > STATE_SCHEMA_VERSION) {
      throw new KeyturnError(
        'FORMAT_UNSUPPORTED',
        'The state file was made by a newer Keyturn. Upgrade, or remove the file: only the place in open dialogues is lost.',
      )
    }
    database.execute(STATE_SCHEMA)
    database.execute(`PRAGMA user_version = ${STATE_SCHEMA_VERSION}`)
    database.execute('COMMIT')
  } catch (error) {
    database.execute('ROLLBACK')
    throw error
  }
}

function wrap(database: SqliteDatabase, clock: Clock): SqliteSession {
  let purgedAt = Number.NEGATIVE_INFINITY
  let closed = false

  function change(sql: string, ...parameters: readonly Bound[]): number {
    return Number(database.prepare(sql).run(parameters).changes)
  }

  function write<Result>(work: (now: number) => Result): Promise<Result> {
    return guarded(() => {
      database.execute('BEGIN IMMEDIATE')
      try {
        const now = clock.now()
        if (now < purgedAt || now - purgedAt >= PURGE_EVERY_MS) purge(now)
        const result = work(now)
        database.execute('COMMIT')
        return result
      } catch (error) {
        rollBack(database)
        throw error
      }
    })
  }

  function purge(now: number): void {
    purgedAt = now
    for (const table of EXPIRING) change(`DELETE FROM ${table} WHERE expires_at <= ?`, now)
    change('UPDATE conversations SET pending = NULL, pending_until = NULL WHERE pending_until <= ?', now)
  }

  /** Tries again while another process writes, and lets this process go on meanwhile. */
  async function guarded<Result>(work: () => Result): Promise<Result> {
    const deadline = performance.now() + BUSY_TIMEOUT_MS
    for (;;) {
      if (closed) throw new KeyturnError('CLOSED', 'The state store was closed. Open it again.')
      try {
        return work()
      } catch (error) {
        if (!isBusy(error) || performance.now() >= deadline) throw outage(error)
      }
      await delay(1 + Math.random() * LONGEST_PAUSE_MS)
    }
  }

  const idlePurge = setInterval(() => {
    // An outage here is met by the next operation, which reports it to somebody.
    write(() => undefined).catch(() => undefined)
  }, IDLE_PURGE_MS)
  idlePurge.unref()

  return {
    write,
    read: (work) => guarded(() => work(clock.now())),
    first: (sql, ...parameters) => database.prepare(sql).all(parameters)[0] as Row | undefined,
    change,
    async close() {
      if (closed) return
      closed = true
      clearInterval(idlePurge)
      await database.close()
    },
  }
}

/** SQLite may have rolled back by itself (disk full, input or output error); a second `ROLLBACK` is then an error. */
function rollBack(database: SqliteDatabase): void {
  try {
    database.execute('ROLLBACK')
  } catch {
    // Nothing is open any more, which is what was wanted.
  }
}

function outage(error: unknown): KeyturnError {
  return toOutage(error, 'STATE_UNAVAILABLE', 'The state file')
}
