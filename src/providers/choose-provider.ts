/** Decides what a service of a formation is: one that is known, one that its `credential:` block describes, or one of which only the name is known. */
import type { ServiceUse } from '../formation/formation.ts'
import { createConfiguredProvider, type ConfiguredOptions, type ConfiguredService } from './configured.ts'
import type { Place } from './check/check.ts'
import { matchFields, type Field } from './fields.ts'
import type { Inject } from './inject.ts'
import { fieldsByName } from './fields.ts'
import type { Provider } from './provider.ts'
import { findProvider, nameOfUnknown } from './providers.ts'

/** What a service of a formation is. */
export interface Chosen {
  /** Asks, injects, and knows the fields. */
  readonly provider: Provider
  /** What is known of the service by its name; absent where nothing is, or its fields are not those of the formation. */
  readonly known: Provider | undefined
  readonly place: Place
  /** Where its credentials may be sent. */
  readonly origins: readonly string[]
  /** Host names that the formation gives. */
  readonly hosts: readonly string[]
  /** The formation says where its credentials may go, and a credential cannot add to that. */
  readonly isBounded: boolean
  /** The formation says where it is asked: the addresses there are looked at. */
  readonly isConfigured: boolean
  /** It may be asked at all. */
  readonly isChecked: boolean
  /** The formation asks people for everything that the provider would. */
  readonly asksForAll: boolean
}

/** What the host says of places and providers. */
export interface ChoosingOptions extends ConfiguredOptions {
  readonly providers?: readonly Provider[] | undefined
  readonly githubApi?: string | undefined
}

/**
 * Chooses the provider of a service. `fieldNames` is what to call its fields where no provider knows.
 *
 * @throws KeyturnError `CONFIGURATION_INVALID`, see `createConfiguredProvider`.
 */
export function chooseProvider(use: ServiceUse, fieldNames: string, options: ChoosingOptions): Chosen {
  const { service: id, fields, credential: block } = use
  const known = findProvider(id, options.providers)
  const fit = known === undefined ? undefined : matchFields(known.fields, fields)
  const hosts = block?.hosts ?? []
  const place = placeOf(known, hosts, options)
  if (known !== undefined && fit !== undefined && !isAskedOtherwise(use, known, place)) {
    const located = known.locate(place)?.origins ?? []
    const given = originsOfHosts(hosts)
    const isElsewhere =
      hosts.length > 0 && place.api === undefined && !located.some((origin) => given.includes(origin))
    const origins = given.length === 0 ? located : isOpenEnded(known) ? [...located, ...given] : given
    return {
      provider: { ...known, credentialName: nameOf(known, fields, fieldNames) },
      known,
      place,
      origins: [...new Set(origins)],
      hosts,
      isBounded: hosts.length > 0,
      isConfigured: place.site !== undefined,
      // A credential that the formation sends elsewhere is asked about nowhere.
      isChecked: !isElsewhere || isOpenEnded(known),
      asksForAll: fit.isComplete,
    }
  }
  const inject = known !== undefined && fit !== undefined ? injectBy(known) : undefined
  const provider = createConfiguredProvider(
    {
      id,
      name: known?.name ?? nameOfUnknown(id),
      credentialName: known === undefined ? fieldNames : nameOf(known, fields, fieldNames),
      fieldNames: fields,
      fields: block?.fields,
      hosts,
      check: block?.check?.(),
      place: block?.place ?? { file: '', line: 0, field: 'credential' },
      ...(inject !== undefined && { inject }),
    } satisfies ConfiguredService,
    options,
  )
  const origins = provider.locate({})?.origins ?? known?.locate(place)?.origins ?? []
  return {
    provider,
    known,
    place: {},
    origins,
    hosts,
    isBounded: true,
    isConfigured: true,
    isChecked: provider.check !== undefined,
    asksForAll: true,
  }
}

/** What people have to give: one field as the service calls it, several as the formation does. */
function nameOf(known: Provider, fields: readonly string[], fieldNames: string): string {
  const [name, another] = fields
  if (name === undefined || another !== undefined) return fieldNames
  const needed = known.fields.filter(({ isSecret, isOptional }) => isSecret && !isOptional)
  const meant = known.fields.find((field) => field.name === name || field.aliases.includes(name))
  if (needed.length < 2) return meant?.label ?? known.credentialName
  return meant?.label ?? fieldNames
}

/** GitHub's files are at more hosts than its API, which a formation may add. */
const isOpenEnded = ({ id }: Provider): boolean => id === 'github'

/** Another base of the API is the host's word; an own installation is a host of the formation in a zone that is not the service's. */
function placeOf(
  known: Provider | undefined,
  hosts: readonly string[],
  { githubApi }: ChoosingOptions,
): Place {
  if (known?.id === 'github' && githubApi !== undefined) return { api: githubApi }
  const usual = known?.locate({})?.origins.map((origin) => zoneOf(new URL(origin).hostname)) ?? []
  const [first] = hosts
  if (known === undefined || first === undefined || hosts.some((host) => usual.includes(zoneOf(host))))
    return {}
  const site = `https://${first}`
  return known.locate({ site })?.origins.includes(site) === true ? { site } : {}
}

function zoneOf(host: string): string {
  return host.split('.').slice(-2).join('.')
}

/** A check that only repeats where the service is asked anyway says less than what is known of it. */
function isAskedOtherwise({ credential }: ServiceUse, known: Provider, place: Place): boolean {
  const check = credential?.check?.()
  if (check === undefined) return false
  const origins = known.locate(place)?.origins ?? []
  const { method, headers, reject, accept } = check
  const isPlain = method === 'GET' && Object.keys(headers).length === 0 && reject === undefined
  const says = isPlain && accept.status === 200 && Object.keys(accept.body).length === 0
  return !(
    says &&
    known.check !== undefined &&
    URL.canParse(check.url) &&
    origins.includes(new URL(check.url).origin)
  )
}

function injectBy({
  fields,
  inject,
}: {
  readonly fields: readonly Field[]
  readonly inject: Inject
}): Inject {
  return async (request, given, now) => {
    const named = fieldsByName(fields, given)
    if (named !== undefined) await inject(request, named, now)
  }
}

function originsOfHosts(hosts: readonly string[]): string[] {
  return hosts.map((host) => `https://${host}`)
}
