/** Looks at what was given before anybody else is asked, and puts several fields together. */
import { shapeOf } from '../guard/index.ts'
import { MAX_SECRET_BYTES, readCredential } from '../providers/credential.ts'
import type { Service } from '../providers/service.ts'
import type { Services } from '../providers/services.ts'
import type { CredentialFields, Secret } from '../secret.ts'
import { problemOfToken } from './token-problem.ts'
import type { TokenProblem } from './token-problem.ts'

/** What was given for a service. */
export interface GivenCredential {
  readonly service: string
  /** By the names of its fields, or one value under any name. */
  readonly given: CredentialFields
  /** Fields that were given before. */
  readonly before: CredentialFields
  /** The field that a value without a name is; by default the first. */
  readonly awaited: string | null
  /** Whether the words beside it called it a password. */
  readonly isPassword: boolean
}

/** What was found of a credential before its service is asked. */
export type ExaminedCredential =
  | { readonly kind: 'complete'; readonly fields: CredentialFields }
  | { readonly kind: 'incomplete'; readonly fields: CredentialFields; readonly nextField: string }
  | { readonly kind: 'other-service'; readonly found: string; readonly secret: Secret }
  | ({ readonly kind: 'malformed' } & TokenProblem)

/** Examines what was given for a service, together with the fields that were given before. */
export function examineCredential(services: Services, input: GivenCredential): ExaminedCredential {
  const service = services.get(input.service)
  const named = nameFields(service, input)
  const fields = { ...onlyFieldsOf(service, input.before), ...named }
  const problem = problemOf(services, service, named, input.isPassword)
  if (problem !== undefined) return problem
  const missing = service.fields.find((name) => !Object.hasOwn(fields, name))
  if (missing !== undefined) return { kind: 'incomplete', fields, nextField: missing }
  if (readCredential(fields) === 'unsendable') return { kind: 'malformed', problem: 'unsendable' }
  return { kind: 'complete', fields }
}

/** Parts that came by their names are those; what was called a password is it; any other value is the field that is awaited. */
function nameFields(service: Service, { given, awaited, isPassword }: GivenCredential): CredentialFields {
  if (Object.keys(given).every((name) => service.fields.includes(name))) return given
  const [value] = Object.values(given)
  if (value === undefined) return {}
  const called = isPassword ? service.fields.find((name) => name === 'password') : undefined
  return { [called ?? awaited ?? service.fields[0] ?? 'token']: value }
}

function problemOf(
  services: Services,
  service: Service,
  fields: CredentialFields,
  isPassword: boolean,
): ExaminedCredential | undefined {
  for (const [name, value] of Object.entries(fields)) {
    const size = value.use((bytes) => bytes.byteLength)
    if (size === 0) return { kind: 'malformed', problem: 'empty' }
    if (size > MAX_SECRET_BYTES) return { kind: 'malformed', problem: 'too-long' }
    const text = value.reveal()
    const found = shapeOf(text, services.rules)?.service
    if (found !== undefined && found !== service.id && found !== service.knownAs)
      return { kind: 'other-service', found: placeOf(services, found), secret: value }
    // A name that holds what parts of a sign-in are joined by may hold the password too.
    if (service.fields.length > 1 && name === service.fields[0] && JOINED.test(text))
      return { kind: 'malformed', problem: 'fields' }
    if (!service.hasKnownShape) continue
    const problem = problemOfToken(text, service, services.rules, isPassword)
    if (problem !== undefined) return { kind: 'malformed', ...problem }
  }
  return undefined
}

/** Blanks, and what people put between a user name and a password. */
const JOINED = /[\s,;|/"'=]/

/** The formation's own name for a service that the guard knows. */
function placeOf(services: Services, found: string): string {
  return services.all.find(({ id, knownAs }) => id === found || knownAs === found)?.id ?? found
}

/** What was given before for another service is not mixed in. */
function onlyFieldsOf(service: Service, fields: CredentialFields): CredentialFields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => service.fields.includes(name)))
}
