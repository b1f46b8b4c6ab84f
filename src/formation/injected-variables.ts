/** Under which environment variables a server is given the credentials of a user, and that nothing else claims those. */
import type { ServerDefinition, ServiceId, Template } from './formation.ts'
import type { Problems } from './problems.ts'
import type { ReadServer } from './server.ts'
import { credentialParts } from './template.ts'

/** The variables that the tools of a service read for its one token: `GITHUB_TOKEN` and `GITHUB_PERSONAL_ACCESS_TOKEN`. */
export type EnvironmentNames = (service: ServiceId) => readonly string[]

/** For a service of which nothing is known: `ACME_TOKEN`. */
export const guessedNames: EnvironmentNames = (service) => [`${variableStem(service)}_TOKEN`]

/** A variable that `auth` sets, and what it is set to. */
export type InjectedVariable = readonly [name: string, template: Template]

/** The variables that the `auth` block sets by itself: those of type `env` as they are named, those of other types made from the service. */
export function authVariables(
  { auth, id }: Pick<ServerDefinition, 'auth' | 'id'>,
  namesOf: EnvironmentNames,
): readonly InjectedVariable[] {
  if (auth === undefined) return []
  if (auth.type === 'env') return Object.entries(auth.values)
  return Object.entries(auth.values).flatMap(([field, template]): InjectedVariable[] => {
    const service = credentialParts(template)[0]?.service ?? id
    const stem = variableStem(service)
    if (field !== 'token') return [[`${stem}_${variableStem(field)}`, template]]
    if (auth.type === 'api_key') return [[`${stem}_API_KEY`, template]]
    // A user's own token goes in under the names its service is known by, see `knownVariables`.
    if (credentialParts(template).length > 0) return []
    return namesOf(service).map((name): InjectedVariable => [name, template])
  })
}

/**
 * The variables by which the tools of a server's services know a user's token, each with its service. A name that two of them know is
 * left out: nobody could say whose token it is.
 */
export function knownVariables(
  services: readonly ServiceId[],
  namesOf: EnvironmentNames,
): ReadonlyMap<string, ServiceId> {
  const owners = new Map<string, ServiceId | undefined>()
  for (const service of services) {
    for (const name of namesOf(service)) owners.set(name, owners.has(name) ? undefined : service)
  }
  return new Map(
    [...owners].flatMap(([name, owner]) => (owner === undefined ? [] : [[name, owner] as const])),
  )
}

/**
 * Notes every variable of `env` that is also given through `auth`, in any case of its letters: Windows knows no other. Were one of them to
 * win silently, a user could act with what belongs to everybody.
 */
export function checkVariableClashes(
  servers: readonly ReadServer[],
  namesOf: EnvironmentNames,
  problems: Problems,
): void {
  for (const { definition } of servers) {
    const named = new Set(authVariables(definition, namesOf).map(([name]) => name.toUpperCase()))
    const known = new Map(
      [...knownVariables(definition.services, namesOf)].map(([name, service]) => [
        name.toUpperCase(),
        service,
      ]),
    )
    for (const [name, template] of Object.entries(definition.env)) {
      const service = known.get(name.toUpperCase())
      const isOwn =
        definition.auth === undefined && credentialParts(template).some((part) => part.service === service)
      if (named.has(name.toUpperCase()) || (service !== undefined && !isOwn)) {
        problems.add(
          template.place,
          `is given to this server through auth as well, as the credential of each user. Take ${name} out of env.`,
        )
      }
    }
    for (const [block, names] of Object.entries({
      env: definition.env,
      auth: definition.auth?.values ?? {},
    })) {
      noteTwins(block, names, problems)
    }
  }
}

function noteTwins(block: string, templates: Readonly<Record<string, Template>>, problems: Problems): void {
  const seen = new Map<string, string>()
  for (const [name, template] of Object.entries(templates)) {
    const twin = seen.get(name.toUpperCase())
    if (twin === undefined) seen.set(name.toUpperCase(), name)
    else
      problems.add(
        template.place,
        `is ${twin} in other letters, which some systems take for the same. Keep one in ${block}.`,
      )
  }
}

/** `acme-crm` as variables begin with it: `ACME_CRM`. */
export function variableStem(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')
}
