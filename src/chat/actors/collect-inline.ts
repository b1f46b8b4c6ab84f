/** collect-inline: looks at what was given before anybody else is asked, and puts several fields together. */
import type { Examination } from '../../../machines/found.ts'
import type { Want } from '../../../machines/kept.ts'
import { shapeOf } from '../../guard/index.ts'
import type { CredentialFields, Secret } from '../../secret.ts'
import { readCredential } from '../../providers/credential.ts'
import type { Service } from '../../providers/service.ts'
import { problemOfToken } from '../../credentials/token-problem.ts'
import type { TurnScope } from './scope.ts'

/** The longest secret that is taken, in bytes (T-109). */
export const MAX_SECRET_BYTES = 8_192

/** Examines the secret in hand for the wanted service; `pending` holds the fields given before. */
export function collectInline(
  scope: TurnScope,
  input: { readonly secret: string; readonly pending: string | null; readonly want: Want },
): Examination {
  const service = scope.services.get(input.want.service ?? '')
  const given = scope.hand.fields(input.secret)
  if (given === undefined) return { kind: 'malformed', problem: 'empty' }
  const named = nameFields(scope, service, given, input)
  const before = input.pending === null ? {} : (scope.hand.fields(input.pending) ?? {})
  const fields = { ...onlyFieldsOf(service, before), ...named }
  const problem = problemOf(scope, service, named, input.secret)
  if (problem !== undefined) return problem
  const missing = service.fields.find((name) => !Object.hasOwn(fields, name))
  if (missing !== undefined)
    return { kind: 'incomplete', partial: scope.hand.put(fields), nextField: missing }
  if (readCredential(fields) === 'unsendable') return { kind: 'malformed', problem: 'unsendable' }
  return { kind: 'complete', secret: scope.hand.put(fields) }
}

/** Parts that came by their names are those; what was called a password is it; any other value is the field that is awaited. */
function nameFields(
  { gated }: TurnScope,
  service: Service,
  given: CredentialFields,
  { secret, want }: { readonly secret: string; readonly want: Want },
): CredentialFields {
  const names = Object.keys(given)
  if (names.every((name) => service.fields.includes(name))) return given
  const [value] = Object.values(given)
  if (value === undefined) return {}
  const isPassword = gated.secrets.some(({ handle, kind }) => handle === secret && kind === 'password')
  const called = isPassword ? service.fields.find((name) => name === 'password') : undefined
  return { [called ?? want.field ?? service.fields[0] ?? 'token']: value }
}

function problemOf(
  scope: TurnScope,
  service: Service,
  fields: CredentialFields,
  handle: string,
): Examination | undefined {
  for (const [name, value] of Object.entries(fields)) {
    const size = value.use((bytes) => bytes.byteLength)
    if (size === 0) return { kind: 'malformed', problem: 'empty' }
    if (size > MAX_SECRET_BYTES) return { kind: 'malformed', problem: 'too-long' }
    const text = value.reveal()
    const found = shapeOf(text, scope.services.rules)?.service
    if (found !== undefined && found !== service.id && found !== service.knownAs)
      return { kind: 'other-service', found: placeOf(scope, found), secret: scope.hand.put({ token: value }) }
    // A name that holds what parts of a sign-in are joined by may hold the password too.
    if (service.fields.length > 1 && name === service.fields[0] && JOINED.test(text))
      return { kind: 'malformed', problem: 'fields' }
    if (!service.hasKnownShape) continue
    const isPassword = scope.gated.secrets.some(
      (taken) => taken.handle === handle && taken.kind === 'password',
    )
    const problem = problemOfToken(text, service, scope.services.rules, isPassword)
    if (problem !== undefined) return { kind: 'malformed', ...problem }
  }
  return undefined
}

/** Blanks, and what people put between a user name and a password. */
const JOINED = /[\s,;|/"'=]/

/** The formation's own name for a service that the guard knows. */
function placeOf({ services }: TurnScope, found: string): string {
  return services.all.find(({ id, knownAs }) => id === found || knownAs === found)?.id ?? found
}

/** What was given before for another service is not mixed in. */
function onlyFieldsOf(service: Service, fields: CredentialFields): Readonly<Record<string, Secret>> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => service.fields.includes(name)))
}
