/** The answers of token endpoints as services give them, most of which RFC 6749 §5 does not know. */
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { hubspot } from '../../src/providers/hubspot.ts'
import { github } from '../../src/providers/github.ts'
import { atlassian } from '../../src/providers/atlassian.ts'
import { type GrantType, readTokenAnswer, type TokenAnswer } from '../../src/oauth/token-answer.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { KNOWN_PROVIDERS } from '../../src/providers/providers.ts'
import { salesforce } from '../../src/providers/salesforce.ts'
import { slack } from '../../src/providers/slack.ts'
import { randomText } from '../../src/testing/random-text.ts'

const access = `a-${randomText(40)}`
const renewal = `r-${randomText(40)}`
const rfc = {
  access_token: access,
  token_type: 'Bearer',
  expires_in: 3600,
  refresh_token: renewal,
  scope: 'repo user',
}
const JSON_TYPE = 'application/json'

function read(
  provider: Provider,
  body: unknown,
  status = 200,
  type = JSON_TYPE,
  more: Record<string, string> = {},
  grantType: GrantType = 'refresh_token',
): TokenAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const { connect, refresh } = provider
  if (connect === undefined) throw new Error('It does not connect.')
  const headers = new Headers({ 'content-type': type, ...more })
  const answer = readTokenAnswer(
    { kind: 'raw', status, headers, text },
    { grantType, connect, refresh, now: 0 },
  )
  const shown = inspect(answer, { depth: 9, showHidden: true })
  expect(shown.includes(access) || shown.includes(renewal)).toBe(false)
  return answer
}

/** What is to be compared of an answer, its secrets as text. */
function plain(answer: TokenAnswer): unknown {
  if (answer.kind === 'final') return answer
  if (answer.kind === 'temporary') return { ...answer, refreshToken: answer.refreshToken?.reveal() }
  const { accessToken, refreshToken, ...rest } = answer.tokens
  return {
    kind: 'granted',
    ...rest,
    accessToken: accessToken.reveal(),
    refreshToken: refreshToken?.reveal(),
  }
}

const tokens = (more: object = {}) => ({
  kind: 'granted',
  accessToken: access,
  refreshToken: renewal,
  expiresInSeconds: 3600,
  refreshExpiresInSeconds: undefined,
  scopes: ['repo', 'user'],
  fields: {},
  ...more,
})
const form = new URLSearchParams({ ...rfc, expires_in: '3600' }).toString()
const nested = { ok: true, authed_user: { ...rfc, token_type: 'user' } }

