import { defineScript } from './script.ts'

/**
 * Claims a conversation and loads it, or gives the saved answer to the message, or takes a place in the queue.
 *
 * The operation's name is the lease's token, so the same call executed twice is one claim.
 *
 * KEYS: 1 lease (a hash: owner, fence, token, until, last save, queue), 2 conversation, 3 pending, 4 index, 5 answer
 * (left out without a message id).
 * ARGV: 1 operation and lease token, 2 now, 3 place in the queue or empty, 4 lease ms, 5 ms to keep a conversation,
 * 6 ms to keep a lease nothing is stored for, 7 ms a place lasts.
 * Returns: operation, `claimed`, fence, conversation, pending (values as `redis-values.ts` reads them, null where there
 * is none); or operation, `answered`, value; or operation, `busy`.
 */
export const claimScript = defineScript(
  'claim',
  [],
  `
local place = ARGV[3]

-- The queue is a list of { place, until }, packed in field w; who did not ask in time has left.
local function waiting(packed)
  local live = {}
  if packed then
    for _, entry in ipairs(cmsgpack.unpack(packed)) do
      if entry[2] > now then live[#live + 1] = entry end
    end
  end
  return live
end

local function keepQueue(queue, keep)
  if #queue == 0 then
    redis.call('HDEL', KEYS[1], 'w')
  else
    redis.call('HSET', KEYS[1], 'o', KEYS[1], 'w', cmsgpack.pack(queue), 'x', text(now + keep))
    keepHash(KEYS[4], KEYS[1], keep)
  end
end

local function without(queue, gone)
  local rest = {}
  for _, entry in ipairs(queue) do
    if entry[1] ~= gone then rest[#rest + 1] = entry end
  end
  return rest
end

local found, isForeign = load(KEYS[1], 'f', 'l', 'e', 'w', 'x')
if isForeign or (found[5] and isPast(found[5])) then
  redis.call('DEL', KEYS[1])
  found = { false, false, false, false, false }
end
local lease = found[2]
local content, conversation = fetch(KEYS[2])
local version = versionOf(content)
if version == 0 then conversation = false end
local keep = conversation and ARGV[5] or ARGV[6]
local queue = waiting(found[4])

if KEYS[5] then
  local _, answer = fetch(KEYS[5])
  if answer then
    if place ~= '' then keepQueue(without(queue, place), keep) end
    return { operation, 'answered', answer }
  end
end

local isHeld = lease and lease ~= operation and not isPast(found[3])
local isNext = #queue == 0 or queue[1][1] == place
if isHeld or not isNext then
  if place ~= '' then
    local isNew = true
    for _, entry in ipairs(queue) do
      if entry[1] == place then
        entry[2] = now + ARGV[7]
        isNew = false
      end
    end
    if isNew then queue[#queue + 1] = { place, now + ARGV[7] } end
    keepQueue(queue, keep)
  end
  return { operation, 'busy' }
end

local fence = tonumber(found[1]) or 0
if lease ~= operation then fence = fence + 1 end
fence = text(fence)
redis.call('HSET', KEYS[1], 'o', KEYS[1], 'f', fence, 'l', operation, 'e', text(now + ARGV[4]), 'x', text(now + keep))
if found[4] then keepQueue(without(queue, place), keep) end
keepHash(KEYS[4], KEYS[1], keep)
if not conversation then
  redis.call('DEL', KEYS[2], KEYS[3])
  return { operation, 'claimed', fence, false, false }
end
redis.call('PEXPIRE', KEYS[2], keep)
redis.call('SETRANGE', KEYS[2], 0, string.format('%016.0f', now + keep))
remember(KEYS[4], KEYS[2], keep)
local _, pending = fetch(KEYS[3])
return { operation, 'claimed', fence, conversation, pending or false }
`,
)
