/** A Keyturn of three services behind its own HTTP handler, which a test asks as several callers. */
import { exportJWK, generateKeyPair, createLocalJWKSet, SignJWT } from 'jose'
import type { AccessScope, Keyturn } from '../../src/index.ts'
import type { RequestTransport, TransportInput } from '../../src/net/transport.ts'
import { createHandler, type Handler, type HandlerOptions } from '../../src/server/index.ts'
import { createGitHubToken } from '../../src/testing/github-token.ts'
import { openPartsStage, type PartsStage, type PartsStageOptions } from '../flow/parts-stage.ts'

/** What a test may say about one request besides method and path. */
export interface Asked {
  /** The token in `Authorization`; `null`: none. Default: a service key with every scope. */
  readonly token?: string | null
  /** Sent as JSON. */
  readonly json?: unknown
  /** Sent as it is, in the place of `json`. */
  readonly body?: string | Uint8Array<ArrayBuffer> | ReadableStream
  readonly headers?: Readonly<Record<string, string>>
  readonly connection?: TransportInput | undefined
}

/** An answer, read to its end. */
export interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** What the text holds, as a test reads it. */
  readonly json: Readonly<Record<string, unknown>>
}

/** The stage. */
export interface ServerStage {
  readonly stage: PartsStage
  readonly keyturn: Keyturn
  readonly handle: Handler
  /** A service key with every scope. */
  readonly key: string
  keyFor(...scopes: AccessScope[]): Promise<string>
  /** A token of the identity provider; the claims of a good one unless others are given. */
  tokenOf(userId: string, claims?: Readonly<Record<string, unknown>>): Promise<string>
  ask(method: string, path: string, asked?: Asked): Promise<Answered>
  /** A GitHub token that GitHub knows by this login. */
  good(login: string): string
  close(): Promise<void>
}

/** A connection from this machine, by no proxy, as `fromRequest` reads it. */
export const LOOPBACK: RequestTransport = {
  kind: 'request',
  encrypted: false,
  peer: '127.0.0.1',
  forwardedProto: [],
  forwarded: [],
  wasForwarded: false,
  isWebSocket: false,
  audience: 'self',
}

const ISSUER = 'https://id.example'
const AUDIENCE = 'keyturn'

/** Opens it. */
export async function openServerStage(
  options: HandlerOptions & { readonly parts?: PartsStageOptions } = {},
): Promise<ServerStage> {
  const { parts, ...handlerOptions } = options
  const stage = await openPartsStage(parts)
  const { keyturn } = stage
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256' }] })
  const handle = createHandler(keyturn, {
    tokens: { issuer: ISSUER, audience: AUDIENCE, keys },
    ...handlerOptions,
  })
  const keyFor = async (...scopes: AccessScope[]): Promise<string> =>
    (await keyturn.server.store.createAccessKey({ name: 'test', scopes }, { channel: 'cli' })).text
  const key = await keyFor('turns', 'manage', 'audit')
  return {
    stage,
    keyturn,
    handle,
    key,
    keyFor,
    tokenOf: (userId, claims = {}) =>
      new SignJWT({ sub: userId, iss: ISSUER, aud: AUDIENCE, exp: Date.now() / 1000 + 600, ...claims })
        .setProtectedHeader({ alg: 'ES256' })
        .sign(privateKey),
    async ask(method, path, asked = {}) {
      const { token = key, json, body, headers } = asked
      const connection = 'connection' in asked ? asked.connection : LOOPBACK
      const sent = body ?? (json === undefined ? undefined : JSON.stringify(json))
      const request = new Request(`https://agent.example${path}`, {
        method,
        headers: {
          ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...(sent === undefined ? {} : { body: sent, duplex: 'half' as const }),
      })
      return read(await handle(request, connection))
    },
    good(login) {
      const token = createGitHubToken()
      stage.known.set(token, login)
      return token
    },
    close: () => stage.close(),
  }
}

async function read(response: Response): Promise<Answered> {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') === true
  const json = isJson ? (JSON.parse(text) as Record<string, unknown>) : {}
  return { status: response.status, headers: response.headers, text, json }
}
