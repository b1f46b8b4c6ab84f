/** The cache of sealed envelopes in Redis. */
import type { RedisClient, ReplyElement } from './client.ts'
import type { RedisKeys } from './keys.ts'
import { textOf } from './reply.ts'
import { cacheEvictScript, cacheGetScript, cachePutScript } from './scripts/cache.ts'
import { type CachedEnvelope, checkCacheEntry, TOMBSTONE_MS, type TokenCache } from '../token-cache.ts'

/** The fields owner, revision, envelope, until; the envelope is missing where there is none or only a tombstone. */
function readEntry(
  [owner, revision, value, until]: readonly (ReplyElement | undefined)[],
  name: string,
  now: number,
): CachedEnvelope | 'foreign' | undefined {
  if (!Buffer.isBuffer(value)) return undefined
  if (textOf(owner) !== name) return 'foreign'
  const expiresAt = Number(textOf(until))
  if (!(expiresAt > now)) return undefined
  return { revision: Number(textOf(revision)), sealed: new Uint8Array(value), expiresAt }
}

/** The cache on an open connection. */
export function createRedisTokenCache(client: RedisClient, keys: RedisKeys): TokenCache {
  return {
    async get(principal, accountId) {
      checkCacheEntry(principal, accountId, {})
      const name = keys.token(principal, accountId)
      const plain = readEntry(await client.readFields(name, ['o', 'v', 's', 'u']), name, client.now())
      if (plain !== 'foreign') return plain
      // A reply of another call, or a value somebody copied: asked again under a name, the server tells which.
      const again = readEntry(await client.run(cacheGetScript, [name], []), name, 0)
      return again === 'foreign' ? undefined : again
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
