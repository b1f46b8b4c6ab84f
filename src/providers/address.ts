/**
 * Where a service is: fixed, an operator's own installation, or a site that each customer has.
 *
 * A credential goes to these origins and nowhere else. What an operator configures is believed; what a user says has to be a host that only
 * the service gives out (`acme.atlassian.net`).
 */

/** Where requests of one credential go. */
export interface Address {
  /** Base of the API, without a final slash. */
  readonly api: string
  /** Origin (or base) of the pages for people, without a final slash. */
  readonly web: string
  /** Every origin that the credential may be sent to. */
  readonly origins: readonly string[]
  /** Nobody said which of several it is: it is the usual one. */
  readonly isAssumed?: boolean
}

/** What is known of the place: by the operator's configuration, and by the fields that users may see. */
export interface Where {
  /** Address of an own installation (`https://gitlab.acme.com`); never from a user. */
  readonly site?: string | undefined
  /** Base of the API itself, for a fake or a gateway in front of it; never from a user. */
  readonly api?: string | undefined
  /** A field of the credential that is not secret. */
  readonly text?: (field: string) => string | undefined
}

/** Finds the address; absent where what is known is not enough, or not a host of the service. */
export type Locate = (where: Where) => Address | undefined

/** What a fixed address may say besides its API. */
export interface FixedExtras {
  /** Pages for people; by default the API's own origin. */
  readonly web?: string
  /** Further origins that take the same credential. */
  readonly also?: readonly string[]
  /** Path of the API on an own installation; absent where there are none. */
  readonly selfHosted?: string
}

/** A service with one API for everybody, and perhaps own installations. */
export function fixedAt(api: string, extras: FixedExtras = {}): Locate {
  return ({ site, api: given }) => {
    if (given !== undefined) return addressOf(given, site ?? originOf(given))
    if (site !== undefined && extras.selfHosted !== undefined)
      return addressOf(`${withoutSlash(site)}${extras.selfHosted}`, site)
    const origins = [api, ...(extras.also ?? [])].map(originOf)
    return { api, web: extras.web ?? originOf(api), origins: [...new Set(origins)] }
  }
}

/** A service where each customer has a site of their own, named in a field of the credential. */
export interface SiteRules {
  /** The field that names the site: `site`. */
  readonly field: string
  /** The zones that only the service gives out, as they follow the customer's name: `atlassian.net`. The first is meant by a bare name. */
  readonly zones: readonly [string, ...string[]]
  /** Path of the API on a site. Default none. */
  readonly path?: string
  /** Further origins that take the same credential. */
  readonly also?: readonly string[]
}

/** A service of customers' sites. An operator's own installation goes before what a user says. */
export function siteOf({ field, zones, path = '', also = [] }: SiteRules): Locate {
  return ({ site, api, text }) => {
    if (api !== undefined) return addressOf(api, site ?? originOf(api))
    const host = site === undefined ? customerHost(text?.(field), zones) : undefined
    const web = site ?? (host === undefined ? undefined : `https://${host}`)
    if (web === undefined) return undefined
    const { api: own, origins } = addressOf(`${withoutSlash(web)}${path}`, web)
    return { api: own, web: withoutSlash(web), origins: [...new Set([...origins, ...also])] }
  }
}

/** Labels of a host name (RFC 1123 §2.1), one or more. */
const LABELS = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * The host of a customer's site from what a user wrote: `acme`, `acme.atlassian.net`, or the address of a page there. Absent for any other
 * host, so that nobody is talked into giving a credential to one.
 */
export function customerHost(
  text: string | undefined,
  zones: readonly [string, ...string[]],
): string | undefined {
  const trimmed = text?.trim().toLowerCase() ?? ''
  const host = trimmed
    .slice(0, 300)
    .replace(/^https:\/\//, '')
    .replace(/[/?#].*$/s, '')
    .replace(/\.$/, '')
  if (!LABELS.test(host) || host.length > 253) return undefined
  if (!host.includes('.')) return `${host}.${zones[0]}`
  return zones.some((zone) => host.endsWith(`.${zone}`)) ? host : undefined
}

function addressOf(api: string, web: string): Address {
  return { api: withoutSlash(api), web: withoutSlash(web), origins: [originOf(api)] }
}

function originOf(url: string): string {
  return new URL(url).origin
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '')
}
