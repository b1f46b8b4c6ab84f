/** `keyturn migrate`: makes the vault's tables, or brings them to this version. */
import { toOutage } from '../../database/driver-error.ts'
import { readFormation } from '../../formation/read.ts'
import { chosenUrl } from '../../open/vault.ts'
import { silentLogger, systemClock } from '../../ports.ts'
import { connectVault, hasVaultTables, migrateVault, vaultPath } from '../../vault/connect.ts'
import { checkOwner, readKeyset } from '../../vault/keys/keyset.ts'
import { promptKeys } from '../../words.ts'
import type { Console } from '../terminal/console.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'

/** Migrates; what other instances do at the same time is waited for. */
export async function migrate(console: Console, path: string): Promise<ExitCode> {
  const { id, directory } = await readFormation(path, { promptKeys: promptKeys() })
  const databaseUrl = chosenUrl(undefined, 'DATABASE_URL')
  const place = databaseUrl === undefined ? vaultPath(directory) : describeServer(databaseUrl)
  const connection = await connectVault({ directory, databaseUrl }, silentLogger)
  try {
    // The vault of another formation is left alone.
    if (await hasVaultTables(connection)) checkOwner(await readKeyset(connection.database), id, undefined)
    const { from, to, applied } = await migrateVault(connection, systemClock.now())
    console.data({ database: connection.kind, place, from: from ?? null, to: to ?? null, applied })
    const { good, name } = console.style
    const said =
      applied.length === 0 ? `is up to date at ${to}.` : `went from ${from ?? 'no version'} to ${to}.`
    console.say(`${good('✓')} ${name(place)} ${said}`)
    return EXIT.done
  } catch (error) {
    throw toOutage(error, 'VAULT_UNAVAILABLE', 'The vault database')
  } finally {
    await connection.close()
  }
}

/** Where a PostgreSQL is, without user name and password. */
function describeServer(url: string): string {
  if (!URL.canParse(url)) return 'PostgreSQL'
  const { host, pathname } = new URL(url)
  return `PostgreSQL ${host}${pathname}`
}
