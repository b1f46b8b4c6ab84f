import { defineScript } from './script.ts'

/**
 * Reads the values of a conversation as they are, under the name of the operation: asked when a plain `MGET` brought
 * something that is not of the key it was asked for.
 *
 * KEYS: 1 conversation, 2 pending, 3 answer (left out without a message id).
 * ARGV: 1 operation, 2 now.
 * Returns: operation, and the three values; null where there is none.
 */
export const readScript = defineScript(
  'read',
  ['no-writes'],
  `
return { operation, unpack(redis.call('MGET', unpack(KEYS))) }
`,
)
