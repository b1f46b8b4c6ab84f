/**
 * What all scripts share: their shape, and the few lines of Lua each of them begins with.
 *
 * All scripts: KEYS carry one `{principal}` tag, so a script touches one slot of a cluster. ARGV[1] is the name of the
 * operation, given back as the first element of every reply: a client that mixed up two replies notices. ARGV[2] is the
 * time in epoch milliseconds, or 0 for the server's own. Times in replies are epoch milliseconds as decimal text.
 * Every value carries its own key, which the reader compares: a hash in field `o`, a text after the 16 digits of the
 * time until which it counts (see `redis-values.ts`).
 *
 * The `#!lua` line makes Redis refuse a script as a whole, before its first write, when memory is full or the server is
 * a read-only replica; without it a script could stop half way (https://redis.io/docs/latest/develop/programmability/eval-intro/).
 */

/** A Lua script, sent once per connection and called by its hash afterwards. */
export interface LuaScript {
  /** The method name it gets on the client. */
  readonly name: string
  readonly lua: string
}

/** `no-writes`: may run when memory is full. `allow-oom`: writes, but only to free memory. */
export type ScriptFlag = 'no-writes' | 'allow-oom'

const PRELUDE = `
local operation = ARGV[1]
local now = tonumber(ARGV[2])
if now == 0 then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

local function text(number)
  return string.format('%.0f', number)
end

local function isPast(time)
  return not time or (tonumber(time) or 0) <= now
end
`

/**
 * The fields of a value. All of them false when there is none, when the key holds something that is not a value of ours,
 * or one that belongs to another key; the second result then is true, and a writer removes what may be there first.
 */
const LOAD = `
local function load(key, ...)
  local names = { ... }
  local found = redis.pcall('HMGET', key, 'o', ...)
  if found.err and not string.find(found.err, 'WRONGTYPE', 1, true) then error(found) end
  local isForeign = found.err ~= nil or found[1] ~= key
  local fields = {}
  for index = 1, #names do fields[index] = not isForeign and found[index + 1] end
  return fields, isForeign
end
`

/**
 * Values that are read outside of scripts are texts: 16 digits of the time until which they count, the key, the content.
 * `fetch` gives content only of a value that counts and is of this key; whatever else is there, a writer removes.
 */
const TEXTS = `
local function fetch(key)
  local value = redis.pcall('GET', key)
  if not value then return false end
  if type(value) == 'table' then
    if string.find(value.err, 'WRONGTYPE', 1, true) then return false end
    error(value)
  end
  if isPast(string.sub(value, 1, 16)) then return false end
  if string.sub(value, 17, 16 + #key) ~= key then return false end
  return string.sub(value, 17 + #key), value
end

local function put(key, content, ttl)
  redis.call('SET', key, string.format('%016.0f', now + ttl) .. key .. content, 'PX', ttl)
end

-- Version (16 digits), length of the record in bytes (8 digits), record, and 1 with the parked request behind it or 0.
local function versionOf(content)
  if not content then return 0 end
  local version, length = string.match(content, '^(%d%d%d%d%d%d%d%d%d%d%d%d%d%d%d%d)(%d%d%d%d%d%d%d%d)')
  if not version or not string.match(string.sub(content, 25 + length, 25 + length), '^[01]$') then return 0 end
  return tonumber(version)
end
`

/**
 * Notes a key in the principal's index (a sorted set: key name by the time it ends), by which `forget` finds everything
 * of a principal in the same slot. The index lives as long as the longest-lived key may.
 */
const REMEMBER = `
local function remember(index, key, ttl)
  redis.call('ZADD', index, text(now + ttl), key)
  redis.call('ZREMRANGEBYSCORE', index, '-inf', text(now))
  redis.call('PEXPIRE', index, INDEX_MS)
end

local function keepHash(index, key, ttl)
  redis.call('PEXPIRE', key, ttl)
  remember(index, key, ttl)
end
`

/** The index outlives every key in it: 31 days. */
const INDEX_MS = String(31 * 24 * 60 * 60_000)

/** Makes a script from its body; `flags` as Redis 7 knows them. */
export function defineScript(name: string, flags: readonly ScriptFlag[], body: string): LuaScript {
  const shebang = flags.length === 0 ? '#!lua' : `#!lua flags=${flags.join(',')}`
  const remember = /\b(remember|keepHash)\(/.test(body) ? REMEMBER.replace('INDEX_MS', INDEX_MS) : ''
  const texts = /\b(fetch|put)\(/.test(body) ? TEXTS : ''
  const load = body.includes('load(') ? LOAD : ''
  return { name: `keyturn_${name}`, lua: `${shebang}${PRELUDE}${load}${texts}${remember}${body}` }
}
