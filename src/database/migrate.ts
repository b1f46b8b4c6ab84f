/** Brings a database's tables to the newest version, safely when ten instances start at once. */
import { type Kysely, type Transaction, sql } from 'kysely'
import { KeyturnError } from '../errors.ts'

/** `sqlite` or `postgres`: the two differ in column types and locks only. */
export type DatabaseKind = 'sqlite' | 'postgres'

/** One step of a schema, never changed after it was released. */
export interface Migration {
  /** Unique within its subject: `001-accounts`. */
  readonly name: string
  apply(transaction: Transaction<unknown>, kind: DatabaseKind): Promise<void>
}

/** What a migration run did. */
export interface MigrationResult {
  /** Names of the steps that ran now, in order. */
  readonly applied: readonly string[]
}

interface MigrationTables {
  keyturn_migration: { subject: string; name: string; applied_at: number }
}

/** Chosen once at random; PostgreSQL's advisory locks are named by number. */
const LOCK_ID = 7_305_118_264

/**
 * Applies the steps of one subject (`vault`, `state`) that the database does not have yet, all in one transaction.
 *
 * The transaction holds SQLite's write lock, or an advisory lock of PostgreSQL, so instances that start together wait
 * for the first and find nothing left to do.
 *
 * @throws KeyturnError `VAULT_VERSION` when the database has a step this version does not know.
 */
export async function migrate(
  database: Kysely<unknown>,
  kind: DatabaseKind,
  subject: string,
  migrations: readonly Migration[],
  now: number,
): Promise<MigrationResult> {
  return database.transaction().execute(async (transaction) => {
    if (kind === 'postgres') await sql`select pg_advisory_xact_lock(${LOCK_ID})`.execute(transaction)
    await createMigrationTable(transaction, kind)
    const tables = transaction as unknown as Transaction<MigrationTables>
    const rows = await tables
      .selectFrom('keyturn_migration')
      .select('name')
      .where('subject', '=', subject)
      .execute()
    const done = new Set(rows.map((row) => row.name))
    refuseUnknown(done, migrations, subject)

    const missing = migrations.filter((migration) => !done.has(migration.name))
    for (const migration of missing) {
      await migration.apply(transaction, kind)
      await tables
        .insertInto('keyturn_migration')
        .values({ subject, name: migration.name, applied_at: now })
        .execute()
    }
    return { applied: missing.map((migration) => migration.name) }
  })
}

async function createMigrationTable(transaction: Transaction<unknown>, kind: DatabaseKind): Promise<void> {
  await transaction.schema
    .createTable('keyturn_migration')
    .ifNotExists()
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('applied_at', kind === 'postgres' ? 'bigint' : 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('keyturn_migration_key', ['subject', 'name'])
    .execute()
}

function refuseUnknown(done: ReadonlySet<string>, known: readonly Migration[], subject: string): void {
  const names = new Set(known.map((migration) => migration.name))
  const unknown = [...done].find((name) => !names.has(name))
  if (unknown === undefined) return
  throw new KeyturnError(
    'VAULT_VERSION',
    `The database has the ${subject} schema step ${unknown}, which this version does not know. Run a version of Keyturn that is at least as new as the one that wrote it.`,
    { subject, step: unknown },
  )
}
