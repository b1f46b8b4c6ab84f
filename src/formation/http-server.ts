/**
 * Reads where a server over HTTP is, and the headers that its requests carry besides those of `auth`.
 *
 * The address is where secrets go, so it is as strict as a `credential` block: https and public hosts, unless the file says that the
 * server is on a private network, or the host allows this machine outside production. What a name resolves to is checked at the time of use.
 */
import { z } from 'zod'
import { configuredText } from './configured-text.ts'
import { isPrivateName, isThisMachine, LOOPBACK_FAULT } from './credential-block.ts'
import type { HttpServer } from './formation.ts'
import { readHeaders } from './http-auth.ts'
import type { ServerContext } from './server-context.ts'
import type { YamlFile } from './yaml/file.ts'

/** As long as proxies and servers take an address, in characters. */
const MOST_URL_CHARACTERS = 2_048

/** The fields, for the schema of a server's file. */
export const HTTP_FIELDS = {
  url: z.string().min(1).max(MOST_URL_CHARACTERS),
  headers: z.record(z.string(), configuredText).nullish(),
  private_network: z.boolean().optional(),
} as const

interface HttpBlock {
  readonly url: string
  readonly headers?: Readonly<Record<string, string | number | boolean>> | null | undefined
  readonly private_network?: boolean | undefined
}

/** Reads the fields; nothing when they have problems, which are then noted. */
export function readHttpServer(
  file: YamlFile,
  block: HttpBlock,
  { allowLoopback, problems, warnings }: ServerContext,
): Pick<HttpServer, 'url' | 'headers' | 'privateNetwork'> | undefined {
  const before = problems.count
  const { url: text, private_network: privateNetwork = false } = block
  const place = file.placeOf(['url'])
  const fault = faultOfAddress(text, { allowLoopback, privateNetwork })
  if (fault !== undefined) problems.add(place, fault)
  else if (privateNetwork && new URL(text).protocol === 'http:' && !isThisMachine(new URL(text).hostname))
    warnings.add(place, 'Credentials go to this server without encryption. Give it https where that can be.')
  const headers = readHeaders(file, ['headers'], block.headers ?? {}, problems)
  if (problems.count > before) return undefined
  return { url: new URL(text).href, headers, privateNetwork }
}

interface Reach {
  readonly allowLoopback: boolean
  readonly privateNetwork: boolean
}

function faultOfAddress(text: string, { allowLoopback, privateNetwork }: Reach): string | undefined {
  if (/\$\{|\{\{|<[^>]*>/.test(text))
    return 'cannot hold placeholders: write the address out, and give what each user has through auth.'
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) return 'must be an https: address.'
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password; use auth.'
  if (url.hash !== '') return 'must not have a fragment (`#`).'
  if (privateNetwork) return undefined
  if (isThisMachine(url.hostname))
    return allowLoopback ? undefined : `${LOOPBACK_FAULT.replace(/\.$/, '')}, or private_network: true.`
  if (isPrivateName(url.hostname))
    return 'is a private address or name; say private_network: true if this server is on your own network.'
  return url.protocol === 'https:' ? undefined : 'must be an https: address.'
}
