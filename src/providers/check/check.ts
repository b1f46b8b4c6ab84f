/** Asks a service about a credential: the one entry for every provider, known or configured. */
import type { CredentialFields } from '../../secret.ts'
import type { Address, Where } from '../address.ts'
import { fieldsByName } from '../fields.ts'
import { textOf } from '../inject.ts'
import type { Provider } from '../provider.ts'
import { createAsk, type Ask, type AskScope } from './ask.ts'
import { unknown, type Verdict } from './verdict.ts'

/** What is known of the place besides the credential itself. */
export type Place = Pick<Where, 'api' | 'site'>

/**
 * Asks the service about a credential: 5 s to connect, 10 s in all, 1 MiB, no redirects, nothing but its own origins.
 *
 * Never throws for what a service does. `incomplete` without a request where a field is missing, cannot be sent, or names a host that is
 * not the service's; `unchecked` where the service has no way of asking.
 */
export async function checkCredential(
  provider: Provider,
  given: CredentialFields,
  scope: AskScope,
  place: Place = {},
): Promise<Verdict> {
  const { check } = provider
  if (check === undefined) return unknown('unchecked')
  const ask = prepareAsk(provider, given, scope, place)
  if (ask === undefined) return unknown('incomplete')
  return typeof check === 'function' ? check(ask) : ask.probe(check)
}

/** One credential ready to ask with; absent where it is not whole or its place not known. */
export function prepareAsk(
  provider: Provider,
  given: CredentialFields,
  scope: AskScope,
  place: Place = {},
): Ask | undefined {
  const fields = fieldsByName(provider.fields, given)
  const address = fields === undefined ? undefined : addressOfCredential(provider, fields, place)
  if (fields === undefined || address === undefined) return undefined
  const secrets = provider.fields.filter(({ isSecret }) => isSecret).map(({ name }) => name)
  return createAsk({ fields, secrets, address, inject: provider.inject }, scope)
}

/** Where a credential's requests go, as its own fields and the operator say. */
export function addressOfCredential(
  provider: Provider,
  fields: CredentialFields,
  place: Place = {},
): Address | undefined {
  const open = new Set(provider.fields.filter(({ isSecret }) => !isSecret).map(({ name }) => name))
  const text = (name: string): string | undefined =>
    open.has(name) && fields[name] !== undefined ? textOf(fields, name) : undefined
  return provider.locate({ ...place, text })
}
