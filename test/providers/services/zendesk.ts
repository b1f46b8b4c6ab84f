import { expect } from 'vitest'
import { zendesk } from '../../../src/providers/zendesk.ts'
import { randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'

const given = { subdomain: 'acme', email: 'ran@acme.com', token: randomText(40) }
const user = { user: { id: 35_436, email: 'ran@acme.com', role: 'agent' } }
const stranger = { user: { id: null, email: 'invalid@example.com', name: 'Anonymous user' } }
const says = (status: number, error: string, error_description = 'No.') => ({
  status,
  body: { error, error_description },
})

testProvider({
  provider: zendesk,
  given,
  on: 'GET https://acme.zendesk.com/api/v2/users/me.json',
  good: [{ status: 200, body: user }],
  means: { key: '35436', name: 'ran@acme.com' },
  identity: 'user.id',
  sees: ({ headers }) =>
    expect(headers['authorization']).toBe(
      `Basic ${Buffer.from(`ran@acme.com/token:${given.token}`).toString('base64')}`,
    ),
  rows: [
    ['a stranger, who is answered with 200', { status: 200, body: stranger }, 'unreadable'],
    [
      'a token of OAuth',
      { status: 200, body: user },
      { key: '35436', name: 'ran@acme.com' },
      { given: { subdomain: 'acme', token: given.token } },
    ],
    ['a bad token', says(401, "Couldn't authenticate you"), 'rejected'],
    ['a token that is over', says(401, 'invalid_token', 'The access token expired.'), 'expired'],
    ['a user who is suspended', says(403, 'Forbidden'), 'forbidden'],
    ['too many requests', says(429, 'APIRateLimitExceeded'), 'rate-limited'],
    ['a subdomain that is none', [], 'incomplete', { given: { ...given, subdomain: 'acme.evil.example' } }],
  ],
})
