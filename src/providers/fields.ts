/**
 * The parts of a credential, each said once: what it is called, whether it is secret, and how programs are given it.
 */
import { readCredential } from './credential.ts'
import type { CredentialFields, Secret } from '../secret.ts'

/** One part of a credential. */
export interface Field {
  /** As a formation names it: `token`, `email`. */
  readonly name: string
  /** As the service calls it, for the question: `API token`. */
  readonly label: string
  /** Whether nobody may see it. A site or a user name may be shown. */
  readonly isSecret: boolean
  /** Environment variables by which this service's tools read it. */
  readonly environment: readonly string[]
  /** Other names that formations give it: `username` for an `email`. */
  readonly aliases: readonly string[]
  /** A credential is whole without it. */
  readonly isOptional: boolean
  /** Whether people are asked for it. Default unless it is optional. */
  readonly isAsked: boolean
}

type FieldExtras = Partial<Pick<Field, 'aliases' | 'isOptional' | 'isAsked'>>

/** A field that nobody may see. */
export function secretField(
  name: string,
  label: string,
  environment: readonly string[],
  extras: FieldExtras = {},
): Field {
  return makeField(true, name, label, environment, extras)
}

/** A field that may be shown: a site, a user name, the id of a key. */
export function plainField(
  name: string,
  label: string,
  environment: readonly string[],
  extras: FieldExtras = {},
): Field {
  return makeField(false, name, label, environment, extras)
}

function makeField(
  isSecret: boolean,
  name: string,
  label: string,
  environment: readonly string[],
  { aliases = [], isOptional = false, isAsked = !isOptional }: FieldExtras,
): Field {
  return { name, label, isSecret, environment, aliases, isOptional, isAsked }
}

/** The one field of most credentials. */
export function tokenField(label: string, environment: readonly string[]): Field {
  return secretField('token', label, environment, {
    aliases: ['api_key', 'key', 'access_token', 'api_token', 'password'],
  })
}

/**
 * Tells whether a formation's field names are those of a provider: absent where one of them is not, or where one that is needed is
 * missing. `isComplete`: everything that people should be asked for is among them.
 */
export function matchFields(
  fields: readonly Field[],
  names: readonly string[],
): { readonly isComplete: boolean } | undefined {
  const own = new Set(fields.map(({ name }) => name))
  const needed = fields.filter(({ isSecret, isOptional }) => isSecret && !isOptional)
  const isLone = names.length === 1 && needed.length === 1
  const met = (field: Field): boolean =>
    names.some((name) => name === field.name || (!own.has(name) && field.aliases.includes(name))) ||
    (isLone && needed[0] === field && !names.some((name) => own.has(name)))
  const isKnown = (name: string): boolean =>
    own.has(name) || isLone || fields.some(({ aliases }) => aliases.includes(name))
  if (!names.every(isKnown) || fields.some((field) => !field.isOptional && !met(field))) return undefined
  return { isComplete: fields.every((field) => met(field) || (field.isOptional && !field.isAsked)) }
}

/**
 * A credential by the names of its provider; absent where a part is missing or could not be sent.
 *
 * A credential of one value is the provider's one secret field, whatever it is called.
 */
export function fieldsByName(
  fields: readonly Field[],
  given: CredentialFields,
): CredentialFields | undefined {
  const [first, second] = Object.entries(given)
  const needed = fields.filter(({ isSecret, isOptional }) => isSecret && !isOptional)
  const names = new Set(fields.map(({ name }) => name))
  const lone = first !== undefined && second === undefined && !names.has(first[0]) ? first[1] : undefined
  const found: Record<string, Secret> = {}
  for (const field of fields) {
    // The name of one field is not another name of another.
    const aliases = field.aliases.filter((alias) => !names.has(alias))
    const named = [field.name, ...aliases].find((name) => Object.hasOwn(given, name))
    const isOnlySecret = needed.length === 1 && needed[0] === field
    const value = named === undefined ? (isOnlySecret ? lone : undefined) : given[named]
    if (value !== undefined) found[field.name] = value
    else if (!field.isOptional) return undefined
  }
  return canBeSent(found) ? found : undefined
}

/** A user name and password travel in Base64 and may hold what a header may not. */
function canBeSent({ username, password, ...others }: CredentialFields): boolean {
  const pair = { ...(username && { username }), ...(password && { password }) }
  const groups = username && password ? [pair] : Object.values(pair).map((value) => ({ value }))
  return [...groups, ...Object.values(others).map((value) => ({ value }))].every(
    (group) => readCredential(group) === 'sendable',
  )
}

/** Tells how a field begins, without making text of it. */
export function startsWith(fields: CredentialFields, prefix: string, name = 'token'): boolean {
  const start = Buffer.from(prefix)
  return fields[name]?.use((bytes) => bytes.subarray(0, start.length).equals(start)) ?? false
}

/** Tells whether a field has a character in it, without making text of it. */
export function holds(fields: CredentialFields, character: string, name = 'token'): boolean {
  return fields[name]?.use((bytes) => bytes.includes(character)) ?? false
}

/** Whether nobody may see a field of that name: those that say who somebody is, or where, may be seen. */
export function isSecretField(name: string): boolean {
  return !/^(?:user(?:_?name)?|login|e?mail|account|host|site|url|domain|region|org(?:ani[sz]ation)?)$/i.test(
    name,
  )
}
