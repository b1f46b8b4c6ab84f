/**
 * Reads what a token endpoint answered, whatever form it has, before anybody judges it.
 *
 * RFC 6749 §5 describes one form; services give fourteen. A library that knows the one form throws the rest away, and with it a refresh
 * token that was just rotated. So a new refresh token is found first, in any answer that holds one, and comes back as a `Secret`; errors
 * come back as one of a few reasons, and nothing of their text.
 */
import type { SendFailure } from '../net/answer.ts'
import { memberOf, readRetryAfterMs } from '../providers/answer.ts'
import { readScopes } from '../providers/check/details.ts'
import type { Connect, Refresh } from '../providers/connect.ts'
import { Secret } from '../secret.ts'

/** An answer as it came: at most 64 KiB of text. */
export interface RawTokenAnswer {
  readonly kind: 'raw'
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** What is asked for: by a code (RFC 6749 §4.1.3), by a device's code (RFC 8628 §3.4), or once more (RFC 6749 §6). */
export type GrantType = 'authorization_code' | 'device_code' | 'refresh_token'

/** What a service grants. */
export interface GrantedTokens {
  readonly accessToken: Secret
  /** Absent where the old one goes on. */
  readonly refreshToken: Secret | undefined
  readonly expiresInSeconds: number | undefined
  /** Until the refresh token ends, where the service tells (`refresh_token_expires_in`). */
  readonly refreshExpiresInSeconds: number | undefined
  readonly scopes: readonly string[] | undefined
  /** Further members that are kept as fields of the credential (`TokenAnswerQuirks.keeps`). */
  readonly fields: Readonly<Record<string, string>>
}

/** Why only connecting again helps. `ended`: the grant or code is not valid any more. `denied`: the user said no. `expired`: nobody said yes in time. */
export type FinalReason = 'ended' | 'denied' | 'expired'

/**
 * Why nothing was granted this time. `pending`, `slow-down`: the user has not decided (RFC 8628 §3.5). `client`: the service does not
 * accept the client, which is the operator's to mend. `refused`: another error by name. The others: nobody can say whether it took place.
 */
export type TemporaryReason =
  'pending' | 'slow-down' | 'client' | 'refused' | 'rate-limited' | 'unavailable' | 'unreadable' | SendFailure

/** What an answer says. Closed: whoever reads it has said what happens in every case. */
export type TokenAnswer =
  | { readonly kind: 'granted'; readonly tokens: GrantedTokens }
  | { readonly kind: 'final'; readonly reason: FinalReason }
  | {
      /** Whatever was granted before is kept, and asked for again later. */
      readonly kind: 'temporary'
      readonly reason: TemporaryReason
      readonly retryAfterMs: number | undefined
      /** A refresh token that came in spite of it: the one to go on with. */
      readonly refreshToken: Secret | undefined
    }

/** The most seconds that a life is believed: ten years. */
const MAX_LIFE_SECONDS = 315_360_000

const ERROR_NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/
const TOKEN = /^[\x21-\x7e]{1,8192}$/

/** What an answer is read by. */
export interface ReadingRules {
  readonly grantType: GrantType
  readonly connect: Pick<Connect, 'answer'>
  readonly refresh?: Refresh | undefined
  /** Epoch milliseconds. */
  readonly now: number
}

/** Reads an answer by what is known of its service. */
export function readTokenAnswer(raw: RawTokenAnswer, rules: ReadingRules): TokenAnswer {
  const { connect, now } = rules
  const whole = parseAnswer(raw)
  const nested = connect.answer?.nested === undefined ? undefined : memberOf(whole, connect.answer.nested)
  const answer = tokenAt(nested, 'access_token') === undefined ? whole : nested
  const refreshToken = tokenAt(answer, 'refresh_token') ?? tokenAt(whole, 'refresh_token')
  const accessToken = tokenAt(answer, 'access_token')
  const isGood = raw.status === 200 || raw.status === 201
  if (isGood && accessToken !== undefined && isTokenType(memberOf(answer, 'token_type'), connect)) {
    const tokens = {
      accessToken: Secret.fromText(accessToken),
      refreshToken: secretOf(refreshToken),
      expiresInSeconds: readSeconds(memberOf(answer, 'expires_in')),
      refreshExpiresInSeconds: readSeconds(memberOf(answer, 'refresh_token_expires_in')),
      scopes: readScopes(memberOf(answer, 'scope')),
      fields: fieldsOf(whole, connect.answer?.keeps ?? []),
    }
    return { kind: 'granted', tokens }
  }
  const error = raw.status < 500 && raw.status !== 429 ? errorOf(whole) : undefined
  // What came with a new refresh token ended nothing, whatever it is called.
  const final = error === undefined || refreshToken !== undefined ? undefined : finalReasonOf(error, rules)
  if (final !== undefined) return { kind: 'final', reason: final }
  const reason = error === undefined ? reasonOfStatus(raw.status) : reasonOfError(error)
  const retryAfterMs = readRetryAfterMs(raw.headers, now)
  return { kind: 'temporary', reason, retryAfterMs, refreshToken: secretOf(refreshToken) }
}

/** JSON, or the form that GitHub answers with unless it is asked for JSON. */
export function parseAnswer({ text, headers }: RawTokenAnswer): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    const isPage = /html/i.test(headers.get('content-type') ?? '') || text.trimStart().startsWith('<')
    return isPage ? undefined : Object.fromEntries(new URLSearchParams(text))
  }
}

