/** Asks a service about a credential that was reserved for; what it refuses, or cannot say, is settled at once. */
import { shapeOf } from '../guard/index.ts'
import type { UnknownReason, Verdict } from '../providers/service.ts'
import type { CredentialFields } from '../secret.ts'
import type { AttemptSlot } from '../vault/vault.ts'
import type { CredentialScope } from './scope.ts'

/** A service's yes. */
export type ValidVerdict = Extract<Verdict, { verdict: 'valid' }>

/** What came of asking. A valid one is settled once it is stored: until then the same secret from elsewhere waits for it. */
export type CheckResult =
  | { readonly kind: 'valid'; readonly verdict: ValidVerdict }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason }
  | {
      readonly kind: 'rejected'
      readonly expired: boolean
      /** Its own check digits do not fit: it was cut or mistyped. */
      readonly damaged: boolean
      readonly attemptsLeft: number
      readonly lockedUntil: number | undefined
    }

/** Asks the service once; only a definite rejection counts as an attempt. */
export async function checkCredential(
  scope: CredentialScope,
  fields: CredentialFields,
  slot: AttemptSlot,
): Promise<CheckResult> {
  const verdict = await ask(scope, slot.service, fields)
  if (verdict.verdict === 'valid') return { kind: 'valid', verdict }
  const settled = await scope.vault.settleAttempt(scope.principal, slot, verdict.verdict, scope.context)
  if (verdict.verdict === 'unknown') return { kind: 'unknown', reason: verdict.reason }
  return {
    kind: 'rejected',
    expired: verdict.reason === 'expired',
    damaged: Object.values(fields).some((secret) => shapeOf(secret.reveal())?.checksum === 'bad'),
    attemptsLeft: settled.attemptsLeft,
    lockedUntil: settled.lockedUntil,
  }
}

/** A check that throws must not keep its slot: it says no more than a service that could not say. */
async function ask(scope: CredentialScope, id: string, fields: CredentialFields): Promise<Verdict> {
  const { fetch, clock, signal } = scope
  try {
    return await scope.services.get(id).check(fields, { fetch, clock, signal })
  } catch {
    scope.logger.error({ service: id }, 'A credential could not be checked: the check itself failed.')
    return { verdict: 'unknown', reason: 'unreadable', retryAfterMs: undefined }
  }
}
