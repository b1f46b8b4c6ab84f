/** Where Redis is: one server, a group under Sentinels, or a cluster, from one URL. */
import type { RedisOptions } from 'ioredis'
import { KeyturnError } from '../../errors.ts'

/** One address. */
export interface RedisAddress {
  readonly host: string
  readonly port: number
}

/** What to connect to, as `ioredis` takes it. */
export type RedisTarget =
  | { readonly kind: 'server'; readonly options: RedisOptions }
  | { readonly kind: 'cluster'; readonly nodes: readonly RedisAddress[]; readonly options: RedisOptions }

const DEFAULT_PORT = 6379
const DEFAULT_SENTINEL_PORT = 26379

/**
 * Reads a URL; `rediss` instead of `redis` means TLS in each of these:
 *
 * - `redis://[user:password@]host[:6379][/database]`, or `unix:/path/to/redis.sock`
 * - `redis+sentinel://[user:password@]host[:26379][,host…]/NAME`
 * - `redis+cluster://[user:password@]host[:6379][,host…]`
 *
 * @throws KeyturnError `CONFIGURATION_INVALID`; the message never holds the URL, which may hold a password.
 */
export function readRedisUrl(url: string): RedisTarget {
  if (url.startsWith('unix:')) return { kind: 'server', options: { path: url.slice('unix:'.length) } }
  const match = /^(rediss?)(\+sentinel|\+cluster)?:\/\/(?:([^@/]*)@)?([^/?#]+)(?:\/([^/?#]*))?$/.exec(url)
  if (match === null) throw invalid('is not of a form that is known')
  const [, scheme, kind, login, hosts = '', path = ''] = match
  const shared: RedisOptions = { ...readLogin(login), ...(scheme === 'rediss' ? { tls: {} } : {}) }
  if (kind === '+cluster') return { kind: 'cluster', nodes: readHosts(hosts, DEFAULT_PORT), options: shared }
  if (kind === '+sentinel') {
    if (path === '') throw invalid('does not name the group the Sentinels watch: end it with /NAME')
    const tls = scheme === 'rediss' ? { enableTLSForSentinelMode: true, sentinelTLS: {} } : {}
    const sentinels = [...readHosts(hosts, DEFAULT_SENTINEL_PORT)]
    return { kind: 'server', options: { ...shared, ...tls, sentinels, name: decode(path) } }
  }
  const [address, ...more] = readHosts(hosts, DEFAULT_PORT)
  if (address === undefined || more.length > 0)
    throw invalid('has several hosts: say redis+cluster or redis+sentinel')
  if (!/^\d*$/.test(path)) throw invalid('ends in a database that is not a number')
  return { kind: 'server', options: { ...shared, ...address, ...(path === '' ? {} : { db: Number(path) }) } }
}

function readLogin(login: string | undefined): RedisOptions {
  if (login === undefined) return {}
  const colon = login.indexOf(':')
  if (colon < 0) return { username: decode(login) }
  const username = decode(login.slice(0, colon))
  return { password: decode(login.slice(colon + 1)), ...(username === '' ? {} : { username }) }
}

function readHosts(hosts: string, defaultPort: number): readonly RedisAddress[] {
  return hosts.split(',').map((text) => {
    const match = /^(\[[0-9a-fA-F:.]+\]|[^:[\]]+)(?::(\d{1,5}))?$/.exec(text)
    if (match === null) throw invalid('has a host that cannot be read')
    const port = match[2] === undefined ? defaultPort : Number(match[2])
    if (port < 1 || port > 65_535) throw invalid('has a port that is none')
    return { host: (match[1] ?? '').replace(/^\[|\]$/g, ''), port }
  })
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw invalid('has a "%" that encodes nothing')
  }
}

function invalid(what: string): KeyturnError {
  return new KeyturnError(
    'CONFIGURATION_INVALID',
    `The Redis URL ${what}. Write redis://user:password@host:6379, with each special character percent-encoded.`,
  )
}
