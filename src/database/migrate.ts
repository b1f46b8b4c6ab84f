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

/** What a migration run did. A version is the name of the newest step. */
export interface MigrationResult {
  /** Names of the steps that ran now, in order. */
  readonly applied: readonly string[]
  /** The version before; nothing for a database that had none. */
  readonly from: string | undefined
  readonly to: string | undefined
}

interface MigrationTables {
  keyturn_migration: { subject: string; name: string; applied_at: number }
}

/** Chosen once at random; PostgreSQL's advisory locks are named by number. */
const LOCK_ID = 7_305_118_264

/**
 * Applies the steps of one subject (`vault`, `state`) that the database does not have yet, all in one transaction. A database
 * that has them all is only read, so that an account without the right to make tables can start on it.
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
  const known = (await hasTable(database, kind, 'keyturn_migration'))
    ? await readSteps(database, subject)
    : []
  const outlook = compareSteps(known, migrations, subject)
  if (outlook.missing.length === 0) return { applied: [], from: outlook.newest, to: outlook.newest }
  return database.transaction().execute(async (transaction) => {
    if (kind === 'postgres') await sql`select pg_advisory_xact_lock(${LOCK_ID})`.execute(transaction)
    await createMigrationTable(transaction, kind)
    const { missing, newest } = compareSteps(await readSteps(transaction, subject), migrations, subject)
    const tables = transaction as unknown as Transaction<MigrationTables>
    for (const migration of missing) {
      await migration.apply(transaction, kind)
      await tables
        .insertInto('keyturn_migration')
        .values({ subject, name: migration.name, applied_at: now })
        .execute()
    }
    const applied = missing.map((migration) => migration.name)
    return { applied, from: newest, to: applied.at(-1) ?? newest }
  })
}

/** Whether a database has a table of that name. */
export async function hasTable(
  database: Kysely<unknown>,
  kind: DatabaseKind,
  name: string,
): Promise<boolean> {
  const query =
    kind === 'postgres'
      ? sql<{ found: unknown }>`select to_regclass(${name})::text as found`
      : sql<{ found: unknown }>`select name as found from sqlite_master where name = ${name}`
  const { rows } = await query.execute(database)
  return rows[0] !== undefined && rows[0].found !== null
}

/** Names of the steps a database has, in order. */
async function readSteps(database: Kysely<unknown>, subject: string): Promise<readonly string[]> {
  const rows = await (database as unknown as Kysely<MigrationTables>)
    .selectFrom('keyturn_migration')
    .select('name')
    .where('subject', '=', subject)
    .orderBy('name')
    .execute()
  return rows.map((row) => row.name)
}

function compareSteps(
  done: readonly string[],
  migrations: readonly Migration[],
  subject: string,
): { readonly missing: readonly Migration[]; readonly newest: string | undefined } {
  refuseUnknown(new Set(done), migrations, subject)
  return {
    missing: migrations.filter((migration) => !done.includes(migration.name)),
    newest: done.at(-1),
  }
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
