import { defineScript } from './script.ts'

/**
 * Prolongs a lease that is still held.
 *
 * KEYS: 1 conversation.
 * ARGV: 1 operation, 2 now, 3 lease token, 4 fence, 5 lease ms.
 * Returns: operation, 1 when prolonged, 0 when the lease was lost.
 */
export const renewScript = defineScript(
  'renew',
  [],
  `
local held = load(KEYS[1], 'l', 'f', 'e')
if held[1] ~= ARGV[3] or held[2] ~= ARGV[4] or isPast(held[3]) then return { operation, 0 } end
redis.call('HSET', KEYS[1], 'e', text(now + ARGV[5]))
return { operation, 1 }
`,
)
