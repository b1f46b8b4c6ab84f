/**
 * Reads what a token endpoint answered, whatever form it has, before anybody judges it.
 *
 * RFC 6749 §5 describes one form; services give fourteen. A library that knows the one form throws the rest away, and with it a refresh
 * token that was just rotated. So a new refresh token is found first, in any answer that holds one, and comes back as a `Secret`; errors
 * come back as their names alone.
 */
import { memberOf, readRetryAfterMs } from '../answer.ts'
import { Secret } from '../../secret.ts'
import { readScopes } from '../check/details.ts'
import type { Connect, Refresh } from './connect.ts'

/** An answer as it came: at most 64 KiB of text. */
export interface RawTokenAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** What an answer says. */
export type TokenAnswer =
  | {
      readonly kind: 'tokens'
      readonly accessToken: Secret
      /** Absent where the old one goes on. */
      readonly refreshToken: Secret | undefined
      readonly expiresInSeconds: number | undefined
      readonly scopes: readonly string[] | undefined
      /** Further members that are kept as fields of the credential (`TokenAnswerQuirks.keeps`). */
      readonly fields: Readonly<Record<string, string>>
    }
  | {
      readonly kind: 'refused'
      /** The service's own name for it: `invalid_grant`. */
      readonly error: string
      /** Only connecting again helps. Any other refusal keeps the grant. */
      readonly isFinal: boolean
    }
  | {
      /** Nobody can say whether the exchange took place: the grant is kept, and asked again later. */
      readonly kind: 'unclear'
      readonly reason: 'rate-limited' | 'unavailable' | 'unreadable'
      readonly retryAfterMs: number | undefined
      /** A refresh token that came in spite of it: the one to go on with. */
      readonly refreshToken: Secret | undefined
    }

/** The most seconds that a life is believed: ten years. */
const MAX_LIFE_SECONDS = 315_360_000

const ERROR_NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/
const TOKEN = /^[\x21-\x7e]{1,8192}$/

/** Reads an answer by what is known of its service. `now`: epoch milliseconds. */
export function readTokenAnswer(
  raw: RawTokenAnswer,
  {
    connect,
    refresh,
    now,
  }: { readonly connect: Connect; readonly refresh?: Refresh | undefined; readonly now: number },
): TokenAnswer {
  const whole = parse(raw)
  const nested = connect.answer?.nested === undefined ? undefined : memberOf(whole, connect.answer.nested)
  const answer = tokenAt(nested, 'access_token') === undefined ? whole : nested
  const refreshToken = tokenAt(answer, 'refresh_token') ?? tokenAt(whole, 'refresh_token')
  const accessToken = tokenAt(answer, 'access_token')
  const isGood = raw.status === 200 || raw.status === 201
  if (isGood && accessToken !== undefined && isTokenType(memberOf(answer, 'token_type'), connect)) {
    return {
      kind: 'tokens',
      accessToken: Secret.fromText(accessToken),
      refreshToken: secretOf(refreshToken),
      expiresInSeconds: readSeconds(memberOf(answer, 'expires_in')),
      scopes: readScopes(memberOf(answer, 'scope')),
      fields: fieldsOf(whole, connect.answer?.keeps ?? []),
    }
  }
  const error = errorOf(whole)
  if (error !== undefined && refreshToken === undefined && raw.status < 500 && raw.status !== 429) {
    return { kind: 'refused', error, isFinal: isFinal(error, refresh) }
  }
  const retryAfterMs = readRetryAfterMs(raw.headers, now)
  return { kind: 'unclear', reason: reasonOf(raw.status), retryAfterMs, refreshToken: secretOf(refreshToken) }
}

/** JSON, or the form that GitHub answers with unless it is asked for JSON. */
function parse({ text, headers }: RawTokenAnswer): unknown {
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
function isTokenType(type: unknown, { answer }: Connect): boolean {
  if (type === undefined || type === null) return true
  return typeof type === 'string' && ['bearer', ...(answer?.tokenTypes ?? [])].includes(type.toLowerCase())
}

/** `error` (RFC 6749 §5.2, also with 200), or HubSpot's `status`. */
function errorOf(answer: unknown): string | undefined {
  const error = memberOf(answer, 'error')
  const named = typeof error === 'string' ? error : memberOf(answer, 'status')
  return typeof named === 'string' && ERROR_NAME.test(named) ? named : undefined
}

function isFinal(error: string, refresh: Refresh | undefined): boolean {
  return error === 'invalid_grant' || (refresh?.finalErrors ?? []).includes(error)
}

function reasonOf(status: number): 'rate-limited' | 'unavailable' | 'unreadable' {
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
