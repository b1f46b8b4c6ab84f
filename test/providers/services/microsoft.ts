import { expect } from 'vitest'
import { microsoft } from '../../../src/providers/microsoft.ts'
import { randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'

const token = `eyJ0${randomText(300)}`
const on = 'GET https://graph.microsoft.com/v1.0/me'
const organization = 'GET https://graph.microsoft.com/v1.0/organization'
const user = { id: '48d31887', userPrincipalName: 'ran@acme.com', displayName: 'Ran' }
const says = (status: number, code: string, message = 'No.') => ({
  status,
  body: { error: { code, message } },
})
const ofApp = says(400, 'BadRequest', '/me request is only valid with delegated authentication flow.')
const tenant = { on: organization, status: 200, body: { value: [{ id: 't-1', displayName: 'Acme' }] } }
const denied = says(403, 'Authorization_RequestDenied')

testProvider({
  provider: microsoft,
  given: { token },
  on,
  good: [{ status: 200, body: user }],
  means: { key: '48d31887', name: 'ran@acme.com' },
  identity: 'id',
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: `Bearer ${token}` }),
  rows: [
    ['a token of an application', [ofApp, tenant], { key: 't-1', name: 'Acme' }],
    ['an application that may not ask', [ofApp, { on: organization, ...denied }], 'scope'],
    ['a token of few scopes', [denied, { on: organization, ...denied }], 'scope'],
    [
      'a token that is over',
      says(401, 'InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.'),
      'expired',
    ],
    [
      'a token that is none',
      says(401, 'InvalidAuthenticationToken', 'IDX14100: JWT is not well formed.'),
      'rejected',
    ],
    ['a token that is empty', says(401, 'CompactToken parsing failed with error code: 80049217'), 'rejected'],
    ['another 401', says(401, 'UnknownError'), 'unreadable'],
    ['another 403', says(403, 'TenantBlocked'), 'forbidden'],
    ['too many requests', says(429, 'TooManyRequests'), 'rate-limited'],
    [
      'a national cloud',
      { on: 'GET https://graph.microsoft.us/v1.0/me', status: 200, body: user },
      { key: '48d31887', name: 'ran@acme.com' },
      { place: { api: 'https://graph.microsoft.us' } },
    ],
  ],
})
