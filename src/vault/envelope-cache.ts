/**
 * The short way of a use: a row kept near, sealed, so that using a credential needs one look there and the audited statement.
 *
 * What is kept is the whole row sealed once more with the user's key; that key stays in the vault, and wrapped in this
 * process's memory. The statement still proves that the row is unchanged and active, so a cache that is stale, away or
 * altered costs time and nothing else.
 */
import type { Principal } from '../principal.ts'
import { disposeFields } from './fields.ts'
import { type ChainHead } from './audit-chain.ts'
import { nextEntry } from './audit.ts'
import type { VaultCore } from './core.ts'
import { SUITE, openEnvelope, sealEnvelope } from './envelope.ts'
import { lengthPrefixed } from './length-prefix.ts'
import { statusOf, toAccount } from './account.ts'
import { openRow } from './record.ts'
import { packRow, unpackRow } from './row-bytes.ts'
import type { AuditTable, CredentialTable, UserKeyTable } from './tables.ts'
import { type UserKey, unwrapStored } from './user-key.ts'
import { insertWhileUnchanged, useFacts } from './use-statements.ts'
import type { ActContext, OpenResult } from './vault.ts'

/** Where sealed rows are kept for a while; `src/state/token-cache.ts` fits. What it rejects with counts as not there. */
export interface EnvelopeCache {
  get(principal: Principal, accountId: string): Promise<{ readonly sealed: Uint8Array } | undefined>
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

/** What a process remembers of a user between two uses. */
interface Recent {
  readonly storedKey: UserKeyTable
  head: ChainHead
  /** When each account was used last, epoch milliseconds; by its id. */
  readonly lastUses: Map<string, number>
}

/** Users remembered at once; the longest unused is forgotten first. */
const MAX_RECENT = 10_000

/** A row's changes and revisions as one rising number: changes since the last new secret stay below this. */
const CHANGES = 1_000_000

/** The short way to open credentials. */
export class EnvelopeShortcut {
  readonly #settings: CacheSettings
  readonly #recent = new Map<string, Recent>()

  constructor(settings: CacheSettings) {
    this.#settings = settings
  }

  /** Opens from the cache for an audited use; nothing when that is not possible, whatever the reason. */
  async open(
    core: VaultCore,
    principal: Principal,
    accountId: string,
    purpose: string,
    context: ActContext,
  ): Promise<OpenResult | undefined> {
    const recent = this.#recent.get(principal.user)
    const lastUsedAt = recent?.lastUses.get(accountId)
    if (recent === undefined || lastUsedAt === undefined) return undefined
    const cached = await this.#settings.cache.get(principal, accountId).catch(() => undefined)
    const userKey = unwrapStored(core, recent.storedKey)
    if (cached === undefined || typeof userKey === 'string') return undefined
    const row = unsealRow(core, principal, accountId, userKey, cached.sealed)
    if (row === undefined || statusOf(row, core.clock.now()) !== 'active') return undefined
    const fields = openRow(core, userKey, row)
    if (fields === 'damaged') return undefined
    const entry = nextEntry(core, principal.user, recent.head, useFacts(row, purpose), context)
    let isAudited: boolean | undefined
    try {
      isAudited = await core.tryStatement((database) => insertWhileUnchanged(core, database, entry, row))
    } finally {
      if (isAudited !== true) disposeFields(fields)
    }
    if (isAudited !== true) return undefined
    const account = toAccount(row, false, lastUsedAt, core.clock.now())
    recent.head = entry
    recent.lastUses.set(accountId, entry.at)
    return { ok: true, credential: { account, fields } }
  }

  /** Keeps what a use read from the vault, and the entry it added; does not wait for the cache. */
  keep(
    core: VaultCore,
    principal: Principal,
    row: CredentialTable,
    storedKey: UserKeyTable,
    entry: AuditTable,
  ): void {
    const lastUses = this.#recent.get(principal.user)?.lastUses ?? new Map<string, number>()
    lastUses.set(row.id, entry.at)
    this.#recent.delete(principal.user)
    this.#recent.set(principal.user, { storedKey, head: entry, lastUses })
    const [oldest] = this.#recent.keys()
    if (this.#recent.size > MAX_RECENT && oldest !== undefined) this.#recent.delete(oldest)
    const userKey = unwrapStored(core, storedKey)
    if (typeof userKey === 'string') return
    const sealed = sealEnvelope(
      userKey.key,
      userKey.generation,
      placeOf(core, principal, row.id, userKey),
      packRow(row),
    )
    const revision = row.revision * CHANGES + row.change
    const { cache, ttlMs } = this.#settings
    void cache.put(principal, row.id, { revision, sealed }, ttlMs).catch(() => undefined)
  }

  /** Takes out what is kept of an account: all of it, or what is older than a new secret. Never fails. */
  async evict(principal: Principal, accountId: string, newRevision?: number): Promise<void> {
    const upTo = newRevision === undefined ? Number.MAX_SAFE_INTEGER : newRevision * CHANGES - 1
    if (newRevision === undefined) this.#recent.get(principal.user)?.lastUses.delete(accountId)
    await this.#settings.cache.evict(principal, accountId, upTo).catch(() => undefined)
  }

  /** Forgets a user whose key was destroyed. */
  forget(principal: Principal): void {
    this.#recent.delete(principal.user)
  }
}

function unsealRow(
  core: VaultCore,
  principal: Principal,
  accountId: string,
  userKey: UserKey,
  sealed: Uint8Array,
): CredentialTable | undefined {
  const place = placeOf(core, principal, accountId, userKey)
  const packed = openEnvelope(userKey.key, userKey.generation, place, sealed)
  if (typeof packed === 'string') return undefined
  const row = unpackRow(packed)
  return row?.id === accountId && row.user_id === principal.user ? row : undefined
}

function placeOf(core: VaultCore, principal: Principal, accountId: string, userKey: UserKey): Buffer {
  const { generation } = userKey
  return lengthPrefixed('kt/cache/v1', core.formation, principal.user, accountId, generation, SUITE)
}
