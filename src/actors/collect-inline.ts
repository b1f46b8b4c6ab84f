/** collect-inline: looks at what was given before anybody else is asked, and puts several fields together. */
import type { Examination, Want } from '../../machines/vocabulary.ts'
import { shapeOf } from '../guard/index.ts'
import type { CredentialFields, Secret } from '../secret.ts'
import { readCredential } from '../services/credential.ts'
import type { Service } from '../services/service.ts'
import { splitFields } from './collect-inline-fields.ts'
import type { TurnScope } from './turn-scope.ts'

/** The longest secret that is taken, in bytes (T-109). */
export const MAX_SECRET_BYTES = 8_192

/**
 * Less than that is no token of a service whose tokens are known by their looks (`design.md` §4), in bytes: asking the service
 * would cost a try, and give it a password that was meant for somebody else.
 */
const LEAST_BYTES = 12

/** Examines the secret in hand for the wanted service; `pending` holds the fields given before. */
export function collectInline(
  scope: TurnScope,
  input: { readonly secret: string; readonly pending: string | null; readonly want: Want },
): Examination {
  const service = scope.services.get(input.want.service ?? '')
  const given = scope.hand.fields(input.secret)
  if (given === undefined) return { kind: 'malformed', problem: 'empty' }
  if (service.fields.every((field) => Object.hasOwn(given, field))) return examineWhole(scope, service, given)
  const value = Object.values(given)[0]
  if (value === undefined) return { kind: 'malformed', problem: 'empty' }
  const together = input.want.field === null ? splitFields(service, value.reveal()) : undefined
  if (together !== undefined) return examineWhole(scope, service, together)
  const before = input.pending === null ? {} : (scope.hand.fields(input.pending) ?? {})
  const field = input.want.field ?? service.fields[0] ?? 'token'
  const problem = problemOf(value)
  if (problem !== undefined) return { kind: 'malformed', problem }
  const fields = { ...onlyFieldsOf(service, before), [field]: value }
  const missing = service.fields.find((name) => !Object.hasOwn(fields, name))
  if (missing !== undefined)
    return { kind: 'incomplete', partial: scope.hand.put(fields), nextField: missing }
  return examineWhole(scope, service, fields)
}

function examineWhole(scope: TurnScope, service: Service, fields: CredentialFields): Examination {
  for (const value of Object.values(fields)) {
    const problem = problemOf(value)
    if (problem !== undefined) return { kind: 'malformed', problem }
    const shape = shapeOf(value.reveal(), scope.services.rules)
    if (shape === undefined && service.hasKnownShape && value.use((bytes) => bytes.byteLength) < LEAST_BYTES)
      return { kind: 'malformed', problem: 'too-short' }
    const found = shape?.service
    if (found !== undefined && found !== service.id && found !== service.knownAs)
      return { kind: 'other-service', found }
  }
  if (readCredential(fields) === 'unsendable') return { kind: 'malformed', problem: 'unsendable' }
  return { kind: 'complete', secret: scope.hand.put(fields) }
}

function problemOf(value: Secret): 'empty' | 'too-long' | undefined {
  return value.use((bytes) => {
    if (bytes.byteLength === 0) return 'empty'
    return bytes.byteLength > MAX_SECRET_BYTES ? 'too-long' : undefined
  })
}

/** What was given before for another service is not mixed in. */
function onlyFieldsOf(service: Service, fields: CredentialFields): CredentialFields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => service.fields.includes(name)))
}
