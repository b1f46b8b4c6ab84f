/**
 * The environment of an MCP server's process: built from nothing, with a few of the host's variables, the server's own, and the
 * user's credential.
 *
 * A credential reaches a server here and nowhere else: never in a command line, which every user of the machine can read.
 */
import { KeyturnError } from '../errors.ts'
import type { SecretSource, ServerDefinition, ServiceId, Template } from '../formation/formation.ts'
import { authVariables, knownVariables } from '../formation/injected-variables.ts'
import { resolveTemplate, type TemplateSources } from '../formation/resolve.ts'
import { credentialParts } from '../formation/template.ts'
import type { CredentialFields, Secret } from '../secret.ts'
import { environmentNamesOf } from '../services/known.ts'
import type { OpenedCredential } from '../vault/vault.ts'
import { planProgram } from './program.ts'

/**
 * What a child gets of the host's environment: where things are, how to write text, and how a Node, Python or Go program reaches the
 * world from behind a proxy. Names in capitals; programs read both cases of a proxy's.
 */
const INHERITED = new Set([
  ...['HOME', 'LANG', 'LANGUAGE', 'LOGNAME', 'PATH', 'SHELL', 'TERM', 'TMPDIR', 'TZ', 'USER'],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY'],
  // Certificates: Node, OpenSSL and Go, Python's requests, curl.
  ...['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'],
  ...['APPDATA', 'COMSPEC', 'HOMEDRIVE', 'HOMEPATH', 'LOCALAPPDATA', 'NUMBER_OF_PROCESSORS', 'OS', 'PATHEXT'],
  ...['PROCESSOR_ARCHITECTURE', 'PROGRAMDATA', 'PROGRAMFILES', 'SYSTEMDRIVE', 'SYSTEMROOT', 'TEMP', 'TMP'],
  ...['USERPROFILE', 'WINDIR'],
])

/** `LC_ALL`, `LC_CTYPE` and the like. */
const LOCALE = /^LC_[A-Z]+$/

/** A user name or password before the host: `http://user:word@proxy:8080`, with or without the scheme. */
const SIGN_IN = /^(?:[a-z][a-z0-9+.-]*:)?(?:\/\/)?[^/?#]*@/i

/** How to start a server for one user. Holds secrets: given to the child and dropped. */
export interface LaunchPlan {
  readonly command: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** Absent: an empty folder that is made for the process and goes with it. */
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
 * What is given through `auth` wins over what `env` says of the same variable, which a formation that was read does not have.
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
  inherit(environment, sources.hostEnvironment ?? process.env)
  for (const { fields } of sources.credentials) noteSecrets(fields, used)
  const known = knownVariables(server.services, environmentNamesOf)
  for (const [name, service] of known) setKnown(environment, name, fieldsOf.get(service))
  for (const [name, template] of Object.entries(server.env)) {
    // A name by which a user's own token is known is never filled with something else.
    if (known.has(name) && credentialParts(template).length === 0) continue
    if (isReady(template)) environment[name] = resolve(template)
  }
  for (const [name, template] of authVariables(server, environmentNamesOf)) {
    const reserved = name.toUpperCase()
    for (const other of Object.keys(environment))
      if (other.toUpperCase() === reserved) Reflect.deleteProperty(environment, other)
    if (isReady(template)) environment[name] = resolve(template)
  }
  return {
    ...planProgram(server, resolve),
    environment,
    cwd: server.cwd,
    secrets: [...used],
  }
}

function inherit(
  environment: Record<string, string>,
  host: Readonly<Record<string, string | undefined>>,
): void {
  for (const [name, value] of Object.entries(host)) {
    const known = name.toUpperCase()
    if (value === undefined || !(INHERITED.has(known) || LOCALE.test(known))) continue
    // A shell function in a variable is code for the next shell (CVE-2014-6271).
    if (value.startsWith('()')) continue
    if (known.endsWith('_PROXY') && known !== 'NO_PROXY' && SIGN_IN.test(value)) continue
    environment[name] = value
  }
}

/** The fields of a credential that say who it is, which nobody has to hide. */
export function isSecretField(name: string): boolean {
  return !/^(?:user(?:_?name)?|login|e?mail|account|host|site|url|domain|region|org(?:ani[sz]ation)?)$/i.test(
    name,
  )
}

function noteSecrets(fields: CredentialFields, used: Set<string>): void {
  for (const [field, secret] of Object.entries(fields)) if (isSecretField(field)) used.add(secret.reveal())
}

/** The tools of a service read its one token by their own names, whatever the formation calls it. */
function setKnown(
  environment: Record<string, string>,
  name: string,
  fields: CredentialFields | undefined,
): void {
  const [only, another] = Object.values(fields ?? {})
  if (only === undefined || another !== undefined) return
  const value = only.reveal()
  if (value.includes('\0')) throw unfit()
  environment[name] = value
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
