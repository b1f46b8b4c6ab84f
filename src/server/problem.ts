/**
 * What went wrong, as RFC 9457 wants it: a status, a code that programs can tell apart, and a sentence with the way out.
 *
 * Nothing that the caller sent is repeated: it may hold a secret.
 */
import { isKeyturnError, type ErrorCode } from '../errors.ts'

/** Codes of the server's own, beside those of `KeyturnError`. */
export const SERVER_CODES = [
  'BODY_INVALID',
  'BODY_TOO_LARGE',
  'BODY_TOO_SLOW',
  'CREDENTIAL_REFUSED',
  'IDEMPOTENCY_CONFLICT',
  'IDENTITY_UNAVAILABLE',
  'MEDIA_TYPE_UNSUPPORTED',
  'NOT_FOUND',
  'RATE_LIMITED',
  'TRANSPORT_INSECURE',
  'UNAUTHENTICATED',
] as const

/** Every code a problem can carry. */
export type ProblemCode = ErrorCode | (typeof SERVER_CODES)[number]

/** One problem. `more`: members beside the standard ones; ids, names, numbers and times only. */
export interface Problem {
  readonly status: number
  readonly code: ProblemCode
  readonly detail: string
  readonly retryAfterSeconds?: number
  readonly more?: Readonly<Record<string, unknown>>
}

/** A request's way of ending early; thrown inside the server only, where it is answered. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

/** The phrases of RFC 9110 §15. */
const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  423: 'Locked',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** The one answer to what is not there and to what the caller may not have: nobody learns which of the two it was. */
export const NOT_FOUND: Problem = {
  status: 404,
  code: 'NOT_FOUND',
  detail:
    'There is nothing here for this caller. Check the path, the scopes of the key, and whose token it is.',
}

/** The answer to a caller who is not known. */
export const UNAUTHENTICATED: Problem = {
  status: 401,
  code: 'UNAUTHENTICATED',
  detail:
    'Send a service key or a token of your identity provider as "Authorization: Bearer …". `keyturn access create` makes a key.',
}

/** The answer to a token that nobody can check just now. */
export const NO_IDENTITIES: Problem = {
  status: 503,
  code: 'IDENTITY_UNAVAILABLE',
  detail:
    'The keys of the identity provider cannot be had, so your token could not be checked. Try again in a moment; if it stays, look at --jwt-keys.',
  retryAfterSeconds: 5,
}

/** A problem as a response. */
export function toResponse(problem: Problem): Response {
  const { status, code, detail, retryAfterSeconds, more } = problem
  const body = {
    ...more,
    type: `urn:keyturn:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title: TITLES[status] ?? 'Error',
    status,
    code,
    detail,
  }
  const headers = new Headers({ 'content-type': 'application/problem+json' })
  if (retryAfterSeconds !== undefined) headers.set('retry-after', String(retryAfterSeconds))
  if (status === 401) headers.set('www-authenticate', 'Bearer')
  return new Response(JSON.stringify(body), { status, headers })
}

/** What a caller is told about an error. What is none of ours is said by nothing but its status: its text may hold anything. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  if (!isKeyturnError(error)) {
    return {
      status: 500,
      code: 'INTERNAL',
      detail:
        'Something went wrong that nobody foresaw. Try again; if it stays, look into the log of the server.',
    }
  }
  const { code, message } = error
  if (code === 'INPUT_INVALID' || code === 'PRINCIPAL_INVALID') return { status: 400, code, detail: message }
  if (error.retryable || code === 'CLOSED' || code === 'ABORTED')
    return { status: 503, code, detail: `${message} Try again in a moment.`, retryAfterSeconds: 1 }
  return { status: 500, code, detail: message }
}

/** A caller who asks more often than it may. */
export const tooMany = (seconds: number): ProblemError =>
  new ProblemError({
    status: 429,
    code: 'RATE_LIMITED',
    detail: 'That was too often. Wait as long as Retry-After says, then go on.',
    retryAfterSeconds: seconds,
  })

/** A server that takes nothing new. */
export const closing = (): ProblemError =>
  new ProblemError({
    status: 503,
    code: 'CLOSED',
    detail: 'This server is being stopped. Try again in a moment; another one will answer.',
    retryAfterSeconds: 1,
  })
