/** Scripts of the single flight: lead, follow, tell the outcome. */
import { defineScript } from './script.ts'

/**
 * Joins a flight: leads it, follows it, or gets its outcome. The operation's name is the leader's token.
 *
 * KEYS: 1 flight, 2 index. ARGV: 1 operation and token, 2 now, 3 ms a leader may take.
 * Returns: operation, `leading` or `following`; or operation, `landed`, owner, outcome.
 */
export const flightJoinScript = defineScript(
  'flight_join',
  [],
  `
local found = load(KEYS[1], 's', 'u', 'l')
if not isPast(found[2]) and found[3] ~= operation then
  if found[1] then return { operation, 'landed', KEYS[1], found[1] } end
  return { operation, 'following' }
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'o', KEYS[1], 'l', operation, 'u', text(now + ARGV[3]))
keepHash(KEYS[2], KEYS[1], ARGV[3])
return { operation, 'leading' }
`,
)

/**
 * Gives a flight its outcome, or with no time to keep it gives the flight up.
 *
 * KEYS: 1 flight, 2 index. ARGV: 1 operation, 2 now, 3 leader's token, 4 ms to keep the outcome or 0, 5 outcome.
 * Returns: operation, 1 when done, 0 when somebody else leads by now.
 */
export const flightEndScript = defineScript(
  'flight_end',
  [],
  `
local found = load(KEYS[1], 'l', 'u', 's')
if found[1] ~= ARGV[3] or isPast(found[2]) then return { operation, 0 } end
if tonumber(ARGV[4]) == 0 then
  if not found[3] then redis.call('DEL', KEYS[1]) end
  return { operation, 1 }
end
redis.call('HSET', KEYS[1], 's', ARGV[5], 'u', text(now + ARGV[4]))
keepHash(KEYS[2], KEYS[1], ARGV[4])
return { operation, 1 }
`,
)
