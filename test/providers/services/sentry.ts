import { describe, expect, it } from 'vitest'
import { sentry } from '../../../src/providers/sentry.ts'
import { HEX, randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'

const token = `sntryu_${randomText(64, HEX)}`
const organization = (facts: object | string): string =>
  `sntrys_${Buffer.from(typeof facts === 'string' ? facts : JSON.stringify(facts)).toString('base64')}_${randomText(43)}`
const german = organization({
  iat: 1,
  url: 'https://sentry.io',
  region_url: 'https://de.sentry.io',
  org: 'acme',
})
const stray = organization({ region_url: 'https://evil.example', org: 'acme' })
const on = 'GET https://sentry.io/api/0/'
const user = { id: '7', username: 'ran@acme.com', email: 'ran@acme.com' }
const auth = { scopes: ['org:read'] }
const known = { version: '0', user, auth }
const stranger = { version: '0', user: null, auth: null }
const acme = { key: 'acme', name: 'acme', scopes: ['org:ci'] }
const ci = { version: '0', user: null, auth: { scopes: ['org:ci'] } }

testProvider({
  provider: sentry,
  given: { token },
  on,
  good: [{ status: 200, body: known }],
  means: { key: '7', name: 'ran@acme.com', scopes: ['org:read'] },
  identity: 'user.id',
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: `Bearer ${token}` }),
  tokens: [token, german],
  rows: [
    ['a stranger, who is answered with 200', { status: 200, body: stranger }, 'unreadable'],
    [
      'a token of an organisation, in its region',
      { on: 'GET https://de.sentry.io/api/0/', status: 200, body: ci },
      acme,
      { given: { token: german } },
    ],
    ['a token that names a region of its own', { status: 200, body: ci }, acme, { given: { token: stray } }],
    [
      'a token of an organisation that is not known',
      { status: 200, body: stranger },
      'unreadable',
      { given: { token: stray } },
    ],
    [
      'a token with nothing to read in it',
      { status: 200, body: stranger },
      'unreadable',
      { given: { token: organization('{') } },
    ],
    ['a bad token', { status: 401, body: { detail: 'Invalid token' } }, 'rejected'],
    ['an expired token', { status: 401, body: { detail: 'Token expired' } }, 'expired'],
    [
      'no token at all',
      { status: 401, body: { detail: 'Authentication credentials were not provided.' } },
      'unreadable',
    ],
    [
      'a token that may not ask',
      { status: 403, body: { detail: 'You do not have permission to perform this action.' } },
      'scope',
    ],
    [
      'an own installation',
      { on: 'GET https://sentry.acme.com/api/0/', status: 200, body: ci },
      acme,
      { given: { token: german }, place: { site: 'https://sentry.acme.com' } },
    ],
  ],
})

describe('the pages of Sentry', () => {
  it('are those of an own installation', () => {
    const page = sentry.tokenPage?.({ scopes: [], web: 'https://sentry.acme.com' })
    expect(page).toBe('https://sentry.acme.com/settings/account/api/auth-tokens/new-token/')
  })
})
