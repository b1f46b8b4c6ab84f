/** Scripts of the token cache: read, put if newer, evict. */
import { defineScript } from './script.ts'

/**
 * Reads a cached envelope.
 *
 * KEYS: 1 envelope. ARGV: 1 operation, 2 now.
 * Returns: operation, owner, revision, sealed, until; null where there is none.
 */
export const cacheGetScript = defineScript(
  'cache_get',
  ['no-writes'],
  `
local found = load(KEYS[1], 'v', 's', 'u')
if isPast(found[3]) then found = { false, false, false } end
return { operation, found[2] and KEYS[1], found[1], found[2], found[3] }
`,
)

/**
 * Keeps an envelope, if neither its revision nor a newer one is there or was evicted.
 *
 * KEYS: 1 envelope, 2 index. ARGV: 1 operation, 2 now, 3 revision, 4 ms to keep it, 5 sealed.
 * Returns: operation, 1 when kept, 0 when not. Executed twice it says 1 twice: field `d` keeps the operation.
 */
export const cachePutScript = defineScript(
  'cache_put',
  [],
  `
local found, isForeign = load(KEYS[1], 'v', 'u', 'd')
if found[3] == operation then return { operation, 1 } end
if not isPast(found[2]) and (tonumber(found[1]) or 0) >= tonumber(ARGV[3]) then return { operation, 0 } end
if isForeign then redis.call('DEL', KEYS[1]) end
redis.call('HSET', KEYS[1], 'o', KEYS[1], 'v', ARGV[3], 's', ARGV[5], 'u', text(now + ARGV[4]), 'd', operation)
keepHash(KEYS[2], KEYS[1], ARGV[4])
return { operation, 1 }
`,
)

/**
 * Removes an envelope up to a revision, and leaves a tombstone that refuses it later.
 *
 * KEYS: 1 envelope, 2 index. ARGV: 1 operation, 2 now, 3 revision, 4 ms the tombstone stays.
 * Returns: operation.
 */
export const cacheEvictScript = defineScript(
  'cache_evict',
  ['allow-oom'],
  `
local found = load(KEYS[1], 'v', 'u')
if not isPast(found[2]) and (tonumber(found[1]) or 0) > tonumber(ARGV[3]) then return { operation } end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'o', KEYS[1], 'v', ARGV[3], 'u', text(now + ARGV[4]))
keepHash(KEYS[2], KEYS[1], ARGV[4])
return { operation }
`,
)
