import { expect } from 'vitest'
import { twilio } from '../../../src/providers/twilio.ts'
import { HEX, randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'

const account = `AC${randomText(32, HEX)}`
const key = `SK${randomText(32, HEX)}`
const given = { account_sid: account, auth_token: randomText(32, HEX) }
const basic = (user: string): string =>
  `Basic ${Buffer.from(`${user}:${given.auth_token}`).toString('base64')}`
const says = (status: number, code: number) => ({ status, body: { code, message: 'No.', status } })
const numbers =
  'GET https://api.twilio.com/2010-04-01/Accounts/{account_sid}/IncomingPhoneNumbers.json?PageSize=1'
const withKey = { given: { ...given, api_key_sid: key } }

testProvider({
  provider: twilio,
  given,
  on: 'GET https://api.twilio.com/2010-04-01/Accounts/{account_sid}.json',
  good: [{ status: 200, body: { sid: account, friendly_name: 'Acme', status: 'active' } }],
  means: { key: account, name: 'Acme' },
  identity: 'sid',
  sees: ({ headers }) => expect(headers['authorization']).toBe(basic(account)),
  tokens: [key],
  rows: [
    [
      'an API key',
      { on: numbers, status: 200, body: { incoming_phone_numbers: [] } },
      { key: account, name: account },
      withKey,
    ],
    ['an API key that may not', { on: numbers, ...says(401, 70_051) }, 'scope', withKey],
    ['an API key that is bad', { on: numbers, ...says(401, 20_003) }, 'rejected', withKey],
    ['a bad token', says(401, 20_003), 'rejected'],
    ['another 401', says(401, 20_429), 'unreadable'],
    ['a no', says(403, 20_008), 'forbidden'],
    ['too many requests', says(429, 20_429), 'rate-limited'],
  ],
})
