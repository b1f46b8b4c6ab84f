import { defineScript } from './script.ts'

/**
 * Saves what a turn leaves behind and releases its lease, if lease, fence and version are still the turn's.
 *
 * Field `d` keeps the token of the lease that saved last, so the same save executed twice is one save.
 *
 * KEYS: 1 lease, 2 conversation, 3 pending, 4 index, 5 answer (left out without one).
 * ARGV: 1 operation, 2 now, 3 lease token, 4 fence, 5 expected version, 6 ms to keep a conversation, 7 ms to keep an
 * answer (and a lease nothing is stored for), 8 longest ms to keep a pending secret, 9 sealed answer or empty,
 * 10 `1` to keep the conversation and `0` to forget it, 11 record, 12 `1` with a parked request, 13 parked request,
 * 14 `1` with a pending secret, 15 pending secret, 16 until when (epoch ms).
 * Returns: operation, `saved` or `lost`.
 */
export const saveScript = defineScript(
  'save',
  [],
  `
local token = ARGV[3]
local held = load(KEYS[1], 'l', 'f', 'e', 'd')
if held[4] == token then return { operation, 'saved' } end
if held[1] ~= token or held[2] ~= ARGV[4] or isPast(held[3]) then return { operation, 'lost' } end
if versionOf(fetch(KEYS[2])) ~= tonumber(ARGV[5]) then
  redis.call('HDEL', KEYS[1], 'l', 'e')
  return { operation, 'lost' }
end

if KEYS[5] then
  put(KEYS[5], ARGV[9], ARGV[7])
  remember(KEYS[4], KEYS[5], ARGV[7])
end

local isKept = ARGV[10] == '1'
local pendingMs = 0
if isKept and ARGV[14] == '1' then pendingMs = math.min(tonumber(ARGV[16]) - now, tonumber(ARGV[8])) end
if pendingMs > 0 then
  put(KEYS[3], ARGV[15], text(pendingMs))
  remember(KEYS[4], KEYS[3], text(pendingMs))
else
  redis.call('DEL', KEYS[3])
end

local keep = isKept and ARGV[6] or ARGV[7]
if isKept then
  local numbers = string.format('%016.0f%08.0f', tonumber(ARGV[5]) + 1, #ARGV[11])
  put(KEYS[2], numbers .. ARGV[11] .. ARGV[12] .. ARGV[13], keep)
  remember(KEYS[4], KEYS[2], keep)
else
  redis.call('DEL', KEYS[2])
end
redis.call('HDEL', KEYS[1], 'l', 'e')
redis.call('HSET', KEYS[1], 'o', KEYS[1], 'd', token, 'x', text(now + keep))
keepHash(KEYS[4], KEYS[1], keep)
return { operation, 'saved' }
`,
)
