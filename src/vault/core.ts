/** What every act of the vault works with: the database behind one error mapping, the keys, the clock. */
import { type Kysely, type Transaction, sql } from 'kysely'
import { faultOf, toOutage } from '../database/driver-error.ts'
import type { DatabaseKind } from '../database/migrate.ts'
import { KeyturnError } from '../errors.ts'
import type { Clock, Logger } from '../ports.ts'
import type { Principal } from '../principal.ts'
import type { Keyring } from './keys/keyring.ts'
import type { VaultTables } from './tables.ts'

/** A read or a write of the vault's tables. */
export type VaultDatabase = Kysely<VaultTables>

/** A writing transaction that no other writer of the same user runs beside. */
export type VaultTransaction = Transaction<VaultTables>

/** Bounds that settings decide. */
export interface VaultLimits {
  /** Definite rejections in a window until adding is locked. */
  readonly maxAttempts: number
  /** Validations of one user in an hour, over all services. */
  readonly validationsPerHour: number
  /** Validations of one user in an hour at one service. */
  readonly serviceValidationsPerHour: number
}

/** How often a transaction is tried again when a concurrent one won; each time somebody else got forward. */
const MAX_TRIES = 50

/** The parts that the acts share. */
export class VaultCore {
  readonly kind: DatabaseKind
  readonly formation: string
  readonly keys: Keyring
  readonly clock: Clock
  readonly logger: Logger
  readonly limits: VaultLimits
  readonly #database: VaultDatabase

  constructor(parts: {
    readonly kind: DatabaseKind
    readonly formation: string
    readonly keys: Keyring
    readonly clock: Clock
    readonly logger: Logger
    readonly limits: VaultLimits
    readonly database: VaultDatabase
  }) {
    this.kind = parts.kind
    this.formation = parts.formation
    this.keys = parts.keys
    this.clock = parts.clock
    this.logger = parts.logger
    this.limits = parts.limits
    this.#database = parts.database
  }

  /**
   * Runs statements that need no transaction.
   *
   * @throws KeyturnError `VAULT_UNAVAILABLE` when the database does not answer or refuses.
   */
  async read<Result>(work: (database: VaultDatabase) => Promise<Result>): Promise<Result> {
    try {
      return await work(this.#database)
    } catch (error) {
      throw toOutage(error, 'VAULT_UNAVAILABLE', 'The vault database')
    }
  }

  /**
   * Runs one writing statement on its own; nothing when a concurrent one took its place in a unique index.
   *
   * @throws KeyturnError `VAULT_UNAVAILABLE` when the database does not answer or refuses.
   */
  async tryStatement<Result>(
    work: (database: VaultDatabase) => Promise<Result>,
  ): Promise<Result | undefined> {
    try {
      return await work(this.#database)
    } catch (error) {
      if (faultOf(error) !== 'outage') return undefined
      throw toOutage(error, 'VAULT_UNAVAILABLE', 'The vault database')
    }
  }

  /**
   * Runs one writing transaction of a user, again from the start when a concurrent one won: `work` must do nothing but
   * read and write the database. What it returns is on disk.
   */
  async write<Result>(
    principal: Principal,
    work: (transaction: VaultTransaction) => Promise<Result>,
  ): Promise<Result> {
    this.checkFormation(principal)
    return this.transaction(async (transaction) => {
      await this.#lockUser(transaction, principal.user)
      return work(transaction)
    })
  }

  /** Runs one writing transaction that belongs to no single user. */
  async transaction<Result>(work: (transaction: VaultTransaction) => Promise<Result>): Promise<Result> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#database.transaction().execute(work)
      } catch (error) {
        if (faultOf(error) === 'outage' || tries >= MAX_TRIES) {
          throw toOutage(error, 'VAULT_UNAVAILABLE', 'The vault database')
        }
      }
    }
  }

  /** Reads everything as it was at one moment, whatever others write meanwhile. */
  async snapshot<Result>(work: (database: VaultDatabase) => Promise<Result>): Promise<Result> {
    return this.read((database) => readAtOneMoment(database, this.kind, work))
  }

  /**
   * Passes a principal of this vault's formation.
   *
   * @throws KeyturnError `PRINCIPAL_INVALID` for one of another formation.
   */
  checkFormation(principal: Principal): void {
    if (principal.formation === this.formation) return
    throw new KeyturnError(
      'PRINCIPAL_INVALID',
      'The principal belongs to another formation than this vault. Make it with the id of this formation.',
    )
  }

  /** SQLite has one writer at a time anyway; PostgreSQL gets an advisory lock for the user until the transaction ends. */
  async #lockUser(transaction: VaultTransaction, user: string): Promise<void> {
    if (this.kind === 'sqlite') return
    await sql`select pg_advisory_xact_lock(hashtextextended(${user}, 0))`.execute(transaction)
  }
}

/** Reads in one transaction that sees the database as it was at its beginning; no writer waits for it. */
export async function readAtOneMoment<Result>(
  database: VaultDatabase,
  kind: DatabaseKind,
  work: (database: VaultDatabase) => Promise<Result>,
): Promise<Result> {
  const reading = database.transaction().setAccessMode('read only')
  const isolated = kind === 'postgres' ? reading.setIsolationLevel('repeatable read') : reading
  return isolated.execute(work)
}
