/**
 * GitHub, and GitHub Enterprise Server: asks `/user` whose token it is.
 *
 * Facts from docs.github.com (REST API: authentication, troubleshooting, rate limits; SAML single sign-on), gathered in
 * `services.md` §2.1. Only a 401 of the API itself rejects a token; everything else GitHub may say leaves it undecided.
 */
import type { CredentialFields } from '../secret.ts'
import { authorizationOf, readCredential } from './credential.ts'
import { createIdentity } from './identity.ts'
import { memberOf, readRetryAfterMs, statusReason } from './answer.ts'
import { requestJson, type ServiceAnswer } from './request.ts'
import type { CheckOptions, Service, UnknownReason, Verdict } from './service.ts'

/** GitHub's API. */
export const GITHUB_API = 'https://api.github.com'

const ACCEPT = 'application/vnd.github+json'
const API_VERSION = '2022-11-28'

/** Installation tokens of GitHub Apps: alive, yet `/user` answers them 403. */
const INSTALLATION_PREFIX = Buffer.from('ghs_')

/** What a GitHub check needs to know. */
export interface GitHubOptions {
  /** Base of the REST API without a final slash; `https://HOST/api/v3` for GitHub Enterprise Server. Default `GITHUB_API`. */
  readonly api?: string | undefined
  /** Milliseconds for the whole check. Default 10,000. */
  readonly timeoutMs?: number | undefined
}

/** How GitHub is asked, and how its credentials are put into requests. */
export function createGitHubCheck(
  options: GitHubOptions = {},
): Pick<Service, 'origins' | 'check' | 'authorize'> {
  const api = options.api ?? GITHUB_API
  const origins = [new URL(api).origin]

  const authorize = (fields: CredentialFields, headers: Headers): void => {
    headers.set('authorization', authorizationOf(fields, 'Bearer '))
  }

  const check = async (
    fields: CredentialFields,
    { fetch, clock, signal }: CheckOptions,
  ): Promise<Verdict> => {
    if (readCredential(fields) === 'unsendable') return unknown('unreadable')
    const isInstallation = isInstallationToken(fields)
    const headers = new Headers({ accept: ACCEPT, 'x-github-api-version': API_VERSION })
    authorize(fields, headers)
    const path = isInstallation ? '/installation/repositories?per_page=1' : '/user'
    const url = new URL(`${api}${path}`)
    const answer = await requestJson({ url, origins, headers, fetch, signal, timeoutMs: options.timeoutMs })
    return readVerdict(answer, isInstallation, clock.now())
  }

  return { origins, check, authorize }
}

function isInstallationToken(fields: CredentialFields): boolean {
  const token = fields['token'] ?? Object.values(fields)[0]
  return (
    token?.use((bytes) => bytes.subarray(0, INSTALLATION_PREFIX.length).equals(INSTALLATION_PREFIX)) ?? false
  )
}

function readVerdict(answer: ServiceAnswer, isInstallation: boolean, now: number): Verdict {
  if (answer.kind === 'failed') return unknown(answer.reason)
  const { status, headers } = answer
  const body = answer.kind === 'answer' ? answer.body : undefined
  if (status === 200) {
    const account = isInstallation ? memberOf(body, 'repositories.0.owner') : body
    const [id, login] = [memberOf(account, 'id'), memberOf(account, 'login')]
    // Whoever answers without these two is not GitHub, whatever the status says.
    const identity =
      isId(id) && typeof login === 'string' && login !== '' ? createIdentity(id, login) : undefined
    if (identity === undefined) return unknown('unreadable')
    const expiresAt = readExpiry(headers)
    return { verdict: 'valid', identity, checked: true, scopes: readScopes(headers), expiresAt }
  }
  const said = memberOf(body, 'message')
  const message = typeof said === 'string' ? said : ''
  if (status === 401) return readRefusal(answer, message)
  const retryAfterMs = readRetryAfterMs(headers, now)
  if (status === 403) return unknown(reasonOf403(headers, message), retryAfterMs)
  return unknown(statusReason(status), retryAfterMs)
}

function isId(id: unknown): id is number | string {
  return typeof id === 'number' ? id > 0 : typeof id === 'string' && /^[1-9]\d*$/.test(id)
}

/** "Requires authentication" means that something on the way took the token out; a page instead of JSON, that something answered for GitHub. */
function readRefusal(answer: ServiceAnswer, message: string): Verdict {
  if (answer.kind !== 'answer' || /requires authentication/i.test(message)) return unknown('unreadable')
  return { verdict: 'rejected', reason: /\bexpired\b/i.test(message) ? 'expired' : 'rejected' }
}

/** GitHub's 403 never says that a token is bad: not even the one after several bad tries, which hits good tokens too. */
function reasonOf403(headers: Headers, message: string): UnknownReason {
  if (headers.has('x-github-sso')) return 'sso-required'
  const isLimited =
    headers.get('x-ratelimit-remaining') === '0' ||
    headers.has('retry-after') ||
    /rate limit|abuse|login attempts exceeded/i.test(message)
  if (isLimited) return 'rate-limited'
  return /\bsaml\b|single sign-on/i.test(message) ? 'sso-required' : 'forbidden'
}

/** Classic and OAuth tokens tell their scopes, an empty header says "none"; fine-grained tokens have no such header. */
function readScopes(headers: Headers): string[] | undefined {
  const header = headers.get('x-oauth-scopes')
  if (header === null) return undefined
  return header
    .split(',')
    .map((scope) => scope.trim())
    .filter((scope) => /^[\w:.-]{1,64}$/.test(scope))
}

/** `2026-12-01 10:00:00 UTC`; also seen with a numeric offset, `2026-12-01 10:00:00 -0700`. */
function readExpiry(headers: Headers): number | undefined {
  const header = headers.get('github-authentication-token-expiration') ?? ''
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d) ?(?:UTC|Z|([+-]\d\d):?(\d\d))$/.exec(header.trim())
  if (match === null) return undefined
  const [, date, time, hours, minutes] = match
  const expiresAt = Date.parse(`${date}T${time}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`)
  return Number.isNaN(expiresAt) ? undefined : expiresAt
}

function unknown(reason: UnknownReason, retryAfterMs?: number): Verdict {
  return { verdict: 'unknown', reason, retryAfterMs }
}
