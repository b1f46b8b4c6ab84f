/** Ends a credential at its service, as its provider says how; what else ends with it is known before. */
import type { SendFailure } from '../net/answer.ts'
import type { CredentialFields } from '../secret.ts'
import type { AskScope } from './check/ask.ts'
import { prepareAsk, type Place } from './check/check.ts'
import { matchRules } from './check/reading.ts'
import { fieldsByName, startsWith } from './fields.ts'
import type { Provider } from './provider.ts'
import type { Revocation, RevocationMeaning } from './revocation.ts'

/**
 * How it went. Only `revoked`, `accepted` and `gone` may be told as ended.
 *
 * `unsupported`: this service, or this kind of token, is ended by hand only. `unreadable`: the service said something else.
 */
export type RevocationOutcome =
  RevocationMeaning | SendFailure | 'incomplete' | 'unavailable' | 'unreadable' | 'unsupported'

/** The way that applies to a credential; absent where it is ended by hand only. Its `effect` is to be said first. */
export function revocationOf(provider: Provider, given: CredentialFields): Revocation | undefined {
  const fields = fieldsByName(provider.fields, given)
  const secret = provider.fields.find(({ isSecret }) => isSecret)?.name
  if (fields === undefined) return undefined
  return provider.revoke.find(
    ({ prefixes }) => prefixes === undefined || prefixes.some((prefix) => startsWith(fields, prefix, secret)),
  )
}

/** Ends a credential at its service. Never throws for what a service does; bounded as a check is. */
export async function revokeCredential(
  provider: Provider,
  given: CredentialFields,
  scope: AskScope,
  place: Place = {},
): Promise<RevocationOutcome> {
  const ask = prepareAsk(provider, given, scope, place)
  if (ask === undefined) return 'incomplete'
  const revocation = revocationOf(provider, given)
  if (revocation === undefined) return 'unsupported'
  const answer = await ask.send(revocation.request)
  if (answer.kind === 'failed') return answer.reason
  return matchRules(answer, revocation.rules) ?? statusOutcome(answer.status)
}

function statusOutcome(status: number): RevocationOutcome {
  if (status === 429) return 'rate-limited'
  return status === 408 || status >= 500 ? 'unavailable' : 'unreadable'
}
