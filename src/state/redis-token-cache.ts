/** The cache of sealed envelopes in Redis. */
import type { RedisClient } from './redis-client.ts'
import type { RedisKeys } from './redis-keys.ts'
import { ownedBytes, textOf } from './redis-reply.ts'
import { cacheEvictScript, cacheGetScript, cachePutScript } from './scripts/cache.ts'
import { checkCacheEntry, TOMBSTONE_MS, type TokenCache } from './token-cache.ts'

/** The cache on an open connection. */
export function createRedisTokenCache(client: RedisClient, keys: RedisKeys): TokenCache {
  return {
    async get(principal, accountId) {
      checkCacheEntry(principal, accountId, {})
      const name = keys.token(principal, accountId)
      const [owner, revision, value, until] = await client.run(cacheGetScript, [name], [])
      const sealed = ownedBytes(owner, name, value)
      if (sealed === undefined) return undefined
      return { revision: Number(textOf(revision)), sealed, expiresAt: Number(textOf(until)) }
    },

    async put(principal, accountId, { revision, sealed }, ttlMs) {
      checkCacheEntry(principal, accountId, { revision, ttlMs }, sealed)
      const names = [keys.token(principal, accountId), keys.index(principal)]
      const [kept] = await client.run(cachePutScript, names, [revision, ttlMs, sealed])
      return kept === 1
    },

    async evict(principal, accountId, revision) {
      checkCacheEntry(principal, accountId, { revision })
      const names = [keys.token(principal, accountId), keys.index(principal)]
      await client.run(cacheEvictScript, names, [revision, TOMBSTONE_MS])
    },
  }
}
