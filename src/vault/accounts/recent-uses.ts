/**
 * What a process remembers of the credentials it used: the wrapped key of each user and the end of their audit chain for as long
 * as a cache may keep their credentials, and for a minute the rows themselves, as encrypted as they were read, so that the
 * calls of one turn read nothing twice.
 *
 * None of it is believed for longer than it is compared: a row is opened only if its seal fits, and the statement that audits
 * the use proves that it is still the row of the vault.
 */
import type { Clock } from '../../ports.ts'
import type { ChainHead } from '../audit/chain.ts'
import type { AuditTable, CredentialTable, UserKeyTable } from '../tables.ts'

/** Users remembered at once; the one that was read longest ago is forgotten first. */
const MAX_USERS = 10_000

/** How long a row is remembered: about as long as a turn takes. */
const ROW_MS = 60_000

/** A row, and the time in epoch milliseconds until which it may be kept. */
export interface KeptRow {
  readonly row: CredentialTable
  readonly until: number
}

/** What is known of an account of a user. */
export interface RecentUse {
  readonly storedKey: UserKeyTable
  /** Where the user's chain ended after the last use here. */
  readonly head: ChainHead
  /** Epoch milliseconds. */
  readonly lastUsedAt: number
  /** Nothing once its minute is over. */
  readonly kept: KeptRow | undefined
}

interface RecentUser {
  readonly storedKey: UserKeyTable
  readonly head: ChainHead
  readonly accounts: Map<string, RecentAccount>
  /** Epoch milliseconds; forgotten then. */
  readonly until: number
}

interface RecentAccount {
  readonly lastUsedAt: number
  kept: KeptRow | undefined
}

/** The memory of one process. */
export class RecentUses {
  readonly #clock: Clock
  readonly #users = new Map<string, RecentUser>()
  #sweeping: NodeJS.Timeout | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** What is known of an account that this process used. */
  find(user: string, accountId: string): RecentUse | undefined {
    const known = this.#users.get(user)
    const account = known?.accounts.get(accountId)
    const now = this.#clock.now()
    if (known === undefined || account === undefined || known.until <= now) return undefined
    const { storedKey, head } = known
    const { lastUsedAt, kept } = account
    return { storedKey, head, lastUsedAt, kept: kept !== undefined && kept.until > now ? kept : undefined }
  }

  /** Notes a use: the key and the row it was made with, until when that row may be kept, and the entry that tells of it. */
  note(storedKey: UserKeyTable, near: KeptRow, entry: AuditTable): void {
    const { row } = near
    const user = row.user_id
    const known = this.#users.get(user)
    const accounts = known?.accounts ?? new Map<string, RecentAccount>()
    const kept = { row, until: Math.min(this.#clock.now() + ROW_MS, near.until) }
    accounts.set(row.id, { lastUsedAt: entry.at, kept })
    this.#users.delete(user)
    const until = Math.max(known?.until ?? 0, near.until)
    this.#users.set(user, { storedKey, head: entry, accounts, until })
    const [oldest] = this.#users.keys()
    if (this.#users.size > MAX_USERS && oldest !== undefined) this.#users.delete(oldest)
    this.#sweepLater()
  }

  /** Forgets an account that was removed. */
  forgetAccount(user: string, accountId: string): void {
    this.#users.get(user)?.accounts.delete(accountId)
  }

  /** Forgets a user whose key was destroyed. */
  forgetUser(user: string): void {
    this.#users.delete(user)
  }

  /** Forgets everything. */
  clear(): void {
    clearTimeout(this.#sweeping)
    this.#users.clear()
  }

  #sweepLater(): void {
    this.#sweeping ??= setTimeout(() => {
      this.#sweeping = undefined
      this.#sweep()
      if (this.#users.size > 0) this.#sweepLater()
    }, ROW_MS).unref()
  }

  /** Takes out what is remembered for too long, so that memory does not hold what is no longer given out. */
  #sweep(): void {
    const now = this.#clock.now()
    for (const [user, { accounts, until }] of this.#users) {
      if (until <= now) this.#users.delete(user)
      for (const account of accounts.values())
        if (account.kept !== undefined && account.kept.until <= now) account.kept = undefined
    }
  }
}
