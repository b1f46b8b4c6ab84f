/** The clients of a formation: which services its users connect to, and what this deployment is known as there. */
import { KeyturnError } from '../errors.ts'
import type { Formation, OAuthBlock, SecretSource, ServiceId, Template } from '../formation/formation.ts'
import { resolveTemplate } from '../formation/resolve.ts'
import { createGuardedFetch, type AddressLookup } from '../net/guarded-fetch.ts'
import { isLoopback } from '../net/networks.ts'
import type { Clock, Fetch } from '../ports.ts'
import type { Connect } from '../providers/connect.ts'
import type { Connecting } from '../providers/service.ts'
import type { Services } from '../providers/services.ts'
import { Secret } from '../secret.ts'
import type { Endpoints, OAuthClient } from './client.ts'

/** What clients are made from. */
export interface ClientParts {
  readonly formation: Formation
  readonly services: Services
  readonly secrets: SecretSource
  readonly clock: Clock
  /** The host's own `fetch`, which is then the host's to guard. Default: one that looks at addresses. */
  readonly fetch?: Fetch | undefined
  readonly lookup?: AddressLookup | undefined
}

/** Finds the client of a service. */
export interface Clients {
  /** Nothing for a service that users do not connect to. */
  find(service: ServiceId): OAuthClient | undefined
  /** Whether users connect to it, told without looking at a secret. */
  has(service: ServiceId): boolean
}

/** Makes the clients. Their secrets are looked up when one is needed, so that a deployment starts without those it does not use. */
export function createClients(parts: ClientParts): Clients {
  const blockOf = (service: ServiceId): OAuthBlock | undefined =>
    parts.formation.services.get(service)?.credential?.oauth2
  const ready = new Map<ServiceId, OAuthClient>()
  return {
    has: (service) => blockOf(service) !== undefined,
    find(service) {
      const block = blockOf(service)
      if (block === undefined) return undefined
      const known = ready.get(service) ?? createClient(parts, service, block)
      ready.set(service, known)
      return known
    },
  }
}

/** @throws KeyturnError `PLACEHOLDER_MISSING`; `CONFIGURATION_INVALID` for a service of which nobody says where it grants. */
function createClient(parts: ClientParts, service: ServiceId, block: OAuthBlock): OAuthClient {
  const known = parts.services.get(service).connecting
  const connect = connectOf(known, block)
  const endpoints = connect && endpointsOf(connect, known, block)
  if (connect === undefined || endpoints === undefined) {
    const { file, line } = block.place
    throw new KeyturnError(
      'CONFIGURATION_INVALID',
      `${file}:${line}: credential.oauth2 does not say where ${service} grants access. Add token_url, and authorization_url or device_url.`,
      { ...block.place },
    )
  }
  const text = (template: Template): Secret => {
    const value = resolveTemplate(template, { secrets: parts.secrets })
    return value.kind === 'secret' ? value.secret : Secret.fromText(value.text)
  }
  const hosts = Object.values(endpoints).flatMap((url: URL | undefined) =>
    url === undefined ? [] : [url.hostname],
  )
  const privateHosts = hosts.filter(
    (host) => host === 'localhost' || isLoopback(host.replace(/^\[|\]$/g, '')),
  )
  return {
    service,
    endpoints,
    issuer: block.issuer,
    // A client's id stands in the address that its users are sent to: it is no secret, wherever it is configured.
    clientId: text(block.clientId).reveal(),
    clientSecret: block.clientSecret && text(block.clientSecret),
    scopes: [...new Set([...connect.scopes, ...block.scopes])],
    connect,
    refresh: known?.refresh,
    fetch: parts.fetch ?? createGuardedFetch({ privateHosts, lookup: parts.lookup }),
    clock: parts.clock,
  }
}

/** What the formation says goes before what is known. */
function connectOf(known: Connecting | undefined, block: OAuthBlock): Connect | undefined {
  const token = block.tokenUrl ?? known?.connect.token
  if (token === undefined) return undefined
  const isElsewhere = block.tokenUrl !== undefined
  const usual = isElsewhere ? undefined : known?.connect
  const device = block.deviceUrl ?? usual?.device
  const revocation = block.revocationUrl ?? usual?.revocation
  return {
    // Scopes and quirks of answers are the service's own, wherever it is.
    scopes: [],
    pkce: true,
    clientAuthentication: 'post',
    ...known?.connect,
    ...(block.clientAuthentication !== undefined && { clientAuthentication: block.clientAuthentication }),
    authorization: block.authorizationUrl ?? usual?.authorization ?? '',
    token,
    ...(device !== undefined && { device }),
    ...(revocation !== undefined && { revocation }),
  }
}

function endpointsOf(
  connect: Connect,
  known: Connecting | undefined,
  block: OAuthBlock,
): Endpoints | undefined {
  const base = known?.web === '' ? undefined : known?.web
  const at = (endpoint: string | undefined): URL | undefined =>
    endpoint === undefined || endpoint === '' || !URL.canParse(endpoint, base)
      ? undefined
      : new URL(endpoint, base)
  const token = at(connect.token)
  if (token === undefined) return undefined
  const isElsewhere = block.tokenUrl !== undefined
  const own = block.deviceUrl === undefined && isElsewhere
  return {
    authorization: at(connect.authorization),
    token,
    refresh: (isElsewhere ? undefined : at(known?.refresh?.endpoint)) ?? token,
    device: own ? undefined : at(connect.device),
    revocation: block.revocationUrl === undefined && isElsewhere ? undefined : at(connect.revocation),
  }
}
