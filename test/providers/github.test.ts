import nock from 'nock'
import { inspect } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Verdict } from '../../src/providers/service.ts'
import { checkOptions, makeGitHub, makeToken, NOW, tokenFields } from './fixtures.ts'

const GITHUB_API = 'https://api.github.com'
const github = makeGitHub()
const token = makeToken()

beforeAll(() => nock.disableNetConnect())
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([])
  nock.cleanAll()
})
afterAll(() => {
  nock.enableNetConnect()
  nock.restore()
})

async function check(given = token): Promise<Verdict> {
  const verdict = await github.check(tokenFields(given), checkOptions())
  expect(inspect(verdict, { depth: 20, showHidden: true })).not.toContain(given.slice(4, 20))
  return verdict
}

const undecided = (reason: string, retryAfterMs?: number) => ({ verdict: 'unknown', reason, retryAfterMs })

describe('a GitHub token that is good', () => {
  it('belongs to the immutable id and is shown by its login', async () => {
    nock(GITHUB_API).get('/user').reply(200, { login: 'ranaroussi', id: 1234567, type: 'User' })
    expect(await check()).toEqual({
      verdict: 'valid',
      identity: { key: '1234567', name: 'ranaroussi' },
      checked: true,
      scopes: undefined,
      expiresAt: undefined,
    })
  })

  it('travels as a bearer token with the headers GitHub wants', async () => {
    nock(GITHUB_API, {
      reqheaders: {
        authorization: `Bearer ${token}`,
        accept: 'application/vnd.github+json',
        'x-github-api-version': '2022-11-28',
        'user-agent': /keyturn/,
      },
    })
      .get('/user')
      .reply(200, { login: 'ranaroussi', id: 1 })
    expect(await check()).toMatchObject({ verdict: 'valid' })
  })

  it.each([
    ['repo, read:org', ['repo', 'read:org']],
    ['', []],
  ])('tells its scopes from the header %j', async (header, scopes) => {
    nock(GITHUB_API).get('/user').reply(200, { login: 'a', id: 1 }, { 'x-oauth-scopes': header })
    expect(await check()).toMatchObject({ scopes })
  })

  it.each([
    ['2026-12-01 10:00:00 UTC', Date.UTC(2026, 11, 1, 10)],
    ['2026-12-01 10:00:00 -0700', Date.UTC(2026, 11, 1, 17)],
    ['soon', undefined],
  ])('tells its end from the header %j', async (header, expiresAt) => {
    nock(GITHUB_API)
      .get('/user')
      .reply(200, { login: 'a', id: 1 }, { 'github-authentication-token-expiration': header })
    expect(await check()).toMatchObject({ verdict: 'valid', expiresAt })
  })

  it.each([
    ['a\u0000b\u001b[31mc\r\nd', 'ab-31mc d'],
    ['\u202Erevo\u2066x', 'revox'],
    ['<img src=x onerror=alert(1)>', 'img src=x onerror=alert(1)'],
    ['[click](https://evil.example)', 'click-(https-evil.example)'],
    ['x'.repeat(60_000), 'x'.repeat(64)],
    ['\u202E\u2066', '7'],
  ])('with the login %j is shown by its plain part', async (login, name) => {
    nock(GITHUB_API).get('/user').reply(200, { login, id: 7 })
    expect(await check()).toMatchObject({ verdict: 'valid', identity: { key: '7', name } })
  })

  it('of which the id comes as a text is the same account', async () => {
    nock(GITHUB_API).get('/user').reply(200, { login: 'ranaroussi', id: '1234567' })
    expect(await check()).toMatchObject({ identity: { key: '1234567', name: 'ranaroussi' } })
  })

  it('of an app installation belongs to the owner of its repositories', async () => {
    nock(GITHUB_API)
      .get('/installation/repositories')
      .query({ per_page: 1 })
      .reply(200, { total_count: 1, repositories: [{ id: 5, owner: { login: 'muxi-ai', id: 42 } }] })
    expect(await check(makeToken('ghs_'))).toMatchObject({ identity: { key: '42', name: 'muxi-ai' } })
  })
})

describe('a GitHub token that is refused', () => {
  it('is rejected by a 401 with Bad credentials', async () => {
    nock(GITHUB_API).get('/user').reply(401, { message: 'Bad credentials' })
    expect(await check()).toEqual({ verdict: 'rejected', reason: 'rejected' })
  })

  it.each([
    ['an HTML page', '<html>Unauthorized</html>', { 'content-type': 'text/html' }],
    ['a body that is no JSON', 'Unauthorized', {}],
    ['the words that say no token arrived', { message: 'Requires authentication' }, {}],
  ])('stays undecided when the 401 brings %s', async (_what, body, headers) => {
    nock(GITHUB_API).get('/user').reply(401, body, headers)
    expect(await check()).toEqual(undecided('unreadable'))
  })
})

