/** Connects a vault to its database: a SQLite file beside the formation, or PostgreSQL. */
import { join } from 'node:path'
import { type Dialect, Kysely, sql } from 'kysely'
import { toOutage } from '../database/driver-error.ts'
import { type DatabaseKind, type MigrationResult, migrate } from '../database/migrate.ts'
import { openPostgres } from '../database/postgres/open.ts'
import { createSqliteDialect } from '../database/sqlite/dialect.ts'
import { openSqlite } from '../database/sqlite/open.ts'
import { KeyturnError } from '../errors.ts'
import type { Logger } from '../ports.ts'
import type { VaultDatabase } from './core.ts'
import { VAULT_MIGRATIONS } from './schema.ts'

/** An open connection to a vault's database, whose key was not looked at yet. */
export interface VaultConnection {
  readonly kind: DatabaseKind
  readonly database: VaultDatabase
  close(): Promise<void>
}

/** Where a vault's SQLite file is. */
export function vaultPath(directory: string): string {
  return join(directory, '.keyturn', 'vault.db')
}

/** Puts something between the vault and its database: fault hooks of the durability proof. */
export type WrapDialect = (dialect: Dialect) => Dialect

/**
 * Connects, changing nothing in a database that is there.
 *
 * @throws KeyturnError `VAULT_UNAVAILABLE` when the database cannot be opened, `CONFIGURATION_INVALID` when PostgreSQL would
 * acknowledge what is not on disk yet.
 */
export async function connectVault(
  place: { readonly directory: string; readonly databaseUrl?: string | undefined },
  logger: Logger,
  wrapDialect: WrapDialect = (dialect) => dialect,
): Promise<VaultConnection> {
  if (place.databaseUrl !== undefined) {
    const postgres = await openPostgres(place.databaseUrl, logger)
    const database: VaultDatabase = new Kysely({ dialect: wrapDialect(postgres.dialect) })
    try {
      await checkDurable(database, logger)
    } catch (error) {
      await postgres.close()
      throw toOutage(error, 'VAULT_UNAVAILABLE', 'The vault database')
    }
    return { kind: 'postgres', database, close: () => postgres.close() }
  }
  const path = vaultPath(place.directory)
  const file = await openSqlite(path, logger).catch((error: unknown) => {
    throw toOutage(error, 'VAULT_UNAVAILABLE', `The vault file ${path}`)
  })
  return {
    kind: 'sqlite',
    database: new Kysely({ dialect: wrapDialect(createSqliteDialect(file)) }),
    close: () => file.close(),
  }
}

/** What is asked for when connecting can be overruled by the address, by a pooler in between, and by the server. */
async function checkDurable(database: VaultDatabase, logger: Logger): Promise<void> {
  const { rows } = await sql<{ commit: string; sync: string }>`
    select current_setting('synchronous_commit') as commit, current_setting('fsync') as sync`.execute(
    database,
  )
  if (rows[0]?.commit === 'off') {
    throw new KeyturnError(
      'CONFIGURATION_INVALID',
      'PostgreSQL acknowledges what is not on disk yet (synchronous_commit=off). Take the setting out of the database URL or the pooler.',
    )
  }
  if (rows[0]?.sync === 'off') {
    logger.warn(
      { setting: 'fsync' },
      'PostgreSQL runs with fsync=off: credentials are lost when its machine fails.',
    )
  }
}

/** Whether the vault's tables were ever made here. */
export async function hasVaultTables({ kind, database }: VaultConnection): Promise<boolean> {
  const query =
    kind === 'postgres'
      ? sql<{ found: unknown }>`select to_regclass('vault_meta')::text as found`
      : sql<{ found: unknown }>`select name as found from sqlite_master where name = 'vault_meta'`
  const { rows } = await query.execute(database)
  return rows[0] !== undefined && rows[0].found !== null
}

/**
 * Brings the vault's tables to this version; safe when many instances do it at once.
 *
 * @throws KeyturnError `VAULT_VERSION` for a database of a newer version.
 */
export function migrateVault(connection: VaultConnection, now: number): Promise<MigrationResult> {
  const { database, kind } = connection
  return migrate(database as unknown as Kysely<unknown>, kind, 'vault', VAULT_MIGRATIONS, now)
}
