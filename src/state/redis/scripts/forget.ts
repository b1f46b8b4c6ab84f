import { defineScript } from './script.ts'

/**
 * Removes keys of a principal, some at a time so that nobody waits long.
 *
 * The names come from the index: they carry the principal's tag, so they are in the slot of the index itself.
 *
 * KEYS: 1 index.
 * ARGV: 1 operation, 2 now, 3 how many keys at most.
 * Returns: operation, how many keys are left.
 */
export const forgetScript = defineScript(
  'forget',
  ['allow-oom'],
  `
local names = redis.call('ZRANGE', KEYS[1], 0, ARGV[3] - 1)
for _, name in ipairs(names) do
  redis.call('UNLINK', name)
  redis.call('ZREM', KEYS[1], name)
end
return { operation, redis.call('ZCARD', KEYS[1]) }
`,
)
