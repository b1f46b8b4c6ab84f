import { expect } from 'vitest'
import { airtable } from '../../../src/providers/airtable.ts'
import { HEX, randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'

const token = `pat${randomText(14)}.${randomText(64, HEX)}`
const says = (status: number, type: string) => ({ status, body: { error: { type, message: 'No.' } } })

testProvider({
  provider: airtable,
  given: { token },
  on: 'GET https://api.airtable.com/v0/meta/whoami',
  good: [
    { status: 200, body: { id: 'usrL2PNC5o3H4lBEi', email: 'ran@acme.com', scopes: ['user.email:read'] } },
  ],
  means: { key: 'usrL2PNC5o3H4lBEi', name: 'ran@acme.com', scopes: ['user.email:read'] },
  identity: 'id',
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: `Bearer ${token}` }),
  tokens: [token],
  rows: [
    [
      'a token that does not tell the address',
      { status: 200, body: { id: 'usr1' } },
      { key: 'usr1', name: 'usr1' },
    ],
    ['a bad token', says(401, 'AUTHENTICATION_REQUIRED'), 'rejected'],
    ['a bad token in other words', says(401, 'UNAUTHORIZED'), 'rejected'],
    [
      'a bad token in a list',
      { status: 401, body: { errors: [{ error: 'AUTHENTICATION_REQUIRED' }] } },
      'rejected',
    ],
    ['a no', says(403, 'INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND'), 'forbidden'],
    ['too many requests', says(429, 'TOO_MANY_REQUESTS'), 'rate-limited'],
  ],
})
