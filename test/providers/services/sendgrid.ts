import { expect } from 'vitest'
import { sendgrid } from '../../../src/providers/sendgrid.ts'
import { BASE64URL, randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'

const api = 'https://api.sendgrid.com'
const token = `SG.${randomText(22, BASE64URL)}.${randomText(43, BASE64URL)}`
const scopes = { status: 200, body: { scopes: ['mail.send'] } }
const user = { on: `GET ${api}/v3/user/username`, status: 200, body: { username: 'acme', user_id: 7 } }
const says = (status: number, message: string) => ({ status, body: { errors: [{ field: null, message }] } })

testProvider({
  provider: sendgrid,
  given: { token },
  on: `GET ${api}/v3/scopes`,
  good: [scopes, user],
  told: 0,
  means: { key: '7', name: 'acme', scopes: ['mail.send'] },
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: `Bearer ${token}` }),
  tokens: [token],
  rows: [
    [
      'a key that sends mail and no more',
      [scopes, { ...user, ...says(403, 'access forbidden') }],
      { anonymous: true, scopes: ['mail.send'] },
    ],
    ['a bad key', says(401, 'The provided authorization grant is invalid, expired, or revoked'), 'rejected'],
    ['a key that may not even ask', says(403, 'access forbidden'), 'scope'],
    ['too many requests', says(429, 'too many requests'), 'rate-limited'],
  ],
})
