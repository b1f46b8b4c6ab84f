/**
 * Asks a token endpoint, and reads what it answers before anybody judges it.
 *
 * The request is made by oauth4webapi. Its reading of answers is not used: of the fourteen forms that services give it takes one, throws
 * the others away with the tokens in them, and puts those into the `cause` of its errors. Here the body is read once, in the `fetch` that
 * it is given, and no error of it leaves this file.
 */
import {
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  customFetch,
  genericTokenEndpointRequest,
  None,
  type ClientAuth,
} from 'oauth4webapi'
import { discard, readText, type FailedAnswer } from '../net/answer.ts'
import { sendAndRead } from '../net/send.ts'
import { Secret } from '../secret.ts'
import type { OAuthClient } from './client.ts'
import { readTokenAnswer, type GrantType, type RawTokenAnswer, type TokenAnswer } from './token-answer.ts'

/** The most of an answer that is read, in bytes. */
export const MAX_ANSWER_BYTES = 64 * 1024

const GRANT_TYPES: Readonly<Record<GrantType, string>> = {
  authorization_code: 'authorization_code',
  device_code: 'urn:ietf:params:oauth:grant-type:device_code',
  refresh_token: 'refresh_token',
}

/** One request to a token endpoint. */
export interface TokenRequest {
  readonly grantType: GrantType
  /** Without the client and the grant type. */
  readonly parameters: Readonly<Record<string, string | Secret>>
  readonly signal?: AbortSignal | undefined
  /** Milliseconds for the whole exchange; 10,000 by default. */
  readonly timeoutMs?: number | undefined
}

/** Asks for tokens. Never throws for anything that a service or the network does. */
export async function requestTokens(client: OAuthClient, request: TokenRequest): Promise<TokenAnswer> {
  const { connect, refresh, clock } = client
  const { grantType } = request
  const raw = await ask(client, request)
  if (raw.kind === 'failed')
    return { kind: 'temporary', reason: raw.reason, retryAfterMs: undefined, refreshToken: undefined }
  return readTokenAnswer(raw, { grantType, connect, refresh, now: clock.now() })
}

/** How a client says who it is; `isDevicePublic` clients have nothing but their id where the device flow is concerned. */
export function clientAuthentication({ clientSecret, connect }: OAuthClient): ClientAuth {
  if (clientSecret === undefined) return None()
  const secret = clientSecret.reveal()
  return connect.clientAuthentication === 'basic' ? ClientSecretBasic(secret) : ClientSecretPost(secret)
}

/** The only endpoints that are asked without TLS are those on this machine, which the formation's reading lets through in development. */
export const insecureAllowed = (url: URL): boolean => url.protocol === 'http:'

async function ask(client: OAuthClient, request: TokenRequest): Promise<RawTokenAnswer | FailedAnswer> {
  const { endpoints, connect } = client
  const url = request.grantType === 'refresh_token' ? endpoints.refresh : endpoints.token
  let answer: RawTokenAnswer | FailedAnswer = { kind: 'failed', reason: 'network' }
  const given = Object.entries({ ...connect.tokenParameters, ...request.parameters })
  const parameters = given.map(([name, value]) => [name, value instanceof Secret ? value.reveal() : value])
  try {
    await genericTokenEndpointRequest(
      { issuer: client.issuer ?? url.origin, token_endpoint: url.href },
      { client_id: client.clientId },
      clientAuthentication(client),
      GRANT_TYPES[request.grantType],
      parameters,
      {
        [allowInsecureRequests]: insecureAllowed(url),
        [customFetch]: async (_url, { headers, body }) => {
          answer = await exchange(client, url, { ...request, headers, body: String(body) })
          return new Response(null, { status: 204 })
        },
      },
    )
  } catch {
    // Its errors hold what they were given.
    return { kind: 'failed', reason: 'forbidden' }
  }
  return answer
}

/** Sends one form to an endpoint of the client, and reads what comes. */
export async function exchange(
  { connect, fetch }: OAuthClient,
  url: URL,
  given: Pick<TokenRequest, 'signal' | 'timeoutMs'> & {
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
  },
): Promise<RawTokenAnswer | FailedAnswer> {
  const headers = new Headers(given.headers)
  const isJson = connect.tokenBody === 'json'
  if (isJson) headers.set('content-type', 'application/json')
  const body = isJson ? JSON.stringify(Object.fromEntries(new URLSearchParams(given.body))) : given.body
  const { signal, timeoutMs } = given
  const options = { origins: [url.origin], fetch, signal, timeoutMs }
  return sendAndRead({ method: 'POST', url, headers, body }, options, readRaw)
}

/** The body once. What is longer than any answer is no answer. */
async function readRaw(response: Response): Promise<RawTokenAnswer> {
  const { status, headers } = response
  const text = await readText(response, MAX_ANSWER_BYTES)
  if (text === undefined) await discard(response)
  return { kind: 'raw', status, headers, text: text ?? '' }
}
