import { expect } from 'vitest'
import { openai } from '../../../src/providers/openai.ts'
import { BASE64URL, randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'

const key = (prefix: string): string =>
  `${prefix}${randomText(74, BASE64URL)}T3BlbkFJ${randomText(74, BASE64URL)}`
const token = key('sk-proj-')
const admin = key('sk-admin-')
const body = { object: 'list', data: [{ id: 'gpt', object: 'model' }] }
const headers = { 'openai-organization': 'org-acme', 'openai-project': 'proj_7' }
const says = (status: number, code: string | null, message = 'No.') => ({
  status,
  body: { error: { message, type: 'invalid_request_error', param: null, code } },
})
const missing = 'You have insufficient permissions for this operation. Missing scopes: api.model.read.'

testProvider({
  provider: openai,
  given: { token },
  on: 'GET https://api.openai.com/v1/models',
  good: [{ status: 200, body, headers }],
  means: { key: 'org-acme.proj_7', name: 'org-acme' },
  sees: ({ headers: sent }) => expect(sent).toMatchObject({ authorization: `Bearer ${token}` }),
  tokens: [token, admin, key('sk-svcacct-'), `sk-${randomText(20)}T3BlbkFJ${randomText(20)}`],
  rows: [
    [
      'an organisation without a project',
      { status: 200, body, headers: { 'openai-organization': 'org-acme' } },
      { key: 'org-acme', name: 'org-acme' },
    ],
    ['a key of which it does not say whose', { status: 200, body }, { anonymous: true }],
    [
      'the key of an administrator',
      { on: 'GET https://api.openai.com/v1/organization/admin_api_keys?limit=1', status: 200, body, headers },
      { key: 'org-acme.proj_7', name: 'org-acme' },
      { given: { token: admin } },
    ],
    ['a bad key', says(401, 'invalid_api_key', 'Incorrect API key provided: sk-pr...'), 'rejected'],
    ['an account that is gone', says(401, 'account_deactivated'), 'rejected'],
    ['a wrong organisation', says(401, 'invalid_organization'), 'forbidden'],
    ['a key of few scopes, with 401', says(401, null, missing), 'scope'],
    ['a key of few scopes, with 403', says(403, null, missing), 'scope'],
    ['a key of few scopes, in one text', { status: 401, body: { error: missing } }, 'scope'],
    ['a country without it', says(403, 'unsupported_country_region_territory'), 'forbidden'],
    ['no credit left', says(429, 'insufficient_quota'), 'rate-limited'],
    ['401 for a reason of tomorrow', says(401, 'something_new'), 'unreadable'],
  ],
})
