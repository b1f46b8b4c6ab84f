/**
 * Where a conversation stands between turns: one port, SQLite and Redis behind it.
 *
 * The store has no authority: losing it, or what somebody writes into it, loses the place in a dialogue and nothing else. Everything in
 * it but names, numbers and times was sealed by the vault before it arrives here.
 */
import type { Principal } from '../principal.ts'

/** A conversation of one principal; the same conversation id of another user is another key. */
export interface ConversationKey {
  readonly principal: Principal
  readonly conversation: string
}

/** What is kept of a conversation. */
export interface StoredConversation {
  /** Rises by one with each save; 0 was never saved. */
  readonly version: number
  /** The machine's rest state and context, sealed by `src/chat/turn/place.ts` for one stamp of the vault; at most 32 KiB. */
  readonly record: string
  /** The user's parked request, sealed. */
  readonly parked: Uint8Array | undefined
  /** The one pending secret, sealed, and when it is to be forgotten (epoch milliseconds, at most 10 minutes ahead). */
  readonly pending: { readonly sealed: Uint8Array; readonly until: number } | undefined
}

/** The right to work on a conversation for a while; a later claim has a higher fence and makes this one's save lose. */
export interface Lease {
  readonly key: ConversationKey
  readonly fence: number
  /** Random per claim, so that an expired lease cannot renew or release its successor. */
  readonly token: string
  /** Epoch milliseconds. */
  readonly expiresAt: number
}

/** What a claim found. `busy`: another turn holds the lease. */
export type Claim =
  | { readonly kind: 'claimed'; readonly lease: Lease; readonly stored: StoredConversation | undefined }
  | { readonly kind: 'answered'; readonly answer: Uint8Array }
  | { readonly kind: 'busy' }

/** What a turn leaves behind: the next conversation (nothing: forget it), and the sealed answer to its message. */
export interface Save {
  readonly conversation: Omit<StoredConversation, 'version'> | undefined
  /** The version the turn started from; another version in the store makes the save lose. */
  readonly expectedVersion: number
  readonly answer: { readonly messageId: string; readonly sealed: Uint8Array } | undefined
}

/** Conversation state. Outages reject with `STATE_UNAVAILABLE`; bytes come back as they were given. */
export interface StateStore {
  /**
   * Reads without claiming, in one round trip: the conversation, and the saved answer to this very message if it was
   * answered within 24 hours. Enough for a turn that is none of ours.
   */
  read(
    key: ConversationKey,
    messageId: string | undefined,
  ): Promise<{ readonly stored: StoredConversation | undefined; readonly answer: Uint8Array | undefined }>

  /**
   * Claims and loads in one round trip. A message id answered within 24 hours gives its saved answer instead.
   * A lease lasts 30 s unless renewed.
   *
   * `place` is a turn's own random name in the queue: a turn that asks with it and finds the conversation busy keeps its
   * place, as long as it asks again within 2 s, and no turn that came later is served first. `claimInOrder` does this.
   */
  claim(key: ConversationKey, messageId: string | undefined, place?: string): Promise<Claim>

  /** Prolongs a lease by 30 s; nothing once it was lost. A lease that ran out is lost, whether or not another turn came. */
  renew(lease: Lease): Promise<Lease | undefined>

  /**
   * Saves and releases in one round trip; `lost` when the lease or the version is not the turn's any more. The same
   * lease's save asked for again (after an outage that hid its outcome) is not done twice and tells the same.
   *
   * @throws KeyturnError `INPUT_INVALID` for a record or a sealed value over its bound (`bounds.ts`), before any write.
   */
  save(lease: Lease, save: Save): Promise<'saved' | 'lost'>

  /** Gives a lease back without saving; harmless when it was lost. */
  release(lease: Lease): Promise<void>

  /** Forgets everything of a principal: conversations, answers, cached envelopes. A turn that is under way loses its save. */
  forget(principal: Principal): Promise<void>

  close(): Promise<void>
}
