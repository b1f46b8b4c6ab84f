/**
 * A service that a formation describes in a `credential:` block, as a provider like the others: where its credentials may go, how they get
 * there, and what its answers mean. The block is the operator's; nothing a user or a model says reaches it.
 */
import { KeyturnError } from '../errors.ts'
import {
  faultOfCheck,
  placeholdersIn,
  type CredentialCheck,
  type CredentialFieldBlocks,
} from '../formation/credential-check.ts'
import type { Place, ServiceId } from '../formation/formation.ts'
import type { Family } from '../guard/families/family.ts'
import { isLoopback, isPrivate } from '../net/networks.ts'
import type { Address } from './address.ts'
import { probeOf } from './configured-check.ts'
import { defineProvider } from './define-provider.ts'
import { plainField, secretField, type Field } from './fields.ts'
import { asBasic, asBearer, inHeaderTemplate, type Inject } from './inject.ts'
import type { Provider } from './provider.ts'

/** What a formation says about a service of its own. */
export interface ConfiguredService {
  readonly id: ServiceId
  readonly name: string
  readonly credentialName: string
  /** Names of the fields that its servers use, in order; `fields` describes them. */
  readonly fieldNames: readonly string[]
  readonly fields?: CredentialFieldBlocks | undefined
  readonly hosts: readonly string[]
  readonly check?: CredentialCheck | undefined
  /** How its tokens look, as rules of the guard. */
  readonly shapes?: readonly Family[] | undefined
  /** How a credential gets into a request, where the check does not say. Default Basic for a pair, and Bearer. */
  readonly inject?: Inject | undefined
  readonly place: Place
}

/** What the host may set besides; never anything a user says. */
export interface ConfiguredOptions {
  /** Host names that may have private addresses. The loopback names are, once the block lists them. */
  readonly privateHosts?: readonly string[] | undefined
}

/**
 * Makes the provider of a block. Without a check it is not asked; without `reject`, a 401 that is no page refuses.
 *
 * @throws KeyturnError `CONFIGURATION_INVALID` for a URL that is not https (http is for loopback), holds a user name or password, names
 * a private address or no host of the block, and for a check that contradicts itself.
 */
export function createConfiguredProvider(
  service: ConfiguredService,
  options: ConfiguredOptions = {},
): Provider {
  const { id, name, credentialName, check, place } = service
  const fields = fieldsOf(service)
  const names = fields.map((field) => field.name)
  const fault = check === undefined ? undefined : faultOfCheck(check, names)
  if (fault !== undefined) throw invalid(place, `has a check.${fault.path.join('.')} that ${fault.fault}`)
  const address = addressOf(service, options)
  const inject = injectOf(check, names, service.inject)
  const provider = defineProvider({
    id,
    name,
    credentialName,
    fields,
    locate: () => address,
    inject,
    ...(check !== undefined && { check: probeOf(check) }),
  })
  return { ...provider, shapes: service.shapes ?? [] }
}

const OPEN_FIELD = /^(?:user(?:_?name)?|e_?mail|login|account)$/

function fieldsOf({ fieldNames, fields = {} }: ConfiguredService): Field[] {
  const names = [...new Set([...fieldNames, ...Object.keys(fields)])]
  const areAllOpen = names.every((name) => OPEN_FIELD.test(name))
  return names.map((name) => {
    const block = Object.hasOwn(fields, name) ? fields[name] : undefined
    const label = block?.label ?? name.replaceAll('_', ' ')
    // A user name is shown as the account; whatever else nobody described is secret.
    const isSecret = block?.secret ?? (areAllOpen || !OPEN_FIELD.test(name))
    return (isSecret ? secretField : plainField)(name, label, block?.environment ?? [])
  })
}

/** Where a field stands in a header of the check, it stands in every request; else it is Basic for a pair, and Bearer. */
function injectOf(
  check: CredentialCheck | undefined,
  names: readonly string[],
  known: Inject | undefined,
): Inject {
  const headers = Object.entries(check?.headers ?? {}).filter(([, text]) => placeholdersIn(text).length > 0)
  if (headers.length > 0) {
    const ways = headers.map(([name, template]) => inHeaderTemplate(name, template))
    return async (...given) => {
      for (const way of ways) await way(...given)
    }
  }
  if (known !== undefined) return known
  if (names.includes('username') && names.includes('password')) return asBasic('username', 'password')
  const [first = 'token'] = names
  return names.includes('token') ? asBearer : inHeaderTemplate('authorization', `Bearer {${first}}`)
}

/** `https` on each host, and the origin of the check. */
function addressOf(
  { hosts, check, place }: ConfiguredService,
  options: ConfiguredOptions,
): Address | undefined {
  const origins = hosts.map((host) => `https://${host}`)
  const first = origins[0]
  if (check === undefined) {
    return first === undefined ? undefined : { api: first, web: first, origins }
  }
  const url = URL.canParse(check.url) ? new URL(check.url) : undefined
  const fault = url === undefined ? 'has a check.url that is not a URL' : faultOfUrl(url, hosts, options)
  if (url === undefined || fault !== undefined) throw invalid(place, fault ?? '')
  return { api: url.origin, web: url.origin, origins: [...new Set([url.origin, ...origins])] }
}

function faultOfUrl(url: URL, hosts: readonly string[], options: ConfiguredOptions): string | undefined {
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  const isLocal = isLoopbackHost(hostname)
  if (url.username !== '' || url.password !== '') return 'has a user name or password in check.url'
  if (url.protocol !== 'https:' && !(isLocal && url.protocol === 'http:'))
    return 'has a check.url that is not https'
  if (!hosts.some((host) => hostnameOf(host) === hostname || host === url.host)) {
    return 'has a check.url whose host is not among its hosts'
  }
  const isRefused = isPrivate(hostname) && !isLocal && options.privateHosts?.includes(hostname) !== true
  return isRefused ? 'has a check.url with a private address' : undefined
}

/** Names of this machine among hosts: a `fetch` that guards addresses has to let them pass. */
export function loopbackHostsOf(hosts: readonly string[]): string[] {
  return hosts.map(hostnameOf).filter(isLoopbackHost)
}

function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || isLoopback(hostname)
}

function hostnameOf(host: string): string {
  const url = `https://${host}`
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : host
}

function invalid({ file, line, field }: Place, fault: string): KeyturnError {
  const message = `The credential block at ${file}:${line} ${fault}. See "credential" in the configuration guide.`
  return new KeyturnError('CONFIGURATION_INVALID', message, { file, line, field })
}
