/**
 * The short way of a use: a row kept near, so that using a credential again needs the audited statement alone, or after a minute
 * one look into a cache before it.
 *
 * What the cache holds is the whole row sealed once more with the user's key; that key stays in the vault, and wrapped in this
 * process's memory. The statement still proves that the row is unchanged and active, so a cache that is stale, away or
 * altered costs time and nothing else.
 */
import type { Clock } from '../../ports.ts'
import type { Principal } from '../../principal.ts'
import { disposeFields } from './fields.ts'
import { nextEntry } from '../audit/append.ts'
import { openCachedRow, sealCachedRow } from './cached-row.ts'
import type { VaultCore } from '../core.ts'
import { statusOf, toAccount } from '../accounts/account.ts'
import { openRow } from './record.ts'
import { type KeptRow, RecentUses } from '../accounts/recent-uses.ts'
import type { AuditTable, CredentialTable, UserKeyTable } from '../tables.ts'
import { type UserKey, unwrapStored } from '../keys/user-key.ts'
import { insertWhileUnchanged, useFacts } from '../accounts/use-statements.ts'
import type { Release } from '../accounts/releases.ts'
import type { ActContext, OpenedCredential } from '../vault.ts'

/** Where sealed rows are kept for a while; `src/state/token-cache.ts` fits. What it rejects with counts as not there. */
export interface EnvelopeCache {
  get(
    principal: Principal,
    accountId: string,
  ): Promise<{ readonly sealed: Uint8Array; readonly expiresAt: number } | undefined>
  put(
    principal: Principal,
    accountId: string,
    envelope: { readonly revision: number; readonly sealed: Uint8Array },
    ttlMs: number,
  ): Promise<unknown>
  evict(principal: Principal, accountId: string, revision: number): Promise<unknown>
}

/** A cache and the longest age of what is in it (`credential_ttl_minutes`). */
export interface CacheSettings {
  readonly cache: EnvelopeCache
  readonly ttlMs: number
}

/** A row's changes and revisions as one rising number: changes since the last new secret stay below this. */
const CHANGES = 1_000_000

/** The short way to open credentials. */
export class EnvelopeShortcut {
  readonly #settings: CacheSettings
  readonly #recent: RecentUses

  constructor(settings: CacheSettings, clock: Clock) {
    this.#settings = settings
    this.#recent = new RecentUses(clock)
  }

  /** Opens what is near for an audited use; nothing when that is not possible, whatever the reason. */
  async open(
    core: VaultCore,
    principal: Principal,
    accountId: string,
    purpose: string,
    context: ActContext,
    release: Release,
  ): Promise<Pick<OpenedCredential, 'account' | 'fields'> | undefined> {
    const recent = this.#recent.find(principal.user, accountId)
    const userKey = recent === undefined ? 'unknown' : unwrapStored(core, recent.storedKey)
    if (recent === undefined || typeof userKey === 'string') return undefined
    const near = recent.kept ?? (await this.#fromCache(core, principal, accountId, userKey))
    if (near === undefined || statusOf(near.row, core.clock.now()) !== 'active') return undefined
    const { row } = near
    release.revision = row.revision
    const fields = openRow(core, userKey, row)
    if (fields === 'damaged') return undefined
    const entry = nextEntry(core, principal.user, recent.head, useFacts(row, purpose), context)
    let isReleased = false
    try {
      const isAudited = await core.tryStatement((database) =>
        insertWhileUnchanged(core, database, entry, row),
      )
      // What was ended meanwhile is not remembered anew: a deleted user's key would come back to memory.
      isReleased = isAudited === true && !release.ended.aborted
    } finally {
      if (!isReleased) disposeFields(fields)
    }
    if (!isReleased) return undefined
    const account = toAccount(row, false, recent.lastUsedAt, core.clock.now())
    this.#recent.note(recent.storedKey, near, entry)
    return { account, fields }
  }

  /** Keeps what a use read from the vault, and the entry it added; does not wait for the cache. */
  keep(
    core: VaultCore,
    principal: Principal,
    row: CredentialTable,
    storedKey: UserKeyTable,
    entry: AuditTable,
  ): void {
    const { cache, ttlMs } = this.#settings
    this.#recent.note(storedKey, { row, until: core.clock.now() + ttlMs }, entry)
    const userKey = unwrapStored(core, storedKey)
    if (typeof userKey === 'string') return
    const sealed = sealCachedRow(core, userKey, row)
    const revision = row.revision * CHANGES + row.change
    void cache.put(principal, row.id, { revision, sealed }, ttlMs).catch(() => undefined)
  }

  /** Takes out what is kept of an account: all of it, or what is older than a new secret. Never fails. */
  async evict(principal: Principal, accountId: string, newRevision?: number): Promise<void> {
    this.#recent.forgetAccount(principal.user, accountId)
    const upTo = newRevision === undefined ? Number.MAX_SAFE_INTEGER : newRevision * CHANGES - 1
    await this.#settings.cache.evict(principal, accountId, upTo).catch(() => undefined)
  }

  /** Forgets a user whose key was destroyed. */
  forget(principal: Principal): void {
    this.#recent.forgetUser(principal.user)
  }

  /** Forgets everyone. */
  close(): void {
    this.#recent.clear()
  }

  async #fromCache(
    core: VaultCore,
    principal: Principal,
    accountId: string,
    userKey: UserKey,
  ): Promise<KeptRow | undefined> {
    const cached = await this.#settings.cache.get(principal, accountId).catch(() => undefined)
    if (cached === undefined) return undefined
    const row = openCachedRow(core, userKey, { user: principal.user, accountId }, cached.sealed)
    return row === undefined ? undefined : { row, until: cached.expiresAt }
  }
}
