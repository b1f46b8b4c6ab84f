import { describe, expect, it } from 'vitest'
import { gitlab } from '../../../src/providers/gitlab.ts'
import { BASE64URL, randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'
import { testRevocation } from '../revocation.ts'

const api = 'https://gitlab.com/api/v4'
const token = `glpat-${randomText(20, BASE64URL)}`
const user = { id: 7, username: 'ran', name: 'Ran', state: 'active' }
const self = { id: 42, name: 'laptop', user_id: 7, scopes: ['api'], active: true, expires_at: '2026-12-31' }
const asksSelf = (body: unknown, status = 200) => ({
  on: `GET ${api}/personal_access_tokens/self`,
  status,
  body,
})
const asksUser = (body: unknown, status = 200) => ({ on: `GET ${api}/user`, status, body })
const short = {
  error: 'insufficient_scope',
  error_description: 'The request requires higher privileges',
  scope: 'api',
}
const ends = Date.UTC(2026, 11, 31)

testProvider({
  provider: gitlab,
  given: { token },
  on: `GET ${api}/user`,
  good: [asksUser(user), asksSelf(self)],
  told: 0,
  means: { key: '7', name: 'ran', scopes: ['api'], expiresAt: ends },
  identity: 'id',
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: `Bearer ${token}` }),
  tokens: [token, `gldt-${randomText(20)}`, `gloas-${randomText(64)}`],
  rows: [
    [
      'an OAuth token, which has no self',
      [asksUser(user), asksSelf({ message: '404 Not found' }, 404)],
      { key: '7', name: 'ran' },
    ],
    [
      'a token without read_user',
      [asksUser(short, 403), asksSelf(self)],
      { key: '7', name: 'laptop', scopes: ['api'], expiresAt: ends },
    ],
    ['a token that may ask nothing', [asksUser(short, 403), asksSelf(short, 403)], 'scope'],
    ['a bad token', asksUser({ message: '401 Unauthorized' }, 401), 'rejected'],
    [
      'a revoked token',
      asksUser({ error: 'invalid_token', error_description: 'Token was revoked.' }, 401),
      'rejected',
    ],
    [
      'an expired token',
      asksUser({ error: 'invalid_token', error_description: 'Token is expired.' }, 401),
      'expired',
    ],
    [
      'a blocked user',
      asksUser({ message: '403 Forbidden - Your account has been blocked.' }, 403),
      'forbidden',
    ],
    ['a stranger, who gets no user', asksUser([]), 'unreadable'],
    [
      'an own installation below a path',
      [
        { on: 'GET https://code.acme.com/git/api/v4/user', status: 200, body: user },
        { on: 'GET https://code.acme.com/git/api/v4/personal_access_tokens/self', status: 200, body: self },
      ],
      { key: '7', name: 'ran', scopes: ['api'], expiresAt: ends },
      { place: { site: 'https://code.acme.com/git' } },
    ],
  ],
})

testRevocation({
  provider: gitlab,
  given: { token },
  effect: 'token',
  byHand: [randomText(64), `gldt-${randomText(20)}`],
  on: `DELETE ${api}/personal_access_tokens/self`,
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: `Bearer ${token}` }),
  rows: [
    ['that it is done', { status: 204 }, 'revoked'],
    ['that it was revoked before', { status: 401, body: { error: 'invalid_token' } }, 'gone'],
    ['that it knows no such token', { status: 401, body: { message: '401 Unauthorized' } }, 'gone'],
    ['that it could not be done', { status: 400, body: { message: '400 Bad request' } }, 'refused'],
  ],
})

describe('the pages of GitLab', () => {
  it('have the scopes filled in', () => {
    expect(gitlab.tokenPage?.({ scopes: ['read_user', 'api'], web: 'https://gitlab.com' })).toBe(
      'https://gitlab.com/-/user_settings/personal_access_tokens?name=Keyturn&scopes=read_user%2Capi',
    )
  })
})
