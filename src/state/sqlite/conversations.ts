/**
 * Conversations, leases and answers in SQLite: each operation one `BEGIN IMMEDIATE` transaction, safe between processes.
 *
 * Long because the operations of the port stand in its order, each one transaction.
 */
import type { Principal } from '../../principal.ts'
import { ANSWER_MS, checkKey, checkName, checkPrincipal, checkSave, LEASE_MS, PENDING_MS } from '../bounds.ts'
import { createToken } from '../owner.ts'
import { isNext, keepPlace, leaveQueue, OWN, ownerOf } from './queue.ts'
import { holds, keepUntil, selectAnswer, selectConversation, toStored } from './rows.ts'
import type { SqliteSession } from './session.ts'
import { readNumber, readText, toBytes } from './values.ts'
import type { Claim, ConversationKey, Lease, Save, StateStore } from '../state.ts'

/** The part of the port that is about conversations, on an open session. */
export function createSqliteConversations(session: SqliteSession): Omit<StateStore, 'close'> {
  return {
    async read(key, messageId) {
      checkKey(key)
      if (messageId !== undefined) checkName(messageId, 'message id')
      return session.read((now) => ({
        stored: toStored(selectConversation(session, key, now), now),
        answer: messageId === undefined ? undefined : selectAnswer(session, key, messageId, now),
      }))
    },

    async claim(key, messageId, place) {
      checkKey(key)
      if (messageId !== undefined) checkName(messageId, 'message id')
      if (place !== undefined) checkName(place, 'place in the queue')
      return session.write((now) => claim(session, key, messageId, place, now))
    },

    async renew(lease) {
      checkKey(lease.key)
      return session.write((now) => {
        if (!holds(selectConversation(session, lease.key, now), lease, now)) return undefined
        const expiresAt = now + LEASE_MS
        session.change(
          `UPDATE conversations SET lease_until = ? WHERE ${OWN}`,
          expiresAt,
          ...ownerOf(lease.key),
        )
        return { ...lease, expiresAt }
      })
    },

    async save(lease, next) {
      checkKey(lease.key)
      checkSave(next)
      return session.write((now) => save(session, lease, next, now))
    },

    async release(lease) {
      checkKey(lease.key)
      await session.write(() => releaseLease(session, lease))
    },

    async forget(principal) {
      checkPrincipal(principal)
      await session.write(() => forget(session, principal))
    },
  }
}

function claim(
  session: SqliteSession,
  key: ConversationKey,
  messageId: string | undefined,
  place: string | undefined,
  now: number,
): Claim {
  const answer = messageId === undefined ? undefined : selectAnswer(session, key, messageId, now)
  if (answer !== undefined) {
    leaveQueue(session, key, place)
    return { kind: 'answered', answer }
  }
  const row = selectConversation(session, key, now)
  const isHeld = (readNumber(row?.['lease_until']) ?? 0) > now
  if (isHeld || !isNext(session, key, place, now)) {
    if (place !== undefined) keepPlace(session, key, place, now)
    return { kind: 'busy' }
  }
  leaveQueue(session, key, place)
  const lease: Lease = {
    key,
    fence: (readNumber(row?.['fence']) ?? 0) + 1,
    token: createToken(),
    expiresAt: now + LEASE_MS,
  }
  const stored = toStored(row, now)
  const until = keepUntil(stored !== undefined, now)
  const held = [lease.fence, lease.token, lease.expiresAt, until, ...ownerOf(key)] as const
  if (row === undefined) {
    // Replaces a row that has expired but was not purged yet: nothing of it may come back.
    session.change(
      `INSERT OR REPLACE INTO conversations (fence, lease_token, lease_until, expires_at, formation, user, conversation)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      ...held,
    )
  } else {
    session.change(
      `UPDATE conversations SET fence = ?, lease_token = ?, lease_until = ?, expires_at = ? WHERE ${OWN}`,
      ...held,
    )
  }
  return { kind: 'claimed', lease, stored }
}

function save(session: SqliteSession, lease: Lease, next: Save, now: number): 'saved' | 'lost' {
  const row = selectConversation(session, lease.key, now)
  if (row !== undefined && readText(row['last_save']) === lease.token) return 'saved'
  if (!holds(row, lease, now)) return 'lost'
  if ((readNumber(row?.['version']) ?? 0) !== next.expectedVersion) {
    releaseLease(session, lease)
    return 'lost'
  }
  const kept = next.conversation
  const pendingUntil = kept?.pending === undefined ? null : Math.min(kept.pending.until, now + PENDING_MS)
  session.change(
    `UPDATE conversations SET version = ?, record = ?, parked = ?, pending = ?, pending_until = ?,
         lease_token = NULL, lease_until = NULL, last_save = ?, expires_at = ? WHERE ${OWN}`,
    kept === undefined ? 0 : next.expectedVersion + 1,
    kept === undefined ? null : toBytes(kept.record),
    kept?.parked ?? null,
    kept?.pending?.sealed ?? null,
    pendingUntil,
    lease.token,
    keepUntil(kept !== undefined, now),
    ...ownerOf(lease.key),
  )
  if (next.answer !== undefined) {
    session.change(
      'INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?)',
      ...ownerOf(lease.key),
      toBytes(next.answer.messageId),
      next.answer.sealed,
      now + ANSWER_MS,
    )
  }
  return 'saved'
}

function forget(session: SqliteSession, principal: Principal): void {
  for (const table of ['conversations', 'answers', 'waiters', 'tokens', 'flights']) {
    session.change(
      `DELETE FROM ${table} WHERE formation = ? AND user = ?`,
      toBytes(principal.formation),
      toBytes(principal.user),
    )
  }
}

function releaseLease(session: SqliteSession, lease: Lease): void {
  session.change(
    `UPDATE conversations SET lease_token = NULL, lease_until = NULL WHERE ${OWN} AND lease_token = ?`,
    ...ownerOf(lease.key),
    lease.token,
  )
}
