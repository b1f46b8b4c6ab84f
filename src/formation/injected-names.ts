/**
 * Which environment variables a server is given, and from where: what is checked when a formation is read is what happens at the start.
 *
 * A value that all users share never stands in for a user's own: where both would go into one variable, the formation is refused.
 */
import { assignmentsIn } from './assigned-variables.ts'
import type { CommandServer, ServerDefinition, ServiceId, ServiceUse, Template } from './formation.ts'
import { headerProblems } from './injected-headers.ts'
import { FormationError, type FormationProblem } from './problems.ts'
import { credentialParts } from './template.ts'

/** The variables in which a service's tools read its one token (`GITHUB_TOKEN`, `GITHUB_PERSONAL_ACCESS_TOKEN`). */
export type VariablesOf = (service: ServiceId) => readonly string[]

/** Of a service that nobody knows: `ACME_TOKEN`. */
export const usualVariables: VariablesOf = (service) => [`${variableStem(service)}_TOKEN`]

/** Endings under which tools read a token besides the names that are known of its service: a shared value there is used in its place. */
const TOKEN_ENDINGS = [
  ...['TOKEN', 'API_TOKEN', 'ACCESS_TOKEN', 'AUTH_TOKEN', 'PERSONAL_ACCESS_TOKEN', 'PAT'],
  ...[
    'OAUTH_TOKEN',
    'BEARER_TOKEN',
    'USER_TOKEN',
    'USER_ACCESS_TOKEN',
    'MCP_TOKEN',
    'MCP_PAT',
    'AUTHORIZATION',
  ],
]

/** A service's id as a part of a variable's name: `my-crm` is `MY_CRM`. */
export function variableStem(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')
}

/**
 * The variables of an `auth` block: type `env` names them; the fields of the other types get names made from the service. A token that
 * is a user's has those of its service, and is not among them.
 */
export function authVariables(
  { auth, id }: Pick<CommandServer, 'auth' | 'id'>,
  variablesOf: VariablesOf,
): [name: string, template: Template][] {
  if (auth === undefined) return []
  if (auth.type === 'env') return Object.entries(auth.values)
  return Object.entries(auth.values).flatMap(([field, template]): [string, Template][] => {
    const service = credentialParts(template)[0]?.service
    const stem = variableStem(service ?? id)
    if (field !== 'token') return [[`${stem}_${variableStem(field)}`, template]]
    if (auth.type === 'api_key') return [[`${stem}_API_KEY`, template]]
    return service === undefined ? variablesOf(id).map((name) => [name, template]) : []
  })
}

/** What is wrong with the variables of servers; `uses` tells which services have one token. */
export function variableProblems(
  servers: readonly ServerDefinition[],
  uses: ReadonlyMap<ServiceId, Pick<ServiceUse, 'fields'>>,
  variablesOf: VariablesOf,
): FormationProblem[] {
  return servers.flatMap((server) =>
    server.type === 'http' ? headerProblems(server) : problemsOf(server, uses, variablesOf),
  )
}

/**
 * Passes servers without such problems; for formations that were read without knowing the variables of services.
 *
 * @throws FormationError `CONFIGURATION_INVALID`.
 */
export function checkVariables(...given: Parameters<typeof variableProblems>): void {
  const problems = variableProblems(...given)
  if (problems.length > 0) throw new FormationError(problems, problems.length)
}

interface Variable {
  readonly name: string
  readonly template: Template
  readonly block: 'auth' | 'env'
}

function problemsOf(
  server: CommandServer,
  uses: ReadonlyMap<ServiceId, Pick<ServiceUse, 'fields'>>,
  variablesOf: VariablesOf,
): FormationProblem[] {
  const fromAuth = authVariables(server, variablesOf).map(([name, template]): Variable => {
    return { name, template, block: 'auth' }
  })
  const fromEnv = Object.entries(server.env).map(([name, template]): Variable => {
    return { name, template, block: 'env' }
  })
  const tokenNames = new Map(
    server.services.map((service) => {
      const implied = uses.get(service)?.fields.length === 1 ? variablesOf(service) : []
      const usual = TOKEN_ENDINGS.map((ending) => `${variableStem(service)}_${ending}`)
      return [service, [...implied, ...usual]]
    }),
  )
  const ownerOf = (name: string): ServiceId | undefined =>
    server.services.find((service) => tokenNames.get(service)?.some((one) => isSame(one, name)))
  const found: FormationProblem[] = []
  const add = ({ template }: Variable, message: string): void =>
    void found.push({ place: template.place, message, nearest: undefined })
  for (const one of [...fromAuth, ...fromEnv]) {
    const twinIn = (block: readonly Variable[]): Variable | undefined =>
      block.find((other) => other !== one && isSame(other.name, one.name))
    const inAuth = one.block === 'env' ? twinIn(fromAuth) : undefined
    const inOtherLetters = twinIn(one.block === 'env' ? fromEnv : fromAuth)
    const owner = ownerOf(one.name)
    if (inAuth !== undefined) {
      const { field } = inAuth.template.place
      add(one, `is a variable that auth gives too (${field}); take it out of one of the two.`)
    } else if (owner !== undefined && !holdsCredential(one.template, owner)) {
      add(
        one,
        `is a variable in which tools read the user's own ${owner} credential, and another value would stand in for it; take it out.`,
      )
    } else if (inOtherLetters !== undefined && isUsers(one, inOtherLetters)) {
      add(one, 'is given twice, in other letters, and systems take the two for one; keep one of them.')
    }
  }
  const line = lineProblems(server, [...fromAuth, ...fromEnv], tokenNames)
  return [...found, ...line]
}

/** What the command line sets stands in for a user's own like what `env` sets. */
function lineProblems(
  { command, args }: Pick<CommandServer, 'command' | 'args'>,
  variables: readonly Variable[],
  tokenNames: ReadonlyMap<ServiceId, readonly string[]>,
): FormationProblem[] {
  const groups = [...tokenNames].map(([service, names]) => [
    ...names,
    ...variables.filter(({ template }) => holdsCredential(template, service)).map(({ name }) => name),
  ])
  const aliasesOf = (name: string): string[] =>
    groups.filter((group) => group.some((one) => isSame(one, name))).flat()
  const fromAuth = variables.filter(({ block }) => block === 'auth').map(({ name }) => name)
  const names = [...new Set([...groups.flat(), ...fromAuth])]
  return assignmentsIn([command, ...args], names, aliasesOf).map(({ template: { place }, name }) => {
    const message =
      name === undefined
        ? "takes variables out of a file or another program, which may set the user's own; write them out in env."
        : `sets ${name}, in which tools read what is the user's own, and another value would stand in for it; ` +
          `take it out, since auth and env give it; a container is given it by its name alone, \`-e ${name}\`.`
    return { place, message, nearest: undefined }
  })
}

/** On Windows, names of variables are the same in capitals and small letters. */
function isSame(one: string, other: string): boolean {
  return one.toUpperCase() === other.toUpperCase()
}

function holdsCredential(template: Template, service: ServiceId): boolean {
  return credentialParts(template).some((part) => part.service === service)
}

function isUsers(one: Variable, other: Variable): boolean {
  return [one, other].some(({ template }) => credentialParts(template).length > 0)
}
