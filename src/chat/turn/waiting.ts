/**
 * The conversations of this process that wait for a credential, so that one added elsewhere lets them go on.
 *
 * Only a convenience: lost with the process, and then the user's next message does the same.
 */
import type { Context } from '../../../machines/conversation.ts'
import type { ServiceId } from '../../formation/formation.ts'
import type { Principal } from '../../principal.ts'
import { keyText } from './input.ts'
import type { CheckedInput } from './input.ts'

/** A conversation that waits. */
export interface WaitingConversation {
  readonly principal: Principal
  readonly conversation: string
  readonly service: ServiceId
  /** The accounts that worked when it was asked: only another one is news. */
  readonly active: ReadonlySet<string>
}

/** Conversations are forgotten beyond this many, oldest first. */
const MAX_WAITING = 10_000

/** Who waits for what. */
export class Waiting {
  readonly #conversations = new Map<string, WaitingConversation>()

  /** Notes where a conversation came to rest. */
  note({ key }: CheckedInput, { kept, turn }: Context): void {
    const id = keyText(key)
    const before = this.#conversations.get(id)
    this.#conversations.delete(id)
    const service = kept.want?.service ?? null
    if (service === null || !['secret', 'retry', 'elsewhere'].includes(kept.question)) return
    const seen = turn.want?.service === service ? turn.store?.accounts : undefined
    const known = before?.service === service ? before.active : new Set<string>()
    const active =
      seen === undefined
        ? known
        : new Set(seen.filter((account) => account.active).map((account) => account.id))
    this.#conversations.set(id, { ...key, service, active })
    const [oldest] = this.#conversations.keys()
    if (this.#conversations.size > MAX_WAITING && oldest !== undefined) this.#conversations.delete(oldest)
  }

  /** Those of one user that wait for a service. */
  of(principal: Principal, service: ServiceId): WaitingConversation[] {
    return [...this.#conversations.values()].filter(
      (waiting) => waiting.service === service && waiting.principal.user === principal.user,
    )
  }

  /** Everybody who waits. */
  all(): WaitingConversation[] {
    return [...this.#conversations.values()]
  }
}
