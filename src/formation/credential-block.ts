/**
 * Reads the `credential` block: where a credential of an unknown service may be sent, how to check it, and how it looks.
 *
 * A block is a promise of where secrets go, so it is strict: exact public host names, https only, nothing private. This machine is
 * allowed only where the host says so, outside production (T-098). What a name resolves to is checked at the time of use.
 */
import { isIP } from 'node:net'
import { z } from 'zod'
import { isLoopback, isPrivate } from '../net/networks.ts'
import { checkBlock } from './check-block.ts'
import { CHECK_FIELDS, checkSchema, fieldsSchema } from './credential-check.ts'
import type { CredentialBlock, TokenShape } from './formation.ts'
import { readOAuthBlock } from './oauth-block.ts'
import type { Problems } from './problems.ts'
import { readTokenShape } from './token-shape.ts'
import type { YamlFile } from './yaml/file.ts'

const MOST_HOSTS = 20
const MOST_SHAPES = 20

const schema = z.strictObject({
  hosts: z.array(z.string()).min(1).max(MOST_HOSTS).optional(),
  check: checkSchema.optional(),
  fields: fieldsSchema.optional(),
  shapes: z.array(z.string()).min(1).max(MOST_SHAPES).optional(),
  oauth2: z.unknown().optional(),
})

const FIELDS = ['hosts', ...CHECK_FIELDS, 'shapes', 'oauth2']

/** Reads a block; `allowLoopback` lets `127.0.0.1`, `localhost` and plain http to them pass. Problems are noted. */
export function readCredentialBlock(
  file: YamlFile,
  allowLoopback: boolean,
  problems: Problems,
): CredentialBlock | undefined {
  const value = file.root['credential']
  if (value === undefined) return undefined
  const before = problems.count
  const block = checkBlock(schema, value, file, ['credential'], FIELDS, problems)
  if (block === undefined) return undefined
  const describesNone = block.shapes === undefined && block.oauth2 === undefined
  if (block.hosts === undefined && (block.check !== undefined || describesNone)) {
    problems.add(file.placeOf(['credential', 'hosts']), 'is missing.')
    return undefined
  }
  const hosts = (block.hosts ?? []).map((host) => host.toLowerCase())
  hosts.forEach((host, index) => {
    const fault = faultOfHost(host, allowLoopback)
    if (fault !== undefined) problems.add(file.placeOf(['credential', 'hosts', index]), fault)
  })
  const fault = block.check === undefined ? undefined : faultOfUrl(block.check.url, hosts, allowLoopback)
  if (fault !== undefined) problems.add(file.placeOf(['credential', 'check', 'url']), fault)
  const shapes = readShapes(block.shapes ?? [], file, problems)
  const oauth2 = readOAuthBlock(file, (url) => faultOfAddress(url, allowLoopback), problems)
  if (problems.count > before) return undefined
  const { check } = block
  return {
    hosts,
    check: check && (() => check),
    fields: block.fields,
    shapes,
    oauth2,
    place: file.placeOf(['credential']),
  }
}

function readShapes(texts: readonly string[], file: YamlFile, problems: Problems): TokenShape[] {
  const shapes: TokenShape[] = []
  texts.forEach((text, index) => {
    const shape = readTokenShape(text)
    if (typeof shape === 'string') problems.add(file.placeOf(['credential', 'shapes', index]), shape)
    else shapes.push(shape)
  })
  return shapes
}

function faultOfHost(host: string, allowLoopback: boolean): string | undefined {
  const url = URL.canParse(`https://${host}/`) ? new URL(`https://${host}/`) : undefined
  // The URL parser rewrites what is not an exact name: blanks, paths, user names, ports, unusual spellings of addresses.
  const isExact = url !== undefined && url.host === host && !host.includes('*') && !host.endsWith('.')
  if (!isExact) return 'must be an exact host name such as api.example.com, without wildcard or path.'
  if (isThisMachine(url.hostname)) return allowLoopback ? undefined : LOOPBACK_FAULT
  if (url.port !== '') return 'must be a host name without a port.'
  return isPrivateName(url.hostname)
    ? 'is a private address or name; a credential goes to public hosts only.'
    : undefined
}

function faultOfUrl(text: string, hosts: readonly string[], allowLoopback: boolean): string | undefined {
  const fault = faultOfAddress(text, allowLoopback)
  if (fault !== undefined) return fault
  const { host, hostname } = new URL(text)
  return hosts.includes(host) || hosts.includes(hostname)
    ? undefined
    : 'must be at one of the hosts of this block.'
}

/** What is wrong with an address that secrets are sent to, whichever host it is at. */
function faultOfAddress(text: string, allowLoopback: boolean): string | undefined {
  if (text.includes('${{')) return 'cannot hold placeholders: a credential is never part of an address.'
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined) return 'must be an https: address.'
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password.'
  if (url.hash !== '') return 'must not have a fragment (`#`).'
  const isLocal = isThisMachine(url.hostname)
  if (isLocal && !allowLoopback) return LOOPBACK_FAULT
  if (!isLocal && isPrivateName(url.hostname)) {
    return 'is a private address or name; a credential goes to public hosts only.'
  }
  if (url.protocol !== 'https:' && !(isLocal && url.protocol === 'http:')) return 'must be an https: address.'
  return !isLocal && url.port !== '' ? 'must use the usual port of https.' : undefined
}

/** Of an address of this machine where none is allowed. */
export const LOOPBACK_FAULT =
  'is this machine; allowed in development only, with KEYTURN_ALLOW_LOOPBACK=1 or the option allowLoopback.'

/** Whether a host name of a URL is this machine. */
export function isThisMachine(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || isLoopback(bare(hostname))
}

/** Private addresses, names without a dot, and names of the zones for private use (RFC 6762, RFC 8375, ICANN `internal`). */
export function isPrivateName(hostname: string): boolean {
  const address = bare(hostname)
  if (isIP(address) !== 0) return isPrivate(address)
  return (
    !hostname.includes('.') ||
    /\.(?:local|localdomain|internal|intranet|lan|home|corp|home\.arpa)\.?$/.test(hostname)
  )
}

/** An IPv6 address without the brackets of a URL. */
function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '')
}
