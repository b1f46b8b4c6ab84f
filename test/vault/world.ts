/** A fresh database with as many vaults open on it as a test wants, a clock that stands still, and a back door. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CompiledQuery } from 'kysely'
import pg from 'pg'
import type { DatabaseKind } from '../../src/database/migrate.ts'
import { type Logger, silentLogger } from '../../src/ports.ts'
import { type Principal, createPrincipal } from '../../src/principal.ts'
import { type CredentialFields, Secret } from '../../src/secret.ts'
import { type VaultConnection, connectVault } from '../../src/vault/connect.ts'
import { openVault } from '../../src/vault/open.ts'
import type { VaultSettings } from '../../src/vault/settings.ts'
import type { SqlVault } from '../../src/vault/sql-vault.ts'
import type { ActContext, NewCredential } from '../../src/vault/vault.ts'
import type { PostgresServer } from '../servers/postgres.ts'

export const FORMATION = 'acme'

/** Somebody's chat. */
export const CHAT: ActContext = { channel: 'chat', conversation: 'c1' }

/** A key of 32 random bytes as text. */
export function newKey(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')
}

/** A secret nobody issued. */
export function newToken(): string {
  return `test-${Buffer.from(crypto.getRandomValues(new Uint8Array(20))).toString('hex')}`
}

export function user(id: string): Principal {
  return createPrincipal(FORMATION, id)
}

export function fieldsOf(token: string): CredentialFields {
  return { token: Secret.fromText(token) }
}

/** A credential of GitHub's account `name`. */
export function credential(
  token: string,
  name = 'ranaroussi',
  more: Partial<NewCredential> = {},
): NewCredential {
  return {
    service: 'github',
    identity: { key: `id-${name}`, name },
    fields: fieldsOf(token),
    checked: true,
    ...more,
  }
}

/** A clock moved by hand. */
export class HandClock {
  #now = Date.UTC(2026, 0, 1)

  now(): number {
    return this.#now
  }

  advance(ms: number): void {
    this.#now += ms
  }
}

/** One database and what opens it. */
export class World {
  readonly kind: DatabaseKind
  readonly directory = mkdtempSync(join(tmpdir(), 'keyturn-vault-'))
  readonly clock = new HandClock()
  readonly key = newKey()
  readonly #databaseUrl: string | undefined
  readonly #giveBack: () => void
  readonly #vaults: SqlVault[] = []
  #backDoor: VaultConnection | undefined

  constructor(databaseUrl?: string, giveBack: () => void = () => {}) {
    this.#giveBack = giveBack
    this.kind = databaseUrl === undefined ? 'sqlite' : 'postgres'
    this.#databaseUrl = databaseUrl
  }

  get path(): string {
    return join(this.directory, '.keyturn', 'vault.db')
  }

  settings(changes: Partial<VaultSettings> = {}): VaultSettings {
    return {
      formation: FORMATION,
      directory: this.directory,
      databaseUrl: this.#databaseUrl,
      encryption: this.encryption(),
      maxAttempts: 3,
      production: false,
      clock: this.clock,
      logger: silentLogger,
      ...changes,
    }
  }

  encryption(changes: Partial<VaultSettings['encryption']> = {}): VaultSettings['encryption'] {
    return {
      key: Secret.fromText(this.key),
      salt: 'salt of the tests',
      iterations: 100_000,
      deriveFromFormationId: false,
      ...changes,
    }
  }

  async open(changes: Partial<VaultSettings> = {}): Promise<SqlVault> {
    const vault = await openVault(this.settings(changes))
    this.#vaults.push(vault)
    return vault
  }

  /** Runs a statement behind the vault's back, as somebody with write access to the database would. */
  async tamper(statement: string, parameters: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
    this.#backDoor ??= await connectVault(this.settings(), silentLogger)
    const result = await this.#backDoor.database.executeQuery(this.#compile(statement, parameters))
    return result.rows as Record<string, unknown>[]
  }

  /** Runs statements behind the vault's back, all or none of them. */
  async tamperAtOnce(statements: readonly (readonly [string, readonly unknown[]])[]): Promise<void> {
    this.#backDoor ??= await connectVault(this.settings(), silentLogger)
    await this.#backDoor.database.transaction().execute(async (transaction) => {
      for (const statement of statements) await transaction.executeQuery(this.#compile(...statement))
    })
  }

  #compile(statement: string, parameters: readonly unknown[]): CompiledQuery {
    const numbered = this.kind === 'sqlite' ? statement : numberParameters(statement)
    return CompiledQuery.raw(numbered, [...parameters])
  }

  async close(): Promise<void> {
    const open = this.#backDoor === undefined ? this.#vaults : [...this.#vaults, this.#backDoor]
    await Promise.all(open.map((each) => each.close()))
    rmSync(this.directory, { recursive: true, force: true })
    this.#giveBack()
  }
}

/** One of two, by turns. */
export function alternate<Item>(items: readonly [Item, Item], index: number): Item {
  return index % 2 === 0 ? items[0] : items[1]
}

/** Makes worlds of one kind of database. */
export type WorldFactory = () => Promise<World>

export const sqliteWorlds: WorldFactory = async () => new World()

/** Databases that worlds gave back are emptied and used again: making one takes a server as long as a whole test. */
export function postgresWorlds(server: () => PostgresServer): WorldFactory {
  const free: string[] = []
  return async () => {
    const url = free.pop()
    if (url !== undefined) await emptyDatabase(url)
    const used = url ?? (await server().createDatabase())
    return new World(used, () => void free.push(used))
  }
}

async function emptyDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('drop schema public cascade; create schema public')
  await client.end()
}

/** Keeps what was logged. */
export function recordingLogger(): { logger: Logger; lines: string[] } {
  const lines: string[] = []
  const note = (level: string) => (fields: object, message: string) =>
    void lines.push(`${level} ${message} ${JSON.stringify(fields)}`)
  return {
    logger: { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') },
    lines,
  }
}

function numberParameters(statement: string): string {
  let count = 0
  return statement.replace(/\?/g, () => `$${++count}`)
}
