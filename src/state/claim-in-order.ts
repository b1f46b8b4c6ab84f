/** Waits for a busy conversation without overtaking: the turns of one conversation are served as they came. */
import { setTimeout as delay } from 'node:timers/promises'
import { KeyturnError } from '../errors.ts'
import { createToken } from './owner.ts'
import type { Claim, ConversationKey, StateStore } from './state.ts'

/** How long a turn waits between two questions: first 5 ms, doubling, at most 80 ms. A place lasts 2 s without asking. */
const FIRST_DELAY_MS = 5
const LONGEST_DELAY_MS = 80

/** Options of `claimInOrder`. */
export interface WaitOptions {
  /** How long to wait at most, in milliseconds; then the claim is `busy`. Default 10,000. */
  readonly waitMs?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** Called once when somebody else has the conversation: what was read before may be gone by. */
  readonly onWait?: (() => void) | undefined
}

/**
 * Claims a conversation, waiting behind the turns that came before, on whichever instance they are.
 *
 * @throws KeyturnError `ABORTED` when the signal fires; `STATE_UNAVAILABLE` as `claim` does.
 */
export async function claimInOrder(
  store: Pick<StateStore, 'claim'>,
  key: ConversationKey,
  messageId: string | undefined,
  options: WaitOptions = {},
): Promise<Claim> {
  const { waitMs = 10_000, signal, onWait } = options
  const place = createToken()
  // Waiting is measured by the monotonic clock: a host's clock that is set back must not prolong it.
  const deadline = performance.now() + waitMs
  for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS)) {
    if (signal?.aborted === true) throw aborted()
    const claim = await store.claim(key, messageId, place)
    const leftMs = deadline - performance.now()
    if (claim.kind !== 'busy' || leftMs <= 0) return claim
    if (delayMs === FIRST_DELAY_MS) onWait?.()
    await delay(Math.min(delayMs, leftMs), undefined, signal === undefined ? {} : { signal }).catch(() => {
      throw aborted()
    })
  }
}

function aborted(): KeyturnError {
  return new KeyturnError(
    'ABORTED',
    'The turn was aborted while it waited for the conversation. Nothing was changed.',
  )
}
