/** A vault of the bench: its database, and the key it is under. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../../src/ports.ts'
import { Secret } from '../../src/secret.ts'
import { randomBytes } from '../../src/vault/sealing/crypto.ts'
import type { EnvelopeCache } from '../../src/vault/sealing/envelope-cache.ts'
import { openVault } from '../../src/vault/open.ts'
import type { SqlVault } from '../../src/vault/sql-vault.ts'
import type { PostgresServer } from '../../test/servers/postgres.ts'

/** The formation all vaults of the bench belong to. */
export const FORMATION = 'bench'

/** How long the cache keeps a credential unless a formation says otherwise. */
const TTL_MS = 60 * 60_000

/** The two databases that everything is measured on. */
export type Database = 'SQLite' | 'PostgreSQL'

/** Where a vault is, and its key. */
export interface Place {
  readonly directory: string
  readonly databaseUrl: string | undefined
  readonly key: string
}

/** An empty place of its own. */
export async function newPlace(database: Database, server: PostgresServer): Promise<Place> {
  const databaseUrl = database === 'SQLite' ? undefined : await server.createDatabase()
  return { directory: mkdtempSync(join(tmpdir(), 'keyturn-bench-')), databaseUrl, key: newKey() }
}

/** Removes what a place has on disk; its database goes with the server. */
export function dropPlace({ directory }: Place): void {
  rmSync(directory, { recursive: true, force: true })
}

/** Opens the vault of a place, with a second key during a rotation, or with a cache as an agent's process has one. */
export function openPlace(
  { directory, databaseUrl, key }: Place,
  more: { readonly oldKey?: string; readonly cache?: EnvelopeCache; readonly clock?: Clock } = {},
): Promise<SqlVault> {
  const { oldKey, cache, clock } = more
  const encryption = {
    key: Secret.fromText(key),
    decryptOnlyKeys: oldKey === undefined ? [] : [Secret.fromText(oldKey)],
    salt: undefined,
    iterations: 100_000,
    deriveFromFormationId: false,
  }
  const shared = { formation: FORMATION, maxAttempts: 3, production: false }
  const envelopes = cache === undefined ? undefined : { cache, ttlMs: TTL_MS }
  return openVault({ ...shared, directory, databaseUrl, encryption, envelopes, clock })
}

/** A key of 32 random bytes as text. */
export function newKey(): string {
  return randomBytes(32).toString('base64')
}
