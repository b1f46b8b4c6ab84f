import { expect } from 'vitest'
import { asana } from '../../../src/providers/asana.ts'
import { HEX, randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'

const token = `2/${randomText(16, '123456789')}/${randomText(16, '123456789')}:${randomText(32, HEX)}`
const says = (status: number, message: string) => ({ status, body: { errors: [{ message }] } })

testProvider({
  provider: asana,
  given: { token },
  on: 'GET https://app.asana.com/api/1.0/users/me',
  good: [{ status: 200, body: { data: { gid: '1201', email: 'ran@acme.com', name: 'Ran' } } }],
  means: { key: '1201', name: 'ran@acme.com' },
  identity: 'data.gid',
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: `Bearer ${token}` }),
  rows: [
    [
      'a user without an address',
      { status: 200, body: { data: { gid: '1201', name: 'Ran' } } },
      { key: '1201', name: 'Ran' },
    ],
    ['a bad token', says(401, 'Not Authorized'), 'rejected'],
    ['an expired token', says(401, 'The bearer token has expired.'), 'expired'],
    ['a token of few scopes', says(403, 'Your token does not have the required scope users:read'), 'scope'],
    ['a plan that does not have it', says(402, 'Payment Required'), 'forbidden'],
    ['another no', says(403, 'Forbidden'), 'forbidden'],
  ],
})
