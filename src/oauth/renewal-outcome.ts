/** What became of a renewal, also as it is told to those in other processes who wait for it: no secret. */

/**
 * What became of it. `renewed`: open the credential again. `ended`: the service does not know the grant any more, and the account is marked.
 * `kept`: nothing changed, try again later. `gone`: there is no such grant.
 */
export type RenewalOutcome =
  | { readonly kind: 'renewed' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'gone' }
  | {
      readonly kind: 'kept'
      /** `service`: it could not say. `under-way`: another one is at it. `no-lease`: nobody can tell whether another one is. */
      readonly reason: 'service' | 'under-way' | 'no-lease'
      readonly retryAfterMs?: number
    }

/** As bytes for those who follow. */
export function writeOutcome(outcome: RenewalOutcome): Uint8Array {
  return Buffer.from(JSON.stringify(outcome))
}

/** Read from a store without authority: what is not one of ours says nothing of the grant. */
export function readOutcome(bytes: Uint8Array): RenewalOutcome {
  const kept = { kind: 'kept', reason: 'service' } as const
  try {
    const told = JSON.parse(Buffer.from(bytes).toString('utf8')) as {
      kind?: unknown
      retryAfterMs?: unknown
    } | null
    if (told?.kind === 'renewed' || told?.kind === 'ended' || told?.kind === 'gone')
      return { kind: told.kind }
    return typeof told?.retryAfterMs === 'number' ? { ...kept, retryAfterMs: told.retryAfterMs } : kept
  } catch {
    return kept
  }
}