describe('a GitHub answer that decides nothing', () => {
  it.each([
    [
      'SAML single sign-on',
      403,
      'Resource protected',
      { 'x-github-sso': 'required; url=https://x' },
      'sso-required',
      undefined,
    ],
    [
      'SAML said in words',
      403,
      'Resource protected by organization SAML enforcement.',
      {},
      'sso-required',
      undefined,
    ],
    ['the primary rate limit', 403, 'API rate limit exceeded', limit('0'), 'rate-limited', 90_000],
    [
      'the secondary rate limit',
      403,
      'You have exceeded a secondary rate limit',
      { 'retry-after': '60' },
      'rate-limited',
      60_000,
    ],
    [
      'too many bad tries',
      403,
      'Maximum number of login attempts exceeded. Please try again later.',
      {},
      'rate-limited',
      undefined,
    ],
    [
      'the abuse limit',
      403,
      'You have triggered an abuse detection mechanism',
      {},
      'rate-limited',
      undefined,
    ],
    ['an IP allow list', 403, 'Your IP address is not permitted', limit('4999'), 'forbidden', undefined],
    [
      'a 429',
      429,
      'Too many requests',
      { 'retry-after': 'Mon, 23 Nov 2026 12:00:05 GMT' },
      'rate-limited',
      5000,
    ],
    ['a 404', 404, 'Not Found', {}, 'unreadable', undefined],
    ['a 400', 400, 'Bad Request', {}, 'unreadable', undefined],
    ['a 422', 422, 'Validation Failed', {}, 'unreadable', undefined],
    ['a 451', 451, 'Repository access blocked', {}, 'unreadable', undefined],
    ['a 429 that says no wait', 429, 'Too many requests', {}, 'rate-limited', undefined],
    ['a 502', 502, 'Bad Gateway', {}, 'unavailable', undefined],
    ['a 200 that only says so', 200, 'OK', {}, 'unreadable', undefined],
    ['a 408', 408, 'Timeout', {}, 'unavailable', undefined],
    ['a 500', 500, 'Server Error', {}, 'unavailable', undefined],
    ['a 503 with a wait', 503, 'Unavailable', { 'retry-after': '999999999' }, 'unavailable', 86_400_000],
  ])('is %s', async (_what, status, message, headers, reason, retryAfterMs) => {
    nock(GITHUB_API).get('/user').reply(status, { message }, headers)
    expect(await check()).toEqual(undecided(reason, retryAfterMs))
  })

  it.each([
    ['without an id', { login: 'ranaroussi' }],
    ['with an id of the wrong type', { login: 'ranaroussi', id: { $gt: 0 } }],
    ['with a list as its id', { login: 'ranaroussi', id: [7, 8] }],
    ['with the id 0', { login: 'ranaroussi', id: 0 }],
    ['with a negative id', { login: 'ranaroussi', id: -7 }],
    ['with half an id', { login: 'ranaroussi', id: 1.5 }],
    ['with an id beyond exact numbers', { login: 'ranaroussi', id: 2 ** 53 }],
    ['with a word as its id', { login: 'ranaroussi', id: 'me' }],
    ['without a login', { id: 7 }],
    ['with an empty login', { login: '', id: 7 }],
    ['with a login of the wrong type', { login: 7, id: 7 }],
    ['of 2 MB', { login: 'a'.repeat(2_000_000), id: 7 }],
    ['that is a list', []],
    ['that is null', null],
  ])('is a 200 %s', async (_what, body) => {
    nock(GITHUB_API).get('/user').reply(200, JSON.stringify(body), { 'content-type': 'application/json' })
    expect(await check()).toEqual(undecided('unreadable'))
  })

  it.each([
    ['nothing', ''],
    ['a page', '<!doctype html><title>Sign in</title>'],
  ])('is a 200 with %s in it', async (_what, body) => {
    const headers = { 'content-type': body === '' ? 'application/json' : 'text/html' }
    nock(GITHUB_API).get('/user').reply(200, body, headers)
    expect(await check()).toEqual(undecided('unreadable'))
  })

  it('is a 200 of an installation without repositories', async () => {
    nock(GITHUB_API)
      .get('/installation/repositories')
      .query(true)
      .reply(200, { total_count: 0, repositories: [] })
    expect(await check(makeToken('ghs_'))).toEqual(undecided('unreadable'))
  })

  it.each([301, 302, 307, 308])('T-101 is a %i, which is not followed', async (status) => {
    nock(GITHUB_API).get('/user').reply(status, '', { location: 'https://elsewhere.example/user' })
    const elsewhere = nock('https://elsewhere.example').get('/user').reply(200, { login: 'thief', id: 666 })
    expect(await check()).toEqual(undecided('redirected'))
    expect(elsewhere.isDone()).toBe(false)
    nock.cleanAll()
  })

  it.each(['ENOTFOUND', 'ECONNRESET', 'ECONNREFUSED', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT'])(
    'T-056 is a network failure (%s) whose text quotes the token',
    async (code) => {
      const error = Object.assign(new Error(`failed: Bearer ${token}`), { code })
      nock(GITHUB_API).get('/user').replyWithError(error)
      expect(await check()).toEqual(undecided('network'))
    },
  )

  it('T-056 is invalid JSON that echoes the token', async () => {
    nock(GITHUB_API).get('/user').reply(200, `{"login": "${token}`, { 'content-type': 'application/json' })
    expect(await check()).toEqual(undecided('unreadable'))
  })
})

describe('a GitHub token that cannot be sent', () => {
  it.each(['\n', '\0', 'é', ' ', '\u{1F511}', ''])('T-058 never leaves with %j in it', async (bad) => {
    const given = bad === '' ? '' : `${token}${bad}x`
    expect(await github.check(tokenFields(given), checkOptions())).toEqual(undecided('unreadable'))
    const url = new URL('https://api.github.com/user')
    const request = { method: 'GET', url, headers: new Headers(), body: undefined }
    await expect(github.inject(request, tokenFields(given), 0)).rejects.toThrow(
      /^The credential holds characters/,
    )
  })
})

function limit(remaining: string): Record<string, string> {
  return { 'x-ratelimit-remaining': remaining, 'x-ratelimit-reset': String(NOW / 1000 + 90) }
}
