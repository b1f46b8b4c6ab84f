/** How a credential is ended at its service, said as data; `revoke.ts` does it. */
import type { Rule } from './check/reading.ts'
import type { ProbeRequest } from './check/request.ts'

/**
 * What ends besides the credential itself; to be said before the user's yes.
 *
 * `token`: nothing else. `token-and-notice`: nothing else, and its owner is notified. `grant`: every token that the same app has of this
 * user. `bot`: the bot is deactivated and leaves its channels.
 */
export type RevocationEffect = 'token' | 'token-and-notice' | 'grant' | 'bot'

/**
 * What a service said to a revocation. `gone`: it was not valid any more. `accepted`: it will end within minutes. `refused`: it stays.
 */
export type RevocationMeaning = 'revoked' | 'accepted' | 'gone' | 'refused' | 'rate-limited'

/** One way of ending a credential. */
export interface Revocation {
  readonly effect: RevocationEffect
  /** The tokens it works for, by their first characters. Default all. */
  readonly prefixes?: readonly string[]
  readonly request: ProbeRequest
  readonly rules: readonly Rule<RevocationMeaning>[]
}
