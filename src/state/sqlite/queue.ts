/** Who is next in a conversation: turns that found it busy keep their place for as long as they ask again in time. */
import { PLACE_MS } from '../bounds.ts'
import type { SqliteSession } from './session.ts'
import { readText, toBytes } from './values.ts'
import type { ConversationKey } from '../state.ts'

/** The condition on the columns that `ownerOf` fills. */
export const OWN = 'formation = ? AND user = ? AND conversation = ?'

/** The three columns that name a conversation, in the order of `OWN`. */
export function ownerOf(key: ConversationKey): readonly [Uint8Array, Uint8Array, Uint8Array] {
  return [toBytes(key.principal.formation), toBytes(key.principal.user), toBytes(key.conversation)]
}

/** Whether no other turn waits before this one; without a place, whether none waits at all. */
export function isNext(
  session: SqliteSession,
  key: ConversationKey,
  place: string | undefined,
  now: number,
): boolean {
  const first = session.first(
    `SELECT place FROM waiters WHERE ${OWN} AND expires_at > ? ORDER BY number LIMIT 1`,
    ...ownerOf(key),
    now,
  )
  return first === undefined || (place !== undefined && readText(first['place']) === place)
}

/** Takes a place at the end, or keeps the one already taken for `PLACE_MS` more; a place that lapsed is a new one. */
export function keepPlace(session: SqliteSession, key: ConversationKey, place: string, now: number): void {
  session.change(`DELETE FROM waiters WHERE ${OWN} AND expires_at <= ?`, ...ownerOf(key), now)
  session.change(
    `INSERT INTO waiters (formation, user, conversation, place, expires_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET expires_at = excluded.expires_at`,
    ...ownerOf(key),
    toBytes(place),
    now + PLACE_MS,
  )
}

/** Gives a place up, once its turn was served or answered. */
export function leaveQueue(session: SqliteSession, key: ConversationKey, place: string | undefined): void {
  if (place === undefined) return
  session.change(`DELETE FROM waiters WHERE ${OWN} AND place = ?`, ...ownerOf(key), toBytes(place))
}
