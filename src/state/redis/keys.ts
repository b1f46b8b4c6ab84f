/**
 * The names of what is kept in Redis: `keyturn:{PRINCIPAL}KIND NAME`, every part with its length before it.
 *
 * The tag is the principal, so everything of one user is in one slot of a cluster: each script touches one slot, and
 * forgetting a user is a script too. A `}` in an id ends the tag early, at the same place in every key of that user.
 */
import { KeyturnError } from '../../errors.ts'
import type { Principal } from '../../principal.ts'
import { joinParts, nameOwner } from '../owner.ts'
import type { ConversationKey } from '../state.ts'

/** What the keys begin with, when nothing else is asked for. */
export const DEFAULT_PREFIX = 'keyturn:'

/** Makes the names of keys under a prefix. */
export interface RedisKeys {
  /** The lease and the queue. */
  lease(key: ConversationKey): string
  conversation(key: ConversationKey): string
  pending(key: ConversationKey): string
  answer(key: ConversationKey, messageId: string): string
  token(principal: Principal, name: string): string
  flight(principal: Principal, name: string): string
  index(principal: Principal): string
}

/**
 * Keys under a prefix of up to 64 letters, digits, `:`, `.`, `_` and `-`.
 *
 * @throws KeyturnError `CONFIGURATION_INVALID` for another prefix: a brace in it would put all users into one slot.
 */
export function createRedisKeys(prefix = DEFAULT_PREFIX): RedisKeys {
  if (!/^[A-Za-z0-9:._-]{0,64}$/.test(prefix)) {
    throw new KeyturnError(
      'CONFIGURATION_INVALID',
      'The prefix of the Redis keys may hold up to 64 letters, digits, ":", ".", "_" and "-". Choose another.',
    )
  }
  const tag = (principal: Principal): string => `${prefix}{${nameOwner(principal)}}`
  return {
    lease: (key) => `${tag(key.principal)}l${joinParts(key.conversation)}`,
    conversation: (key) => `${tag(key.principal)}c${joinParts(key.conversation)}`,
    pending: (key) => `${tag(key.principal)}p${joinParts(key.conversation)}`,
    answer: (key, messageId) => `${tag(key.principal)}a${joinParts(key.conversation, messageId)}`,
    token: (principal, name) => `${tag(principal)}t${joinParts(name)}`,
    flight: (principal, name) => `${tag(principal)}f${joinParts(name)}`,
    index: (principal) => `${tag(principal)}i`,
  }
}
