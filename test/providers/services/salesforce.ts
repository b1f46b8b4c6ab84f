import { expect } from 'vitest'
import { salesforce } from '../../../src/providers/salesforce.ts'
import { randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'
import { testRevocation } from '../revocation.ts'

const token = `00D${randomText(15)}!${randomText(96)}`
const given = { instance: 'https://acme.my.salesforce.com/home', token }
const site = 'https://acme.my.salesforce.com'
const user = { user_id: '005', organization_id: '00D', preferred_username: 'ran@acme.com' }
const limits = {
  on: `GET ${site}/services/data/v60.0/limits`,
  status: 200,
  body: { DailyApiRequests: { Max: 1 } },
}
const page = { status: 403, headers: { 'content-type': 'text/html' }, body: 'Bad_OAuth_Token' }
const says = (status: number, errorCode: string) => ({
  ...limits,
  status,
  body: [{ message: 'No.', errorCode }],
})

testProvider({
  provider: salesforce,
  given,
  on: `GET ${site}/services/oauth2/userinfo`,
  good: [{ status: 200, body: user }],
  means: { key: '00D.005', name: 'ran@acme.com' },
  identity: 'user_id',
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: `Bearer ${token}` }),
  tokens: [token],
  rows: [
    ['a bad token, in plain text', { status: 403, body: 'Bad_OAuth_Token' }, 'rejected'],
    ['a bad token, behind a page', [page, says(401, 'INVALID_SESSION_ID')], 'rejected'],
    ['a token that may use the API and not say whose it is', [page, limits], { anonymous: true }],
    ['too many requests', [page, says(403, 'REQUEST_LIMIT_EXCEEDED')], 'rate-limited'],
    ['an organisation without the API', [page, says(403, 'API_DISABLED_FOR_ORG')], 'forbidden'],
    [
      'a domain that is not Salesforce’s',
      [],
      'incomplete',
      { given: { instance: 'acme.evil.example', token } },
    ],
    [
      'a domain that only ends like it',
      [],
      'incomplete',
      { given: { instance: 'evilsalesforce.com', token } },
    ],
  ],
})

testRevocation({
  provider: salesforce,
  given,
  effect: 'token',
  on: `POST ${site}/services/oauth2/revoke`,
  sees: ({ headers, body, url }) => {
    expect(headers['authorization']).toBeUndefined()
    expect(new URLSearchParams(body).get('token')).toBe(token)
    expect(url).not.toContain('00D')
  },
  rows: [
    ['that it is done', { status: 200 }, 'revoked'],
    ['that it knows no such token', { status: 400, body: { error: 'invalid_token' } }, 'gone'],
    ['that it could not', { status: 400, body: { error: 'invalid_request' } }, 'refused'],
  ],
})
