/** Rows of conversations and answers: read by their whole owner, taken as nothing once they have expired. */
import { ANSWER_MS, CONVERSATION_MS } from '../bounds.ts'
import { OWN, ownerOf } from './queue.ts'
import type { SqliteSession } from './session.ts'
import { readBytes, readNumber, readText, type Row, toBytes } from './values.ts'
import type { ConversationKey, Lease, StoredConversation } from '../state.ts'

/** When a conversation ends; one nothing is kept of stays a day, for its fence and the outcome of its last save. */
export function keepUntil(kept: boolean, now: number): number {
  return now + (kept ? CONVERSATION_MS : ANSWER_MS)
}

/** Whether a row is held by this very lease, and still. */
export function holds(row: Row | undefined, lease: Lease, now: number): boolean {
  return (
    row !== undefined &&
    readText(row['lease_token']) === lease.token &&
    readNumber(row['fence']) === lease.fence &&
    (readNumber(row['lease_until']) ?? 0) > now
  )
}

/** The row of a conversation. */
export function selectConversation(
  session: SqliteSession,
  key: ConversationKey,
  now: number,
): Row | undefined {
  return session.first(`SELECT * FROM conversations WHERE ${OWN} AND expires_at > ?`, ...ownerOf(key), now)
}

/** The saved answer to a message. */
export function selectAnswer(
  session: SqliteSession,
  key: ConversationKey,
  messageId: string,
  now: number,
): Uint8Array | undefined {
  const row = session.first(
    `SELECT sealed FROM answers WHERE ${OWN} AND message = ? AND expires_at > ?`,
    ...ownerOf(key),
    toBytes(messageId),
    now,
  )
  return readBytes(row?.['sealed'])
}

/** What a row keeps; nothing when it only has a lease, and no pending secret past its time. */
export function toStored(row: Row | undefined, now: number): StoredConversation | undefined {
  const version = readNumber(row?.['version']) ?? 0
  const record = readText(row?.['record'])
  if (version === 0 || record === undefined) return undefined
  const until = readNumber(row?.['pending_until'])
  const sealed = readBytes(row?.['pending'])
  return {
    version,
    record,
    parked: readBytes(row?.['parked']),
    pending: until !== undefined && sealed !== undefined && until > now ? { sealed, until } : undefined,
  }
}
