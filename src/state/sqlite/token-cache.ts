/** The cache of sealed envelopes in SQLite. */
import type { Principal } from '../../principal.ts'
import type { SqliteSession } from './session.ts'
import { type Bound, readBytes, readNumber, toBytes } from './values.ts'
import { checkCacheEntry, TOMBSTONE_MS, type TokenCache } from '../token-cache.ts'

const OWN = 'formation = ? AND user = ? AND name = ?'
const PUT =
  'INSERT OR REPLACE INTO tokens (revision, sealed, expires_at, formation, user, name) VALUES (?, ?, ?, ?, ?, ?)'

/** The cache on an open session. */
export function createSqliteTokenCache(session: SqliteSession): TokenCache {
  /** The live row's revision; a row without an envelope is an eviction. */
  function revisionOf(owner: readonly Bound[], now: number): number {
    const row = session.first(`SELECT revision FROM tokens WHERE ${OWN} AND expires_at > ?`, ...owner, now)
    return readNumber(row?.['revision']) ?? 0
  }

  return {
    async get(principal, accountId) {
      checkCacheEntry(principal, accountId, {})
      return session.read((now) => {
        const row = session.first(
          `SELECT revision, sealed, expires_at FROM tokens WHERE ${OWN} AND expires_at > ? AND sealed IS NOT NULL`,
          ...ownerOf(principal, accountId),
          now,
        )
        const sealed = readBytes(row?.['sealed'])
        if (sealed === undefined) return undefined
        return {
          revision: readNumber(row?.['revision']) ?? 0,
          sealed,
          expiresAt: readNumber(row?.['expires_at']) ?? 0,
        }
      })
    },

    async put(principal, accountId, { revision, sealed }, ttlMs) {
      checkCacheEntry(principal, accountId, { revision, ttlMs }, sealed)
      const owner = ownerOf(principal, accountId)
      return session.write((now) => {
        if (revisionOf(owner, now) >= revision) return false
        session.change(PUT, revision, sealed, now + ttlMs, ...owner)
        return true
      })
    },

    async evict(principal, accountId, revision) {
      checkCacheEntry(principal, accountId, { revision })
      const owner = ownerOf(principal, accountId)
      await session.write((now) => {
        if (revisionOf(owner, now) > revision) return
        session.change(PUT, revision, null, now + TOMBSTONE_MS, ...owner)
      })
    },
  }
}

function ownerOf(principal: Principal, accountId: string): readonly Bound[] {
  return [toBytes(principal.formation), toBytes(principal.user), toBytes(accountId)]
}
