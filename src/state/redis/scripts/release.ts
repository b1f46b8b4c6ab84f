import { defineScript } from './script.ts'

/**
 * Gives a lease back; nothing when it is another's by now.
 *
 * KEYS: 1 conversation.
 * ARGV: 1 operation, 2 now, 3 lease token.
 * Returns: operation.
 */
export const releaseScript = defineScript(
  'release',
  ['allow-oom'],
  `
if load(KEYS[1], 'l')[1] == ARGV[3] then redis.call('HDEL', KEYS[1], 'l', 'e') end
return { operation }
`,
)
