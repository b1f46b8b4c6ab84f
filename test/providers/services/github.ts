import { describe, expect, it } from 'vitest'
import { github } from '../../../src/providers/github.ts'
import { createGitHubToken } from '../../../src/testing/github-token.ts'
import { randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'
import { testRevocation } from '../revocation.ts'

const api = 'https://api.github.com'
const token = createGitHubToken()
const installation = `ghs_${randomText(36)}`
const user = { login: 'ranaroussi', id: 1234567, type: 'User' }
const whose = { key: '1234567', name: 'ranaroussi' }
const repositories = `GET ${api}/installation/repositories?per_page=1`
const owner = { repositories: [{ owner: { login: 'acme', id: 99 } }] }
const says = (status: number, message: string, headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: { message, documentation_url: 'https://docs.github.com/rest' },
})

testProvider({
  provider: github,
  given: { token },
  on: `GET ${api}/user`,
  good: [
    {
      status: 200,
      body: user,
      headers: {
        'x-oauth-scopes': 'repo, read:org',
        'github-authentication-token-expiration': '2026-12-01 10:00:00 UTC',
      },
    },
  ],
  means: { ...whose, scopes: ['repo', 'read:org'], expiresAt: Date.UTC(2026, 11, 1, 10) },
  identity: 'id',
  sees: ({ headers }) =>
    expect(headers).toMatchObject({
      authorization: `Bearer ${token}`,
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
      'user-agent': 'keyturn',
    }),
  tokens: [createGitHubToken('ghp'), createGitHubToken('gho'), createGitHubToken('github_pat'), installation],
  rows: [
    ['a fine-grained token, which tells no scopes', { status: 200, body: user }, whose],
    [
      'no scope at all',
      { status: 200, body: user, headers: { 'x-oauth-scopes': '' } },
      { ...whose, scopes: [] },
    ],
    ['an account without a login', { status: 200, body: { id: 7 } }, 'unreadable'],
    ['bad credentials', says(401, 'Bad credentials'), 'rejected'],
    ['an expired token', says(401, 'Your token has expired'), 'expired'],
    ['a token that was lost on the way', says(401, 'Requires authentication'), 'unreadable'],
    ['SAML, by its header', says(403, 'Resource protected', { 'x-github-sso': 'required' }), 'sso-required'],
    [
      'SAML, by its message',
      says(403, 'Resource protected by organization SAML enforcement.'),
      'sso-required',
    ],
    [
      'the rate limit',
      says(403, 'API rate limit exceeded', { 'x-ratelimit-remaining': '0' }),
      'rate-limited',
    ],
    ['the secondary rate limit', says(403, 'Slow down', { 'retry-after': '60' }), 'rate-limited'],
    ['several bad tries', says(403, 'Maximum number of login attempts exceeded.'), 'rate-limited'],
    ['a list of allowed addresses', says(403, 'the `acme` organization has an IP allow list'), 'forbidden'],
    ['a missing page', says(404, 'Not Found'), 'unreadable'],
    [
      'the token of an installation',
      { on: repositories, status: 200, body: owner },
      { key: '99', name: 'acme' },
      { given: { token: installation } },
    ],
    [
      'an installation without repositories',
      { on: repositories, status: 200, body: { repositories: [] } },
      'unreadable',
      { given: { token: installation } },
    ],
    [
      'GitHub Enterprise Server',
      { on: 'GET https://github.acme.com/api/v3/user', status: 200, body: user },
      whose,
      { place: { site: 'https://github.acme.com/' } },
    ],
  ],
})

testRevocation({
  provider: github,
  given: { token },
  effect: 'token-and-notice',
  tokens: ['ghp_', 'github_pat_', 'gho_', 'ghu_', 'ghr_'].map((prefix) => prefix + randomText(40)),
  byHand: [installation],
  on: `POST ${api}/credentials/revoke`,
  sees: ({ headers, body }, given) => {
    expect(headers['authorization']).toBeUndefined()
    expect(JSON.parse(body)).toEqual({ credentials: [given['token']] })
  },
  rows: [
    ['that it is on its way', { status: 202, raw: '{}' }, 'accepted'],
    ['the same without a body', { status: 202 }, 'accepted'],
    ['that it was spammed', says(422, 'Validation failed, or the endpoint has been spammed.'), 'refused'],
    [
      'that it is enough',
      says(403, 'API rate limit exceeded', { 'x-ratelimit-remaining': '0' }),
      'rate-limited',
    ],
    ['that it is broken', says(500, 'Internal Error'), 'unavailable'],
  ],
})

describe('the pages of GitHub', () => {
  it('have the scopes filled in, at GitHub and at an own installation', () => {
    const page = github.tokenPage?.({ scopes: ['repo', 'read:org'], web: 'https://github.acme.com' })
    expect(page).toBe(
      'https://github.acme.com/settings/tokens/new?scopes=repo%2Cread%3Aorg&description=Keyturn',
    )
    expect(github.locate({})?.web).toBe('https://github.com')
  })
})
