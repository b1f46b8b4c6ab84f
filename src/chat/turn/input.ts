/** Checks what a host gives to a turn, and makes its keys. */
import { isKeyturnError, KeyturnError } from '../../errors.ts'
import type { TurnInput } from './outcome.ts'
import { checkId, createPrincipal } from '../../principal.ts'
import type { Principal } from '../../principal.ts'
import type { ConversationKey } from '../../state/state.ts'

/** The longest message, in bytes of UTF-8. */
export const MAX_TEXT_BYTES = 1024 * 1024

/**
 * The longest that a message may become when markers take the place of its secrets, in bytes of UTF-8: the longest marker has 52
 * characters, and the shortest token of a shape 11.
 */
const MAX_GATED_BYTES = 5 * MAX_TEXT_BYTES

/** A turn's input, checked. */
export interface CheckedInput extends TurnInput {
  readonly principal: Principal
  readonly key: ConversationKey
  /** The message id, or a random one. */
  readonly turnId: string
  /** How far the agent had come with the request that is parked (JSON). */
  readonly progress?: string | undefined
}

/**
 * Checks a turn's input.
 *
 * @throws KeyturnError `PRINCIPAL_INVALID` for ids that are not exact; `INPUT_INVALID` for a text that is missing or too long, and for an
 * `onProgress` or a `signal` that is none.
 */
export function checkInput(formation: string, input: TurnInput): CheckedInput {
  try {
    return checkMembers(formation, input)
  } catch (error) {
    if (isKeyturnError(error)) throw error
    // An accessor or a proxy may throw anything at all, with any words.
    throw new KeyturnError('INPUT_INVALID', 'What a turn was given cannot be read. Pass a plain object.')
  }
}

function checkMembers(formation: string, input: TurnInput): CheckedInput {
  if (typeof input !== 'object' || input === null) {
    throw new KeyturnError(
      'INPUT_INVALID',
      'A turn needs { userId, conversationId, messageId, text, transport }.',
    )
  }
  const principal = createPrincipal(formation, input.userId)
  checkId(input.conversationId, 'conversation id')
  if (input.messageId !== undefined) checkId(input.messageId, 'message id')
  if (typeof input.text !== 'string')
    throw new KeyturnError('INPUT_INVALID', 'The text of a turn is not a text.', { part: 'text' })
  if (Buffer.byteLength(input.text, 'utf8') > MAX_TEXT_BYTES) {
    throw new KeyturnError(
      'INPUT_INVALID',
      `The text of a turn is longer than ${MAX_TEXT_BYTES} bytes. Shorten it.`,
      { part: 'text', limit: MAX_TEXT_BYTES },
    )
  }
  const { onProgress, signal } = input as { readonly onProgress?: unknown; readonly signal?: unknown }
  if (onProgress !== undefined && typeof onProgress !== 'function')
    throw new KeyturnError(
      'INPUT_INVALID',
      'The onProgress of a turn is not a function. Leave it out, or pass one.',
      {
        part: 'onProgress',
      },
    )
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw new KeyturnError(
      'INPUT_INVALID',
      'The signal of a turn is not an AbortSignal. Leave it out, or pass the one of an AbortController.',
      { part: 'signal' },
    )
  return {
    ...input,
    principal,
    key: { principal, conversation: input.conversationId },
    turnId: input.messageId ?? randomId(),
  }
}

/**
 * Passes a text whose secrets were taken out.
 *
 * @throws KeyturnError `INPUT_INVALID` where it became longer than what is kept: so many short secrets are in no message of a person.
 */
export function checkGated(text: string): void {
  if (Buffer.byteLength(text, 'utf8') <= MAX_GATED_BYTES) return
  throw new KeyturnError(
    'INPUT_INVALID',
    `The text of a turn is longer than ${MAX_GATED_BYTES} bytes once its secrets are taken out. Shorten it.`,
    { part: 'text', limit: MAX_GATED_BYTES },
  )
}

/** 128 random bits in base64url. */
export function randomId(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url')
}

/** One text for a conversation's key, never the same for two: each part behind its length. */
export function keyText({ principal, conversation }: ConversationKey): string {
  return [principal.formation, principal.user, conversation].map((part) => `${part.length}:${part}`).join('')
}
