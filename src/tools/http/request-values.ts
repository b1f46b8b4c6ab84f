/**
 * What every request to a server carries for one user: headers, and where nothing else is offered a parameter of the address.
 *
 * The values live as long as the connection, as secrets that no way of printing shows.
 */
import { KeyturnError } from '../../errors.ts'
import type { HttpServer, SecretSource, ServiceId, Template } from '../../formation/formation.ts'
import { authInjections, type Injection } from '../../formation/injected-headers.ts'
import { resolveTemplate, type TemplateSources } from '../../formation/resolve.ts'
import { credentialParts } from '../../formation/template.ts'
import { Secret, type CredentialFields } from '../../secret.ts'
import type { OpenedCredential } from '../../vault/vault.ts'
import { secretValues } from '../call-credentials.ts'

/** One value and its place. */
export interface RequestValue {
  readonly kind: 'header' | 'query'
  readonly name: string
  readonly value: Secret
}

/** What requests carry, and every secret in it, for the scrubber. */
export interface RequestValues {
  readonly values: readonly RequestValue[]
  readonly secrets: readonly string[]
}

/** Where the values come from. */
export interface ValueSources {
  readonly secrets: SecretSource
  /** The user's credentials, at most one a service; none to ask the server as nobody. */
  readonly credentials: readonly OpenedCredential[]
}

/**
 * Resolves the values of a server. Without any credential, what would hold one is left out whole.
 *
 * @throws KeyturnError `PLACEHOLDER_MISSING` for a missing `secrets.X` or one of several credentials; `INPUT_INVALID` for a value that a
 * header cannot carry.
 */
export function planRequests(server: HttpServer, sources: ValueSources): RequestValues {
  const used = new Set<string>(secretValues(sources.credentials))
  const fieldsOf = new Map<ServiceId, CredentialFields>()
  for (const { account, fields } of sources.credentials) fieldsOf.set(account.service, fields)
  const templateSources: TemplateSources = {
    secrets(name) {
      const value = sources.secrets(name)
      if (value !== undefined) used.add(value)
      return value
    },
    credential: (service, field) => {
      const fields = fieldsOf.get(service)
      return fields !== undefined && Object.hasOwn(fields, field) ? fields[field] : undefined
    },
  }
  const text = (template: Template): string => reveal(template, templateSources)
  const headers = Object.entries(server.headers).map(([name, template]): Injection => ({
    kind: 'header',
    name,
    template,
  }))
  const values = [...headers, ...authInjections(server)]
    .filter((injection) => fieldsOf.size > 0 || !isUsers(injection))
    .map((injection): RequestValue => {
      if (injection.kind === 'basic') {
        const pair = basicPair(text(injection.username), text(injection.password), injection.password)
        used.add(pair)
        return { kind: 'header', name: 'Authorization', value: Secret.fromText(`Basic ${pair}`) }
      }
      const value = text(injection.template)
      return injection.kind === 'bearer'
        ? { kind: 'header', name: 'Authorization', value: Secret.fromText(`Bearer ${value}`) }
        : { kind: injection.kind, name: injection.name, value: Secret.fromText(value) }
    })
  return { values, secrets: [...used] }
}

/** Writes the values into a request, as the last thing before it leaves. */
export function writeValues({ values }: RequestValues, headers: Headers, address: URL): void {
  for (const { kind, name, value } of values) {
    if (kind === 'header') headers.set(name, value.reveal())
    else address.searchParams.set(name, value.reveal())
  }
}

function isUsers(injection: Injection): boolean {
  const templates =
    injection.kind === 'basic' ? [injection.username, injection.password] : [injection.template]
  return templates.some((template) => credentialParts(template).length > 0)
}

/** A user name ends at the first colon (RFC 7617 §2). */
function basicPair(username: string, password: string, { place }: Template): string {
  if (username.includes(':')) throw unfit(place.field, 'a colon in the user name')
  return Buffer.from(`${username}:${password}`, 'utf8').toString('base64')
}

/** Only what every server reads alike: visible ASCII, blanks and tabs (RFC 9110 §5.5). */
function reveal(template: Template, sources: TemplateSources): string {
  const resolved = resolveTemplate(template, sources, 'header')
  const value = resolved.kind === 'text' ? resolved.text : resolved.secret.reveal()
  if (resolved.kind === 'secret') resolved.secret.dispose()
  if (/[^\t\x20-\x7e]/.test(value)) throw unfit(template.place.field, 'characters that a header cannot carry')
  return value
}

function unfit(field: string, what: string): KeyturnError {
  return new KeyturnError('INPUT_INVALID', `The value of ${field} holds ${what}. Add the credential again.`, {
    field,
  })
}
