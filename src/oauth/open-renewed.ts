/** Opens a credential for a use; one that its service granted is renewed first where it is over, or will be soon. */
import type { Clock } from '../ports.ts'
import type { Principal } from '../principal.ts'
import type { Account, ActContext, OpenedCredential, OpenRefusal, Vault } from '../vault/vault.ts'
import type { RenewalOutcome } from './renewal-outcome.ts'
import type { Renewals } from './renewals.ts'

/** How long before its end an access token is not sent any more. Milliseconds. */
const SKEW_MS = 10_000

/** What it works with. */
export interface OpeningParts {
  readonly vault: Pick<Vault, 'open'>
  readonly renewals: Renewals
  readonly clock: Clock
}

/** One use, as `Vault.open` has it. */
export interface Opening {
  readonly principal: Principal
  readonly account: Pick<Account, 'id'>
  readonly purpose: string
  readonly context: ActContext
}

/** What became of it; `not-renewed`: it is over, and was not renewed. */
export type Opened =
  | { readonly kind: 'opened'; readonly credential: OpenedCredential }
  | { readonly kind: 'refused'; readonly reason: OpenRefusal }
  | { readonly kind: 'not-renewed'; readonly outcome: Exclude<RenewalOutcome, { kind: 'renewed' }> }

/** Renewed by this use, or by another one meanwhile; each round means that a renewal got through. */
const MOST_ROUNDS = 3

/** Opens it. @throws KeyturnError `VAULT_UNAVAILABLE`. */
export async function openRenewed(parts: OpeningParts, opening: Opening): Promise<Opened> {
  const { principal, account, purpose, context } = opening
  for (let round = 1; ; round++) {
    const opened = await parts.vault.open(principal, account.id, purpose, context)
    if (!opened.ok) return { kind: 'refused', reason: opened.reason }
    const { credential } = opened
    const { renewFrom, expiresAt } = credential.grant ?? {}
    const now = parts.clock.now()
    if (renewFrom === undefined || now < renewFrom || round > MOST_ROUNDS)
      return { kind: 'opened', credential }
    const isOver = expiresAt !== undefined && now >= expiresAt - SKEW_MS
    const request = { principal, account: credential.account, context, waits: isOver }
    const outcome = await parts.renewals.renew(request).catch((error: unknown) => {
      credential.dispose()
      throw error
    })
    // What could not be renewed ahead of its end is good still.
    if (outcome.kind === 'kept' && !isOver) return { kind: 'opened', credential }
    credential.dispose()
    if (outcome.kind !== 'renewed') return { kind: 'not-renewed', outcome }
  }
}
