/**
 * The environment of an MCP server's process: built from nothing, with a few of the host's variables, the server's own, and the
 * user's credential.
 *
 * A credential reaches a server here and nowhere else: never in a command line, which every user of the machine can read.
 */
import { KeyturnError } from '../../errors.ts'
import type { CommandServer, SecretSource, ServiceId, Template } from '../../formation/formation.ts'
import { authVariables, type VariablesOf } from '../../formation/injected-names.ts'
import { resolveTemplate, type TemplateSources } from '../../formation/resolve.ts'
import type { CredentialFields, Secret } from '../../secret.ts'
import { isSecretField } from '../../providers/fields.ts'
import { knownVariables } from '../../providers/variables.ts'
import type { OpenedCredential } from '../../vault/vault.ts'
import { inheritedEnvironment } from './inherited-environment.ts'

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
  /** The variables in which the tools of a service read its token. Default: those of the known services. */
  readonly variablesOf?: VariablesOf | undefined
  /** The host's environment. Default: this process's. */
  readonly hostEnvironment?: Readonly<Record<string, string | undefined>> | undefined
}

/**
 * Plans the start of a server. Without any credential, the variables that need one are left out.
 *
 * What is the user's own wins over what all share, and `auth` over `env`, whatever the formation says: the host's variables come first,
 * then shared values, then the names that services are known by, then the user's own of `env`, then those of `auth`.
 *
 * @throws KeyturnError `PLACEHOLDER_MISSING` for a missing `secrets.X` or one of several credentials; `INPUT_INVALID` for a value with a NUL.
 */
export function planLaunch(server: CommandServer, sources: LaunchSources): LaunchPlan {
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

  const { variablesOf = knownVariables } = sources
  const variables = new Variables(inheritedEnvironment(sources.hostEnvironment ?? process.env))
  const [ofEnv, ofAuth] = [Object.entries(server.env), authVariables(server, variablesOf)]
  const isShared = ({ parts }: Template): boolean => parts.every(({ kind }) => kind !== 'credential')
  // Where a user's own token belongs, nothing that all share stands in for it, also while there is none.
  const ownNames = new Set(server.services.flatMap(knownVariables).map((name) => name.toUpperCase()))
  for (const [name, template] of [...ofEnv, ...ofAuth])
    if (isShared(template) && !ownNames.has(name.toUpperCase())) variables.set(name, resolve(template))
  if (fieldsOf.size > 0) {
    for (const [service, fields] of fieldsOf) addKnownVariables(variables, variablesOf(service), fields, used)
    for (const [name, template] of [...ofEnv, ...ofAuth])
      if (!isShared(template)) variables.setAlone(name, resolve(template))
  }
  return {
    command: resolve(server.command),
    args: server.args.map(resolve),
    environment: variables.all,
    cwd: server.cwd,
    secrets: [...used],
  }
}

function addKnownVariables(
  variables: Variables,
  names: readonly string[],
  fields: CredentialFields,
  used: Set<string>,
): void {
  const secrets = Object.entries(fields)
  for (const [field, secret] of secrets) if (isSecretField(field)) used.add(secret.reveal())
  const [only] = secrets
  if (only === undefined || secrets.length > 1) return
  const value = only[1].reveal()
  if (value.includes('\0')) throw unfit()
  for (const name of names) variables.setAlone(name, value)
}

/** An environment in the making. */
class Variables {
  readonly all: Record<string, string>

  constructor(inherited: Readonly<Record<string, string>>) {
    this.all = Object.assign(Object.create(null) as Record<string, string>, inherited)
  }

  set(name: string, value: string): void {
    this.all[name] = value
  }

  /** Sets a variable and takes out what has its name in other letters: systems that take the two for one might read that. */
  setAlone(name: string, value: string): void {
    for (const other of Object.keys(this.all))
      if (other.toUpperCase() === name.toUpperCase()) Reflect.deleteProperty(this.all, other)
    this.all[name] = value
  }
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
