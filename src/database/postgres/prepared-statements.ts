/**
 * Lets PostgreSQL keep the plans of the statements that are made over and over: planning them takes longer than they do.
 *
 * Only statements outside of a transaction are prepared: where the server knows nothing of one (behind a pooler) or holds
 * an outdated plan (a migration came in between), nothing was done yet, and the same statement is sent again in full.
 */
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type { Pool, PoolClient } from 'pg'

/** A text is prepared once it was sent so many times. */
const SENT_BEFORE = 8
/** No more texts than this are prepared; each takes memory on every connection. */
const MOST_STATEMENTS = 64
/** No more texts than this are counted. */
const MOST_COUNTED = 1_000

/**
 * What the server says of a prepared statement that it does not know, knows as another, or cannot use any more
 * (PostgreSQL, appendix A: invalid_sql_statement_name, duplicate_prepared_statement, feature_not_supported).
 */
const NOT_PREPARED: ReadonlySet<unknown> = new Set(['26000', '42P05', '0A000'])

/**
 * The names of statements, shared by all connections of a pool and by no other pool: behind a pooler, connections change
 * hands, and a name that another process gave would run another statement.
 */
class StatementNames {
  readonly #prefix = `keyturn_${Buffer.from(crypto.getRandomValues(new Uint8Array(12))).toString('hex')}`
  readonly #sent = new Map<string, number>()
  readonly #names = new Map<string, string>()
  #isOff = false

  /** The name under which a text is prepared; nothing for one that is sent in full. */
  nameOf(text: string): string | undefined {
    if (this.#isOff) return undefined
    const known = this.#names.get(text)
    if (known !== undefined) return known
    const sent = (this.#sent.get(text) ?? 0) + 1
    if (this.#sent.size < MOST_COUNTED || sent > 1) this.#sent.set(text, sent)
    if (sent > SENT_BEFORE && this.#names.size < MOST_STATEMENTS)
      this.#names.set(text, `${this.#prefix}_${this.#names.size}`)
    return undefined
  }

  /** From now on everything is sent in full. */
  turnOff(): void {
    this.#isOff = true
  }
}

/** A connection whose frequent statements are prepared. */
class PreparingClient implements PostgresPoolClient {
  readonly #client: PoolClient
  readonly #names: StatementNames
  #isInTransaction = false

  constructor(client: PoolClient, names: StatementNames) {
    this.#client = client
    this.#names = names
  }

  // The types of Kysely's port: a text and its values, or a cursor, which nothing here uses.
  query: PostgresPoolClient['query'] = ((text: string, values: unknown[]) =>
    this.#send(text, values)) as PostgresPoolClient['query']

  async #send(text: string, values: unknown[]): Promise<unknown> {
    if (BEGIN.test(text)) this.#isInTransaction = true
    if (END.test(text)) this.#isInTransaction = false
    const name = this.#isInTransaction || values.length === 0 ? undefined : this.#names.nameOf(text)
    if (name === undefined) return this.#client.query(text, values)
    try {
      return await this.#client.query({ name, text, values })
    } catch (error) {
      if (!NOT_PREPARED.has((error as { code?: unknown } | null)?.code)) throw error
      this.#names.turnOff()
      return this.#client.query(text, values)
    }
  }

  release(): void {
    this.#isInTransaction = false
    this.#client.release()
  }
}

const BEGIN = /^(?:begin|start transaction)\b/i
const END = /^(?:commit|rollback)$/i

/** A pool for Kysely whose connections prepare what they are often asked. */
export function preparing(pool: Pool): PostgresPool {
  const names = new StatementNames()
  const clients = new WeakMap<PoolClient, PreparingClient>()
  return {
    async connect() {
      const client = await pool.connect()
      const known = clients.get(client) ?? new PreparingClient(client, names)
      clients.set(client, known)
      return known
    },
    end: () => pool.end(),
  }
}
