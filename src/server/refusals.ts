/** What management refused, as problems: expected outcomes, each with its reason and what to do next. */
import type { ChangeResult, DeleteResult } from '../credentials/credentials.ts'
import type { SetResult } from '../credentials/set.ts'
import type { Problem } from './problem.ts'
import { accountView, time } from './views.ts'

type SetRefusal = Extract<SetResult, { ok: false }>
type ChangeRefusal = Extract<ChangeResult, { ok: false }>
type DeleteRefusal = Extract<DeleteResult, { ok: false }>

/** Why a credential was not stored. */
export function setProblem(refusal: SetRefusal, now: number): Problem {
  const { reason } = refusal
  const base = { status: 422, code: 'CREDENTIAL_REFUSED', more: { reason } } as const
  switch (reason) {
    case 'unknown-service':
      return {
        ...base,
        status: 404,
        detail: 'The formation has no such service. Name one of those in "services".',
        more: { reason, services: refusal.services },
      }
    case 'malformed':
      return { ...base, detail: 'That does not look like a credential of this service. Nothing was stored.' }
    case 'incomplete':
      return { ...base, detail: 'The service needs more fields than that. Nothing was stored.' }
    case 'other-service':
      return {
        ...base,
        detail: 'That is a credential of another service, so it was sent to neither. Nothing was stored.',
        more: { reason, found: refusal.found },
      }
    case 'label-taken':
      return {
        ...base,
        status: 409,
        detail: 'Another account goes by that label already. Nothing was stored; give another label.',
        more: { reason, account: accountView(refusal.account) },
      }
    case 'locked':
      return {
        ...base,
        status: 423,
        detail: 'Too many wrong attempts: adding is locked for a while. What is stored goes on working.',
        retryAfterSeconds: Math.max(1, Math.ceil((refusal.lockedUntil - now) / 1000)),
        more: { reason, lockedUntil: time(refusal.lockedUntil) },
      }
    case 'rejected':
    case 'expired':
      return {
        ...base,
        detail: `The service ${reason === 'expired' ? 'says that this credential has expired' : 'does not accept this credential'}. Nothing was stored.`,
        more: { reason, attemptsLeft: refusal.attemptsLeft },
      }
    case 'busy':
      return {
        ...base,
        status: 503,
        detail: 'The service is being asked already. Try again in a moment.',
        retryAfterSeconds: 1,
      }
    case 'not-checked':
      return {
        ...base,
        status: 503,
        detail: 'The service could not be asked. Nothing was stored; try again later.',
        retryAfterSeconds: 5,
        more: { reason, cause: refusal.cause },
      }
  }
}

/** Why nothing was changed. */
export function changeProblem(refusal: ChangeRefusal): Problem {
  if (refusal.reason !== 'label-taken') return noSuchAccount(refusal, 'changed')
  return {
    status: 409,
    code: 'CREDENTIAL_REFUSED',
    detail: 'Another account goes by that label already. Nothing was changed; give another label.',
    more: { reason: refusal.reason, account: accountView(refusal.account) },
  }
}

/** Why nothing was removed. */
export const deleteProblem = (refusal: DeleteRefusal): Problem => noSuchAccount(refusal, 'removed')

function noSuchAccount(refusal: DeleteRefusal, done: 'changed' | 'removed'): Problem {
  if (refusal.reason === 'not-found') {
    return {
      status: 404,
      code: 'CREDENTIAL_REFUSED',
      detail: `The user has no such credential. Nothing was ${done}.`,
      more: { reason: 'not-found' },
    }
  }
  return {
    status: 409,
    code: 'CREDENTIAL_REFUSED',
    detail: `There are several accounts. Name one of them as "account"; nothing was ${done}.`,
    more: { reason: 'several', accounts: refusal.accounts.map(accountView) },
  }
}
