/**
 * How large and how long: the bounds every backend of the state port holds, and the checks that refuse before a write.
 *
 * Both backends call these checks first, so what one refuses the other refuses with the same words.
 */
import { KeyturnError } from '../errors.ts'
import { checkId, type Principal } from '../principal.ts'
import type { ConversationKey, Save } from './state.ts'

/** How long a claim or a renewal holds a conversation: 30 s. A turn that takes longer renews. */
export const LEASE_MS = 30_000

/** How long a turn keeps its place in the queue of a conversation without asking again: 2 s. */
export const PLACE_MS = 2_000

/** How long the answer to a message is kept: 24 h (the same message, the same answer). */
export const ANSWER_MS = 24 * 60 * 60_000

/** The longest a pending secret may wait for its yes: 10 minutes. A later `until` is shortened to it. */
export const PENDING_MS = 10 * 60_000

/** How long a conversation is kept after the last turn that claimed it: 30 days. */
export const CONVERSATION_MS = 30 * 24 * 60 * 60_000

/** The largest record as it is given to the store, sealed and in base64url, in bytes: 32 KiB. */
export const MAX_RECORD_BYTES = 32 * 1024

/** The largest sealed value that is not named below (pending secret, cached envelope), in bytes: 64 KiB. */
export const MAX_SEALED_BYTES = 64 * 1024

/**
 * The largest sealed parked request, in bytes: a message of 1 MiB without its secrets, whose markers may be longer, 512 KiB of what its
 * agent had done, and 1 KiB.
 */
export const MAX_PARKED_BYTES = 5 * 1024 * 1024 + 512 * 1024 + 1024

/** The largest sealed answer, in bytes: two such texts, twice as long where they are no UTF-8, and 1 MiB for all the rest. */
export const MAX_ANSWER_BYTES = 21 * 1024 * 1024

/** The longest conversation id, message id or name of a cached thing, in bytes of UTF-8. */
export const MAX_NAME_BYTES = 1024

/**
 * Passes a principal whose two ids are exact; a cast object or an empty id is refused before any store is touched.
 *
 * @throws KeyturnError `PRINCIPAL_INVALID`.
 */
export function checkPrincipal(principal: Principal | undefined): void {
  checkId(principal?.formation, 'formation id')
  checkId(principal?.user, 'user id')
}

/**
 * Passes a conversation of an exact principal.
 *
 * @throws KeyturnError `PRINCIPAL_INVALID` or `INPUT_INVALID`.
 */
export function checkKey(key: ConversationKey): void {
  checkPrincipal(key.principal)
  checkName(key.conversation, 'conversation id')
}

/**
 * Passes any non-empty text of at most 1 KiB that UTF-8 can carry; half a surrogate pair would make two names one.
 *
 * @throws KeyturnError `INPUT_INVALID`, naming what kind of name it is but never the name.
 */
export function checkName(name: unknown, what: string): asserts name is string {
  if (typeof name !== 'string' || name.length === 0) throw refusal(`The ${what} is missing. Pass a text.`)
  if (!name.isWellFormed())
    throw refusal(`The ${what} holds half of a surrogate pair. Pass whole characters.`)
  if (Buffer.byteLength(name, 'utf8') > MAX_NAME_BYTES) {
    throw refusal(`The ${what} is longer than ${MAX_NAME_BYTES} bytes. Pass a shorter id.`)
  }
}

/**
 * Passes sealed bytes of at most `limit`, by default 64 KiB.
 *
 * @throws KeyturnError `INPUT_INVALID`, with the size and the bound.
 */
export function checkSealed(sealed: Uint8Array, what: string, limit = MAX_SEALED_BYTES): void {
  if (sealed.byteLength > limit) {
    throw refusal(
      `The ${what} has ${sealed.byteLength} bytes sealed; at most ${limit} are kept. Shorten it.`,
      { bytes: sealed.byteLength, limit },
    )
  }
}

/**
 * Passes a save within the bounds.
 *
 * @throws KeyturnError `INPUT_INVALID` for a record or a sealed value over its bound, or a version that is none.
 */
export function checkSave(save: Save): void {
  if (!Number.isSafeInteger(save.expectedVersion) || save.expectedVersion < 0) {
    throw refusal(
      'The expected version is not a whole number from 0 up. Pass the version the turn started from.',
    )
  }
  if (save.conversation !== undefined) {
    checkRecord(save.conversation.record)
    if (save.conversation.parked !== undefined) {
      checkSealed(save.conversation.parked, 'parked request', MAX_PARKED_BYTES)
    }
    if (save.conversation.pending !== undefined)
      checkSealed(save.conversation.pending.sealed, 'pending secret')
  }
  if (save.answer !== undefined) {
    checkName(save.answer.messageId, 'message id')
    checkSealed(save.answer.sealed, 'saved answer', MAX_ANSWER_BYTES)
  }
}

function checkRecord(record: string): void {
  const bytes = Buffer.byteLength(record, 'utf8')
  if (bytes > MAX_RECORD_BYTES) {
    throw refusal(
      `The record has ${bytes} bytes; at most ${MAX_RECORD_BYTES} are kept. Keep only ids and counters.`,
      {
        bytes,
        limit: MAX_RECORD_BYTES,
      },
    )
  }
  if (!record.isWellFormed()) {
    throw refusal(
      'The record holds half of a surrogate pair. Write it with JSON.stringify, which escapes it.',
    )
  }
}

function refusal(message: string, facts: Record<string, number> = {}): KeyturnError {
  return new KeyturnError('INPUT_INVALID', message, facts)
}
