/**
 * Takes the last copies of deleted bytes out of SQLite's write-ahead log.
 *
 * `secure_delete` zeroes the file but not the log; emptying the log does. A reader in another process
 * can hold the log: then the wish stays in the database until a later try succeeds, also after a restart. PostgreSQL keeps
 * deleted rows in dead tuples, its log and backups until they are vacuumed, recycled and expired; nothing is claimed there.
 */
import { sql } from 'kysely'
import type { VaultCore, VaultTransaction } from './core.ts'

/** `pending`: a reader keeps the log busy; it is tried again every 30 seconds and at every start. */
export type CleanUp = 'done' | 'pending'

const RETRY_MS = 30_000

/** Tries before the answer is `pending`, and the pause between two. */
const TRIES = 10
const PAUSE_MS = 20

/** Notes inside the deleting transaction that bytes are to be cleaned up. */
export async function askForCleanUp(core: VaultCore, transaction: VaultTransaction): Promise<void> {
  if (core.kind !== 'sqlite') return
  const row = { id: 1, asked_at: core.clock.now() }
  await transaction
    .insertInto('vault_cleanup')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ asked_at: row.asked_at }))
    .execute()
}

/** Does the clean-up of one process; one instance a vault. */
export class CleanUpWorker {
  readonly #core: VaultCore
  #timer: NodeJS.Timeout | undefined

  constructor(core: VaultCore) {
    this.#core = core
  }

  /** Does what is noted as pending, if anything. */
  async run(): Promise<CleanUp> {
    if (this.#core.kind !== 'sqlite' || !(await this.#isAsked())) return 'done'
    for (let tries = 0; tries < TRIES; tries++) {
      if (await this.#emptyLog()) {
        await this.#core.read((database) => database.deleteFrom('vault_cleanup').execute())
        return 'done'
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
    this.#retryLater()
    return 'pending'
  }

  /** Stops trying; what is noted stays noted. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  async #isAsked(): Promise<boolean> {
    const row = await this.#core.read((database) =>
      database.selectFrom('vault_cleanup').select('id').executeTakeFirst(),
    )
    return row !== undefined
  }

  async #emptyLog(): Promise<boolean> {
    const result = await this.#core.read((database) =>
      sql<{ busy: number }>`PRAGMA wal_checkpoint(TRUNCATE)`.execute(database),
    )
    return result.rows[0]?.busy === 0
  }

  #retryLater(): void {
    this.#core.logger.warn({}, 'Deleted bytes are still in the write-ahead log, because a reader holds it.')
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.run().catch(() => this.#retryLater()), RETRY_MS)
    this.#timer.unref()
  }
}
