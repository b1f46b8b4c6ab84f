/** Connects the two ends of a copy: a vault that is only read, and one that is filled. */
import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Kysely } from 'kysely'
import { toOutage } from '../../database/driver-error.ts'
import { openPostgres } from '../../database/postgres/open.ts'
import { createSqliteDialect } from '../../database/sqlite/dialect.ts'
import { openSqlite, openSqliteToRead } from '../../database/sqlite/open.ts'
import { KeyturnError } from '../../errors.ts'
import { silentLogger } from '../../ports.ts'
import { type VaultConnection, connectVault, vaultPath } from '../connect.ts'

/** Where a vault is. */
export type VaultAddress =
  { readonly kind: 'sqlite'; readonly path: string } | { readonly kind: 'postgres'; readonly url: string }

/**
 * Reads `sqlite:PATH` (the file, or the folder of a formation) or `postgres://…`.
 *
 * @throws KeyturnError `INPUT_INVALID`, which never repeats the address: it may hold a password.
 */
export async function readAddress(text: string): Promise<VaultAddress> {
  if (/^postgres(?:ql)?:\/\//.test(text)) return { kind: 'postgres', url: text }
  const path = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(text)?.[1]
  if (path === undefined)
    throw new KeyturnError('INPUT_INVALID', 'A vault is given as sqlite:PATH or as postgres://…')
  const found = await stat(path).catch(() => undefined)
  if (found?.isDirectory() !== true) return { kind: 'sqlite', path: resolve(path) }
  const isOwn = path.replace(/\/+$/, '').endsWith('.keyturn')
  return { kind: 'sqlite', path: isOwn ? resolve(join(path, 'vault.db')) : resolve(vaultPath(path)) }
}

/**
 * Connects for reading: nothing is changed, migrated or locked.
 *
 * @throws KeyturnError `VAULT_UNAVAILABLE`.
 */
export async function connectSource(address: VaultAddress): Promise<VaultConnection> {
  if (address.kind === 'postgres') {
    const postgres = await openPostgres(address.url, silentLogger, { connections: 2, isReadOnly: true })
    return {
      kind: 'postgres',
      database: new Kysely({ dialect: postgres.dialect }),
      close: () => postgres.close(),
    }
  }
  const file = await openSqliteToRead(address.path).catch((error: unknown) => {
    throw toOutage(error, 'VAULT_UNAVAILABLE', `The vault file ${address.path}`)
  })
  return {
    kind: 'sqlite',
    database: new Kysely({ dialect: createSqliteDialect(file) }),
    close: () => file.close(),
  }
}

/**
 * Connects for writing, making a SQLite file that is missing.
 *
 * @throws KeyturnError `VAULT_UNAVAILABLE`, `CONFIGURATION_INVALID`.
 */
export async function connectTarget(address: VaultAddress): Promise<VaultConnection> {
  if (address.kind === 'postgres') {
    return connectVault({ directory: '', databaseUrl: address.url }, silentLogger)
  }
  const file = await openSqlite(address.path).catch((error: unknown) => {
    throw toOutage(error, 'VAULT_UNAVAILABLE', `The vault file ${address.path}`)
  })
  return {
    kind: 'sqlite',
    database: new Kysely({ dialect: createSqliteDialect(file) }),
    close: () => file.close(),
  }
}