function tokenAt(answer: unknown, name: string): string | undefined {
  const value = memberOf(answer, name)
  return typeof value === 'string' && TOKEN.test(value) ? value : undefined
}

/** Absent is `bearer` to everybody who leaves it out. A token to be signed with (`mac`, `DPoP`) is no use to us. */
function isTokenType(type: unknown, { answer }: Pick<Connect, 'answer'>): boolean {
  if (type === undefined || type === null) return true
  return typeof type === 'string' && ['bearer', ...(answer?.tokenTypes ?? [])].includes(type.toLowerCase())
}

/** `error` (RFC 6749 §5.2, also with 200), or HubSpot's `status`. */
function errorOf(answer: unknown): string | undefined {
  const error = memberOf(answer, 'error')
  const named = typeof error === 'string' ? error : memberOf(answer, 'status')
  return typeof named === 'string' && ERROR_NAME.test(named) ? named : undefined
}

/** Atlassian says `access_denied` of a wrong client secret: only in answer to a user's decision is it a no. */
function finalReasonOf(error: string, { grantType, refresh }: ReadingRules): FinalReason | undefined {
  if (error === 'invalid_grant') return 'ended'
  if (grantType === 'refresh_token')
    return refresh?.finalErrors?.includes(error) === true ? 'ended' : undefined
  // GitHub calls a code that was used or ran out `bad_verification_code`.
  if (error === 'bad_verification_code') return 'ended'
  if (grantType !== 'device_code') return undefined
  if (error === 'access_denied') return 'denied'
  return error === 'expired_token' ? 'expired' : undefined
}

/** RFC 8628 §3.5; RFC 6749 §5.2 for the client, and what GitHub calls it. */
const NAMED: Readonly<Record<string, TemporaryReason>> = {
  authorization_pending: 'pending',
  slow_down: 'slow-down',
  invalid_client: 'client',
  unauthorized_client: 'client',
  incorrect_client_credentials: 'client',
  bad_client_secret: 'client',
  invalid_client_id: 'client',
  temporarily_unavailable: 'unavailable',
  server_error: 'unavailable',
}

function reasonOfError(error: string): TemporaryReason {
  return (Object.hasOwn(NAMED, error) ? NAMED[error] : undefined) ?? 'refused'
}

function reasonOfStatus(status: number): TemporaryReason {
  if (status === 429) return 'rate-limited'
  return status === 408 || status >= 500 ? 'unavailable' : 'unreadable'
}

function readSeconds(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value
  if (typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds <= 0) return undefined
  return Math.min(Math.floor(seconds), MAX_LIFE_SECONDS)
}

function fieldsOf(answer: unknown, names: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const name of names) {
    const value = memberOf(answer, name)
    if (typeof value === 'string' && value.length <= 1024) fields[name] = value
  }
  return fields
}

function secretOf(text: string | undefined): Secret | undefined {
  return text === undefined ? undefined : Secret.fromText(text)
}
