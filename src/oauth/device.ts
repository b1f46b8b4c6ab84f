/** Asks for a device's code (RFC 8628 §3.1), and reads what comes as it comes. */
import { allowInsecureRequests, customFetch, deviceAuthorizationRequest, None } from 'oauth4webapi'
import { memberOf } from '../providers/answer.ts'
import { isLoopback } from '../net/networks.ts'
import { Secret } from '../secret.ts'
import type { OAuthClient } from './client.ts'
import { clientAuthentication, exchange, insecureAllowed } from './token-request.ts'
import { parseAnswer, type RawTokenAnswer } from './token-answer.ts'

/** What a user does at another screen, and what is asked meanwhile. */
export interface DeviceCode {
  readonly deviceCode: Secret
  /** What the user enters. */
  readonly userCode: string
  /** Where. */
  readonly verificationUri: string
  /** Until when. Milliseconds from now. */
  readonly lifeMs: number
  /** How long to wait between two questions. Milliseconds; 5 s by default (RFC 8628 §3.2). */
  readonly intervalMs: number
}

const MOST_LIFE_MS = 60 * 60_000
const USER_CODE = /^[\x21-\x7e](?:[\x20-\x7e]{0,30}[\x21-\x7e])?$/

/** Asks; nothing where the service gives none that can be used. */
export async function requestDeviceCode(client: OAuthClient): Promise<DeviceCode | undefined> {
  const { device } = client.endpoints
  if (device === undefined) return undefined
  const { connect, scopes } = client
  const parameters = scopes.length === 0 ? {} : { scope: scopes.join(connect.scopeSeparator ?? ' ') }
  const answers: RawTokenAnswer[] = []
  try {
    await deviceAuthorizationRequest(
      { issuer: client.issuer ?? device.origin, device_authorization_endpoint: device.href },
      { client_id: client.clientId },
      connect.isDevicePublic === true ? None() : clientAuthentication(client),
      parameters,
      {
        [allowInsecureRequests]: insecureAllowed(device),
        [customFetch]: async (_url, { headers, body }) => {
          const form = { ...client, connect: { ...connect, tokenBody: 'form' as const } }
          const answer = await exchange(form, device, { headers, body: String(body) })
          if (answer.kind === 'raw') answers.push(answer)
          return new Response(null, { status: 204 })
        },
      },
    )
  } catch {
    return undefined
  }
  const [raw] = answers
  return raw?.status === 200 ? readDeviceCode(parseAnswer(raw)) : undefined
}

function readDeviceCode(answer: unknown): DeviceCode | undefined {
  const text = (name: string): string | undefined => {
    const value = memberOf(answer, name)
    return typeof value === 'string' && value.length <= 2048 ? value : undefined
  }
  const seconds = (name: string, otherwise: number): number => {
    const value = Number(memberOf(answer, name))
    return Number.isFinite(value) && value > 0 ? value : otherwise
  }
  const deviceCode = text('device_code')
  const userCode = text('user_code')
  // Google calls it `verification_url`.
  const uri = text('verification_uri') ?? text('verification_url')
  if (deviceCode === undefined || userCode === undefined || !USER_CODE.test(userCode)) return undefined
  if (uri === undefined || !isShown(uri)) return undefined
  return {
    deviceCode: Secret.fromText(deviceCode),
    userCode,
    verificationUri: uri,
    lifeMs: Math.min(seconds('expires_in', 600) * 1000, MOST_LIFE_MS),
    intervalMs: Math.min(seconds('interval', 5) * 1000, 60_000),
  }
}

/** An address that people can be sent to: https, or on this machine in development. */
function isShown(uri: string): boolean {
  if (!URL.canParse(uri) || /[\s<>"]/.test(uri)) return false
  const { protocol, hostname, username } = new URL(uri)
  return username === '' && (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)))
}