describe('an answer of a token endpoint', () => {
  it.each<[string, Provider, unknown, number, string]>([
    ['as RFC 6749 has it', github, rfc, 200, JSON_TYPE],
    ['with its life as a text', github, { ...rfc, expires_in: '3600' }, 200, JSON_TYPE],
    ['form-encoded', github, form, 200, 'application/x-www-form-urlencoded'],
    ['form-encoded, of no type', github, form, 200, ''],
    ['for a bot', slack, { ok: true, ...rfc, token_type: 'bot' }, 200, JSON_TYPE],
    ['for a user, nested', slack, nested, 200, JSON_TYPE],
    [
      'for a user, nested beside one for a bot',
      slack,
      { ...nested, access_token: 'xoxb-1', token_type: 'bot' },
      200,
      JSON_TYPE,
    ],
    ['without a token type', github, { ...rfc, token_type: undefined }, 200, JSON_TYPE],
    ['with 201', github, rfc, 201, JSON_TYPE],
    ['with scopes between commas', github, { ...rfc, scope: 'repo,user' }, 200, JSON_TYPE],
  ])('gives its tokens %s', (_form, provider, body, status, type) => {
    expect(plain(read(provider, body, status, type))).toEqual(tokens())
  })

  it('keeps what belongs to the credential', () => {
    const answer = read(salesforce, {
      ...rfc,
      instance_url: 'https://acme.my.salesforce.com',
      id: 'https://x',
    })
    expect(plain(answer)).toEqual(tokens({ fields: { instance_url: 'https://acme.my.salesforce.com' } }))
  })

  it.each<[string, Provider, unknown, number]>([
    ['invalid_grant', github, { error: 'invalid_grant', error_description: 'No.' }, 400],
    ['an error with 200', github, { error: 'bad_refresh_token' }, 200],
    ['an error in a form with 200', github, 'error=bad_refresh_token&error_description=No', 200],
    ['Slack’s no', slack, { ok: false, error: 'invalid_refresh_token' }, 200],
    ['an error under another name', hubspot, { status: 'BAD_REFRESH_TOKEN', message: 'No.' }, 400],
    ['403', atlassian, { error: 'unauthorized_client' }, 403],
  ])('ends the grant: %s', (_says, provider, body, status) => {
    expect(read(provider, body, status)).toEqual({ kind: 'final', reason: 'ended' })
  })

  it.each<[string, Provider, unknown, number, string]>([
    ['a wrong secret of the client', atlassian, { error: 'access_denied' }, 401, 'refused'],
    ['a wrong client', github, { error: 'incorrect_client_credentials' }, 200, 'client'],
    ['an unknown client', hubspot, { error: 'invalid_client' }, 401, 'client'],
    ['a client without the right', github, { error: 'unauthorized_client' }, 400, 'client'],
    ['a user who has not decided', github, { error: 'authorization_pending' }, 200, 'pending'],
    ['a question that came too soon', github, { error: 'slow_down' }, 400, 'slow-down'],
    ['an outage by name', github, { error: 'temporarily_unavailable' }, 400, 'unavailable'],
    ['an end that is another service’s', github, { error: 'BAD_REFRESH_TOKEN' }, 400, 'refused'],
    ['an error named as a member of every object', github, { error: 'constructor' }, 400, 'refused'],
  ])('keeps the grant at an error by name: %s', (_says, provider, body, status, reason) => {
    const expected = { kind: 'temporary', reason, retryAfterMs: undefined, refreshToken: undefined }
    expect(read(provider, body, status)).toEqual(expected)
  })

  it.each<[GrantType, string, string | undefined]>([
    ['device_code', 'access_denied', 'denied'],
    ['device_code', 'expired_token', 'expired'],
    ['device_code', 'bad_verification_code', 'ended'],
    ['authorization_code', 'bad_verification_code', 'ended'],
    ['authorization_code', 'invalid_grant', 'ended'],
    ['authorization_code', 'access_denied', undefined],
    ['refresh_token', 'expired_token', undefined],
    ['refresh_token', 'access_denied', undefined],
  ])('%s: %s ends it where it is a decision of the user', (grantType, error, reason) => {
    const answer = read(github, { error }, 400, JSON_TYPE, {}, grantType)
    expect(answer).toMatchObject(reason === undefined ? { kind: 'temporary' } : { kind: 'final', reason })
  })

  it.each<[string, unknown, number, string, string]>([
    ['too many requests', { error: 'rate_limited' }, 429, JSON_TYPE, 'rate-limited'],
    ['a page with 502', '<html>Bad Gateway</html>', 502, 'text/html', 'unavailable'],
    ['invalid_grant of a server that is broken', { error: 'invalid_grant' }, 500, JSON_TYPE, 'unavailable'],
    ['a page with 200', '<!doctype html><p>error=invalid_grant', 200, 'text/html', 'unreadable'],
    ['a page that says it is none', '  <html>', 200, JSON_TYPE, 'unreadable'],
    ['nothing', '', 200, JSON_TYPE, 'unreadable'],
    ['JSON that was cut', '{"access_token":"abc', 200, JSON_TYPE, 'unreadable'],
    ['a token that is an object', { access_token: { toString: 'x' } }, 200, JSON_TYPE, 'unreadable'],
    ['a token with a line break', { access_token: 'a\nb' }, 200, JSON_TYPE, 'unreadable'],
    ['a token of 10,000 characters', { access_token: 'x'.repeat(10_000) }, 200, JSON_TYPE, 'unreadable'],
    ['a token to be signed with', { access_token: 'abc', token_type: 'DPoP' }, 200, JSON_TYPE, 'unreadable'],
    ['an error that is a sentence', { error: 'Something went wrong, sorry' }, 400, JSON_TYPE, 'unreadable'],
    ['an inherited token', '{"__proto__":{"access_token":"abc"}}', 200, JSON_TYPE, 'unreadable'],
  ])('keeps the grant at %s', (_says, body, status, type, reason) => {
    const answer = read(github, body, status, type, { 'retry-after': '30' })
    expect(answer).toEqual({ kind: 'temporary', reason, retryAfterMs: 30_000, refreshToken: undefined })
  })

  it.each<[string, unknown, number]>([
    ['an error', { error: 'server_error', refresh_token: renewal }, 200],
    ['an outage', { refresh_token: renewal }, 503],
    ['invalid_grant', { error: 'invalid_grant', refresh_token: renewal }, 400],
    ['a token of a strange type', { ...rfc, token_type: 'DPoP' }, 200],
    ['no access token', { refresh_token: renewal, expires_in: 3600 }, 200],
  ])('does not lose a new refresh token that comes with %s', (_says, body, status) => {
    expect(plain(read(github, body, status))).toMatchObject({ kind: 'temporary', refreshToken: renewal })
  })

  it('believes a life of seconds, and no other', () => {
    for (const life of [0, -1, '1e9', null, {}, '', 'soon', true]) {
      expect(plain(read(github, { ...rfc, expires_in: life }))).toMatchObject({ expiresInSeconds: undefined })
    }
    expect(plain(read(github, { ...rfc, expires_in: 1e18 }))).toMatchObject({ expiresInSeconds: 315_360_000 })
  })

  it('reads as RFC 6749 has it at every service that connects', () => {
    const connecting = KNOWN_PROVIDERS.filter(({ connect }) => connect !== undefined)
    expect(connecting.length).toBeGreaterThan(15)
    for (const provider of connecting) expect(plain(read(provider, rfc))).toMatchObject(tokens())
  })
})
