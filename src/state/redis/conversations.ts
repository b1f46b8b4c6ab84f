/** Conversations, leases and answers in Redis: each operation one script, one round trip, one slot. */
import { isKeyturnError } from '../../errors.ts'
import type { Clock } from '../../ports.ts'
import * as bounds from '../bounds.ts'
import { createToken } from '../owner.ts'
import type { RedisClient, ReplyElement } from './client.ts'
import { failRedis } from './error.ts'
import type { RedisKeys } from './keys.ts'
import { textOf } from './reply.ts'
import { readValue, toBytes, toStored } from './values.ts'
import { claimScript } from './scripts/claim.ts'
import { forgetScript } from './scripts/forget.ts'
import { readScript } from './scripts/read.ts'
import { releaseScript } from './scripts/release.ts'
import { renewScript } from './scripts/renew.ts'
import { saveScript } from './scripts/save.ts'
import type { Claim, ConversationKey, Lease, Save, StateStore } from '../state.ts'

type Reading = Awaited<ReturnType<StateStore['read']>>

/** How many keys one script of `forget` removes: some 2 ms of the server's time. */
const FORGET_AT_ONCE = 1_000

/** The part of the port that is about conversations, on an open connection. */
export function createRedisConversations(
  client: RedisClient,
  keys: RedisKeys,
  clock: Clock,
): Omit<StateStore, 'close'> {
  async function read(key: ConversationKey, messageId: string | undefined): Promise<Reading> {
    checkMessage(key, messageId)
    const names = [keys.conversation(key), keys.pending(key), ...answerName(key, messageId)]
    const plain = understand(await client.readAll(names), names)
    if (plain !== 'foreign') return plain
    // A reply of another call, or values somebody copied: asked again under a name, the server tells which.
    const again = understand(await client.run(readScript, names, []), names)
    return again === 'foreign' ? { stored: undefined, answer: undefined } : again
  }

  function understand(values: readonly unknown[], names: readonly string[]): Reading | 'foreign' {
    const now = client.now()
    const read = names.map((name, index) => readValue(values[index], name, now))
    const [conversation, pending, answer] = read
    if (read.some((value) => value === 'foreign')) return 'foreign'
    return { stored: toStored(conversation, pending), answer: toBytes(answer) }
  }

  async function claim(key: ConversationKey, messageId: string | undefined, place?: string): Promise<Claim> {
    checkMessage(key, messageId)
    if (place !== undefined) bounds.checkName(place, 'place in the queue')
    const names = [...keptNames(key), ...answerName(key, messageId)]
    const [, conversationName = '', pendingName = '', , answerKey = ''] = names
    const token = createToken()
    // Measured before the call: the lease never ends later than this instance believes.
    const expiresAt = clock.now() + bounds.LEASE_MS
    const times = [bounds.LEASE_MS, bounds.CONVERSATION_MS, bounds.ANSWER_MS, bounds.PLACE_MS]
    const parameters = [place ?? '', ...times]
    const [kind, ...rest] = await client
      .run(claimScript, names, parameters, token)
      .catch((error: unknown) => {
        giveBack(names, token, error)
        throw error
      })
    if (textOf(kind) === 'busy') return { kind: 'busy' }
    if (textOf(kind) === 'answered') {
      const answer = toBytes(readValue(rest[0], answerKey, 0))
      if (answer === undefined) throw failRedis('mixed')
      return { kind: 'answered', answer }
    }
    const lease: Lease = { key, fence: Number(textOf(rest[0])), token, expiresAt }
    const stored = toStored(readValue(rest[1], conversationName, 0), readValue(rest[2], pendingName, 0))
    return { kind: 'claimed', lease, stored }
  }

  /** A claim whose answer was late may have been done: without this, it would hold the conversation until its lease ends. */
  function giveBack([leaseName = '']: readonly string[], token: string, error: unknown): void {
    if (!isKeyturnError(error, 'STATE_UNAVAILABLE') || error.facts['reason'] !== 'timeout') return
    void client.run(releaseScript, [leaseName], [token]).catch(() => undefined)
  }

  async function renew(lease: Lease): Promise<Lease | undefined> {
    bounds.checkKey(lease.key)
    const expiresAt = clock.now() + bounds.LEASE_MS
    const parameters = [lease.token, lease.fence, bounds.LEASE_MS]
    const [renewed] = await client.run(renewScript, [keys.lease(lease.key)], parameters)
    return renewed === 1 ? { ...lease, expiresAt } : undefined
  }

  async function save(lease: Lease, next: Save): Promise<'saved' | 'lost'> {
    bounds.checkKey(lease.key)
    bounds.checkSave(next)
    const { key } = lease
    const names = [...keptNames(key), ...answerName(key, next.answer?.messageId)]
    const [outcome] = await client.run(saveScript, names, saveParameters(lease, next))
    return textOf(outcome) === 'saved' ? 'saved' : 'lost'
  }

  async function release(lease: Lease): Promise<void> {
    bounds.checkKey(lease.key)
    await client.run(releaseScript, [keys.lease(lease.key)], [lease.token])
  }

  async function forget(principal: ConversationKey['principal']): Promise<void> {
    bounds.checkPrincipal(principal)
    const names = [keys.index(principal)]
    let left: ReplyElement | undefined
    do {
      ;[left] = await client.run(forgetScript, names, [FORGET_AT_ONCE])
    } while (typeof left === 'number' && left > 0)
  }

  function keptNames(key: ConversationKey): readonly string[] {
    return [keys.lease(key), keys.conversation(key), keys.pending(key), keys.index(key.principal)]
  }

  function answerName(key: ConversationKey, messageId: string | undefined): readonly string[] {
    return messageId === undefined ? [] : [keys.answer(key, messageId)]
  }

  return { read, claim, renew, save, release, forget }
}

function checkMessage(key: ConversationKey, messageId: string | undefined): void {
  bounds.checkKey(key)
  if (messageId !== undefined) bounds.checkName(messageId, 'message id')
}

function saveParameters(lease: Lease, next: Save): (string | number | Uint8Array)[] {
  const kept = next.conversation
  return [
    lease.token,
    lease.fence,
    next.expectedVersion,
    bounds.CONVERSATION_MS,
    bounds.ANSWER_MS,
    bounds.PENDING_MS,
    next.answer?.sealed ?? '',
    kept === undefined ? 0 : 1,
    kept?.record ?? '',
    kept?.parked === undefined ? 0 : 1,
    kept?.parked ?? '',
    kept?.pending === undefined ? 0 : 1,
    kept?.pending?.sealed ?? '',
    kept?.pending?.until ?? 0,
  ]
}
