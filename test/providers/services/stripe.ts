import { expect } from 'vitest'
import { stripe } from '../../../src/providers/stripe.ts'
import { randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'

const key = (prefix: string): string => `${prefix}${randomText(99)}`
const token = key('sk_live_')
const account = { object: 'account', id: 'acct_1', settings: { dashboard: { display_name: 'Acme' } } }
const says = (status: number, message: string, code?: string) => ({
  status,
  body: { error: { type: 'invalid_request_error', message, ...(code !== undefined && { code }) } },
})
const few = says(
  403,
  "The provided key 'rk_live_***' does not have the required permissions for this endpoint.",
)
const balance = {
  on: 'GET https://api.stripe.com/v1/balance',
  status: 200,
  body: { object: 'balance', livemode: true },
}
const restricted = { given: { token: key('rk_live_') } }

testProvider({
  provider: stripe,
  given: { token },
  on: 'GET https://api.stripe.com/v1/account',
  good: [{ status: 200, body: account }],
  means: { key: 'acct_1', name: 'Acme' },
  identity: 'id',
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: `Bearer ${token}` }),
  tokens: [token, key('rk_test_'), `whsec_${randomText(32)}`],
  rows: [
    [
      'a key of test mode',
      { status: 200, body: account },
      { key: 'acct_1.test', name: 'Acme-test' },
      { given: { token: key('sk_test_') } },
    ],
    [
      'a business without a name',
      { status: 200, body: { object: 'account', id: 'acct_1' } },
      { key: 'acct_1', name: 'acct_1' },
    ],
    ['a restricted key that may see the balance', [few, balance], { anonymous: true }, restricted],
    ['a restricted key that may see nothing', [few, { ...few, on: balance.on }], 'scope', restricted],
    ['a bad key', says(401, 'Invalid API Key provided: sk_live_***'), 'rejected'],
    ['an expired key', says(401, 'Expired API Key provided: sk_live_***', 'api_key_expired'), 'expired'],
    ['no key', says(401, 'You did not provide an API key.'), 'unreadable'],
    ['too many requests', says(429, 'Too many requests'), 'rate-limited'],
  ],
})
