/**
 * AWS Signature Version 4: a request signed with a key that is not sent.
 *
 * @see docs.aws.amazon.com, IAM User Guide, "Create a signed AWS API request".
 */
import type { Secret } from '../secret.ts'

const ALGORITHM = 'AWS4-HMAC-SHA256'

/** Headers that are changed on the way, or are no part of what is signed. */
const UNSIGNED = new Set(['authorization', 'connection', 'expect', 'transfer-encoding', 'user-agent'])

/** What is signed: its headers get `host`'s place, a date, and the signature. */
export interface SignableRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Headers
  readonly body: string | Uint8Array | undefined
}

/** Who signs, and for what. */
export interface SigningKey {
  readonly accessKeyId: string
  readonly secretAccessKey: Secret
  /** Of temporary keys. */
  readonly sessionToken?: string | undefined
  readonly region: string
  readonly service: string
}

/** Signs a request at an instant (epoch milliseconds): sets `x-amz-date`, `x-amz-security-token` and `authorization`. */
export async function signRequest(request: SignableRequest, key: SigningKey, now: number): Promise<void> {
  const { method, url, headers, body } = request
  const { accessKeyId, secretAccessKey, sessionToken, region, service } = key
  const time = new Date(now).toISOString().replaceAll(/[:-]|\.\d{3}/g, '')
  const date = time.slice(0, 8)
  headers.set('x-amz-date', time)
  if (sessionToken !== undefined) headers.set('x-amz-security-token', sessionToken)
  const bodyHash = await hash(body ?? '')
  if (service === 's3') headers.set('x-amz-content-sha256', bodyHash)

  const signed = [...headers, ['host', url.host] as const]
    .filter(([name]) => !UNSIGNED.has(name))
    .map(([name, value]) => [name, value.trim().replaceAll(/ +/g, ' ')] as const)
    .sort(([one], [other]) => compare(one, other))
  const names = signed.map(([name]) => name).join(';')
  const canonical = [
    method.toUpperCase(),
    pathOf(url, service),
    queryOf(url),
    ...signed.map(([name, value]) => `${name}:${value}`),
    '',
    names,
    bodyHash,
  ].join('\n')

  const scope = `${date}/${region}/${service}/aws4_request`
  const toSign = [ALGORITHM, time, scope, await hash(canonical)].join('\n')
  const signature = await secretAccessKey.use(async (bytes) => {
    let link: Uint8Array = Buffer.concat([Buffer.from('AWS4'), bytes])
    for (const part of [date, region, service, 'aws4_request', toSign]) {
      const next = await authenticate(link, part)
      link.fill(0)
      link = next
    }
    return hex(link)
  })
  const credential = `${accessKeyId}/${scope}`
  headers.set(
    'authorization',
    `${ALGORITHM} Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`,
  )
}

/** Every service but S3 wants its path encoded once more, and without empty parts. */
function pathOf(url: URL, service: string): string {
  if (service === 's3') return url.pathname
  const path = url.pathname.replaceAll(/\/+/g, '/')
  return path.split('/').map(encode).join('/')
}

function queryOf(url: URL): string {
  const pairs = [...url.searchParams].map(([name, value]) => [encode(name), encode(value)] as const)
  const ordered = pairs.sort(([one, value], [other, its]) => compare(one, other) || compare(value, its))
  return ordered.map(([name, value]) => `${name}=${value}`).join('&')
}

/** RFC 3986 §2.3: all but unreserved characters, which are fewer than `encodeURIComponent` leaves alone. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** By code point, as AWS sorts; not by locale. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

async function hash(data: string | Uint8Array): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytesOf(data))))
}

async function authenticate(key: Uint8Array, text: string): Promise<Uint8Array> {
  const usage = { name: 'HMAC', hash: 'SHA-256' }
  const imported = await crypto.subtle.importKey('raw', bytesOf(key), usage, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, bytesOf(text)))
}

function bytesOf(data: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(typeof data === 'string' ? Buffer.from(data, 'utf8') : data)
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
