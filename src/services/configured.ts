/**
 * A service that a formation describes in a `credential:` block: where its credentials may go, and one GET that tells whose
 * credential it is. The block is the operator's; nothing a user or a model says reaches it.
 */
import { KeyturnError } from '../errors.ts'
import type { CredentialBlock, Place } from '../formation/formation.ts'
import { isLoopback, isPrivate } from '../transport/networks.ts'
import type { Fetch } from '../ports.ts'
import type { CredentialFields } from '../secret.ts'
import { memberOf, readRetryAfterMs, statusReason } from './answer.ts'
import { readCredential } from './credential.ts'
import { createGuardedFetch, type AddressLookup } from './guarded-fetch.ts'
import { createIdentity } from './identity.ts'
import { requestJson } from './request.ts'
import type { CheckOptions, Service, Verdict } from './service.ts'

/** What a configured check may do beyond the block. */
export interface ConfiguredOptions {
  /** Host names that may have private addresses. The loopback names are, once the block lists them as hosts. */
  readonly privateHosts?: readonly string[] | undefined
  /** Milliseconds for the whole check. Default 10,000. */
  readonly timeoutMs?: number | undefined
  readonly lookup?: AddressLookup | undefined
  /** The host's own `fetch`, where it passed one in: what that connects to is the host's to guard. Default: one that looks at addresses. */
  readonly fetch?: Fetch | undefined
}

/**
 * Makes the check of a block that has one. 200 with an identity is valid, 401 is a rejection, anything else undecided.
 *
 * It connects to public addresses only, which the standard `fetch` cannot promise: the `fetch` of the check's options is not used.
 *
 * @throws KeyturnError `CONFIGURATION_INVALID` for a URL that is not https (http is for loopback), holds a user name or password, names
 * a private address, or is on no host of the block.
 */
export function createConfiguredCheck(
  block: CredentialBlock,
  authorize: Service['authorize'],
  options: ConfiguredOptions = {},
): Pick<Service, 'origins' | 'check'> {
  const origins = originsOf(block, options)
  const { check: probe } = block
  if (probe === undefined) throw invalid(block.place, 'has no check')
  const url = new URL(probe.url)
  const loopbackHosts = block.hosts.map(hostnameOf).filter(isLoopbackHost)
  const guardedFetch = createGuardedFetch({
    privateHosts: [...loopbackHosts, ...(options.privateHosts ?? [])],
    lookup: options.lookup,
  })
  const fetch = options.fetch ?? guardedFetch

  const check = async (fields: CredentialFields, { clock, signal }: CheckOptions): Promise<Verdict> => {
    if (readCredential(fields) === 'unsendable') return undecided('unreadable')
    const headers = new Headers()
    authorize(fields, headers)
    const { timeoutMs } = options
    const answer = await requestJson({ url, origins, headers, fetch, signal, timeoutMs })
    if (answer.kind === 'failed') return undecided(answer.reason)
    if (answer.status === 401) return { verdict: 'rejected', reason: 'rejected' }
    if (answer.status !== 200) {
      return undecided(statusReason(answer.status), readRetryAfterMs(answer.headers, clock.now()))
    }
    const who = answer.kind === 'answer' ? memberOf(answer.body, probe.identity) : undefined
    const identity = createIdentity(who, who)
    if (identity === undefined) return undecided('unreadable')
    return { verdict: 'valid', identity, checked: true, scopes: undefined, expiresAt: undefined }
  }

  return { origins, check }
}

/**
 * The origins a block's credentials may be sent to: `https` on each host, and the origin of its check.
 *
 * @throws KeyturnError `CONFIGURATION_INVALID`, see `createConfiguredCheck`.
 */
export function originsOf(block: CredentialBlock, options: ConfiguredOptions = {}): readonly string[] {
  const origins = block.hosts.map((host) => `https://${host}`)
  if (block.check === undefined) return origins
  const { place } = block
  const url = URL.canParse(block.check.url) ? new URL(block.check.url) : undefined
  if (url === undefined) throw invalid(place, 'has a check.url that is not a URL')
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  const isLocal = isLoopbackHost(hostname)
  if (url.username !== '' || url.password !== '')
    throw invalid(place, 'has a user name or password in check.url')
  if (url.protocol !== 'https:' && !(isLocal && url.protocol === 'http:')) {
    throw invalid(place, 'has a check.url that is not https')
  }
  if (!block.hosts.some((host) => hostnameOf(host) === hostname || host === url.host)) {
    throw invalid(place, 'has a check.url whose host is not among its hosts')
  }
  if (isPrivate(hostname) && !isLocal && !options.privateHosts?.includes(hostname)) {
    throw invalid(place, 'has a check.url with a private address')
  }
  return [...new Set([url.origin, ...origins])]
}

function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || isLoopback(hostname)
}

function hostnameOf(host: string): string {
  const url = `https://${host}`
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : host
}

function undecided(
  reason: Extract<Verdict, { verdict: 'unknown' }>['reason'],
  retryAfterMs?: number,
): Verdict {
  return { verdict: 'unknown', reason, retryAfterMs }
}

function invalid({ file, line, field }: Place, fault: string): KeyturnError {
  const message = `The credential block at ${file}:${line} ${fault}. See "credential" in the configuration guide.`
  return new KeyturnError('CONFIGURATION_INVALID', message, { file, line, field })
}
