/**
 * The environment of an MCP server's process: built from nothing, with a few of the host's variables, the server's own, and the
 * user's credential.
 *
 * A credential reaches a server here and nowhere else: never in a command line, which every user of the machine can read.
 */
import { KeyturnError } from '../errors.ts'
import type { SecretSource, ServerDefinition, ServiceId, Template } from '../formation/formation.ts'
import { resolveTemplate, type TemplateSources } from '../formation/resolve.ts'
import type { CredentialFields, Secret } from '../secret.ts'
import { findKnownService } from '../services/known.ts'
import type { OpenedCredential } from '../vault/vault.ts'

/** What a child gets of the host's environment: where things are and how to write text. Nothing of it can be a secret of ours. */
const INHERITED = [
  ...['HOME', 'LANG', 'LC_ALL', 'LC_CTYPE', 'LOGNAME', 'PATH', 'SHELL', 'TERM', 'TMPDIR', 'TZ', 'USER'],
  ...['APPDATA', 'COMSPEC', 'LOCALAPPDATA', 'PATHEXT', 'SYSTEMROOT', 'TEMP', 'TMP', 'USERPROFILE'],
] as const

/** How to start a server for one user. Holds secrets: given to the child and dropped. */
export interface LaunchPlan {
  readonly command: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** Absent: an empty private folder. */
  readonly cwd: string | undefined
  /** Every secret value that is in it, for the scrubber. */
  readonly secrets: readonly string[]
}

/** Where a plan's values come from. */
export interface LaunchSources {
  readonly secrets: SecretSource
  /** The user's credentials, at most one a service; none to start the server without. */
  readonly credentials: readonly OpenedCredential[]
  /** The host's environment. Default: this process's. */
  readonly hostEnvironment?: Readonly<Record<string, string | undefined>> | undefined
}

/**
 * Plans the start of a server. Without any credential, the variables that need one are left out.
 *
 * Explicit variables win: those of `env`, then those of `auth`, then the names the services are known by.
 *
 * @throws KeyturnError `PLACEHOLDER_MISSING` for a missing `secrets.X` or one of several credentials; `INPUT_INVALID` for a value with a NUL.
 */
export function planLaunch(server: ServerDefinition, sources: LaunchSources): LaunchPlan {
  const used = new Set<string>()
  const fieldsOf = new Map<ServiceId, CredentialFields>()
  for (const { account, fields } of sources.credentials) fieldsOf.set(account.service, fields)
  const templateSources: TemplateSources = {
    secrets(name) {
      const value = sources.secrets(name)
      if (value !== undefined) used.add(value)
      return value
    },
    credential: (service, field) => fieldOf(fieldsOf.get(service), field),
  }
  const resolve = (template: Template): string => reveal(template, templateSources)
  const isReady = (template: Template): boolean =>
    fieldsOf.size > 0 || template.parts.every((part) => part.kind !== 'credential')

  const environment: Record<string, string> = Object.create(null) as Record<string, string>
  const host = sources.hostEnvironment ?? process.env
  for (const name of INHERITED) {
    const value = host[name]
    // A shell function in a variable is code for the next shell (CVE-2014-6271).
    if (value !== undefined && !value.startsWith('()')) environment[name] = value
  }
  for (const [service, fields] of fieldsOf) addKnownNames(environment, service, fields, used)
  for (const [name, template] of authVariables(server))
    if (isReady(template)) environment[name] = resolve(template)
  for (const [name, template] of Object.entries(server.env))
    if (isReady(template)) environment[name] = resolve(template)
  return {
    command: resolve(server.command),
    args: server.args.map(resolve),
    environment,
    cwd: server.cwd,
    secrets: [...used],
  }
}

/** The fields of a credential that say who it is, which nobody has to hide. */
export function isSecretField(name: string): boolean {
  return !/^(?:user(?:_?name)?|login|e?mail|account|host|site|url|domain|region|org(?:ani[sz]ation)?)$/i.test(
    name,
  )
}

/** The tools of a service read its token by their own names, whatever the formation calls it. */
function addKnownNames(
  environment: Record<string, string>,
  service: ServiceId,
  fields: CredentialFields,
  used: Set<string>,
): void {
  const secrets = Object.entries(fields)
  for (const [field, secret] of secrets) if (isSecretField(field)) used.add(secret.reveal())
  const [only] = secrets
  if (only === undefined || secrets.length > 1) return
  const value = only[1].reveal()
  if (value.includes('\0')) throw unfit()
  for (const name of knownNames(service)) environment[name] = value
}

function knownNames(service: ServiceId): readonly string[] {
  return findKnownService(service)?.environmentNames ?? [`${variableStem(service)}_TOKEN`]
}

/** A block of type `env` names its variables; the fields of the other types get names made from the service. */
function authVariables({ auth, id }: ServerDefinition): [string, Template][] {
  if (auth === undefined) return []
  if (auth.type === 'env') return Object.entries(auth.values)
  const variables: [string, Template][] = []
  for (const [field, template] of Object.entries(auth.values)) {
    const service = template.parts.find((part) => part.kind === 'credential')?.service ?? id
    const stem = variableStem(service)
    if (field !== 'token') variables.push([`${stem}_${variableStem(field)}`, template])
    else if (auth.type === 'api_key') variables.push([`${stem}_API_KEY`, template])
    else if (template.parts.every((part) => part.kind !== 'credential')) {
      for (const name of knownNames(service)) variables.push([name, template])
    }
  }
  return variables
}

function variableStem(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')
}

function fieldOf(fields: CredentialFields | undefined, field: string): Secret | undefined {
  return fields !== undefined && Object.hasOwn(fields, field) ? fields[field] : undefined
}

function reveal(template: Template, sources: TemplateSources): string {
  const resolved = resolveTemplate(template, sources, 'environment')
  if (resolved.kind === 'text') return resolved.text
  const value = resolved.secret.reveal()
  resolved.secret.dispose()
  return value
}

function unfit(): KeyturnError {
  return new KeyturnError(
    'INPUT_INVALID',
    'The credential holds a character that a program cannot be given. Add it again.',
  )
}
