import { expect } from 'vitest'
import { intercom } from '../../../src/providers/intercom.ts'
import { randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'

const token = `dG9rO${randomText(55)}`
const admin = { type: 'admin', id: '1234', email: 'ran@acme.com', app: { id_code: 'abc', name: 'Acme' } }
const whose = { key: 'abc.1234', name: 'ran@acme.com' }
const says = (status: number, code: string) => ({
  status,
  body: { type: 'error.list', errors: [{ code, message: 'No.' }] },
})
const refused = says(401, 'unauthorized')
const inEurope = { on: 'GET https://api.eu.intercom.io/me' }
const inAustralia = { on: 'GET https://api.au.intercom.io/me' }

testProvider({
  provider: intercom,
  given: { token },
  on: 'GET https://api.intercom.io/me',
  good: [{ status: 200, body: admin }],
  means: whose,
  identity: 'id',
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: `Bearer ${token}` }),
  tokens: [token],
  rows: [
    ['a token of Europe', [refused, { ...inEurope, status: 200, body: admin }], whose],
    [
      'a token of Australia',
      [refused, { ...refused, ...inEurope }, { ...inAustralia, status: 200, body: admin }],
      whose,
    ],
    [
      'a token that nobody knows',
      [refused, { ...refused, ...inEurope }, { ...refused, ...inAustralia }],
      'rejected',
    ],
    ['a region that does not answer', [refused, { ...inEurope, status: 503 }], 'unavailable'],
    ['a plan without the API', says(403, 'api_plan_restricted'), 'forbidden'],
    ['too many requests', says(429, 'rate_limit_exceeded'), 'rate-limited'],
    ['somebody who is no admin', { status: 200, body: { ...admin, type: 'contact' } }, 'unreadable'],
  ],
})
