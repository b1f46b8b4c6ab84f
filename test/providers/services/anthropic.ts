import { expect } from 'vitest'
import { anthropic } from '../../../src/providers/anthropic.ts'
import { BASE64URL, randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'

const token = `sk-ant-api03-${randomText(93, BASE64URL)}AA`
const admin = `sk-ant-admin01-${randomText(93, BASE64URL)}AA`
const body = { data: [{ type: 'model', id: 'claude' }], has_more: false }
const id = '0b3ad1ca-1111-4222-8333-444455556666'
const me = 'GET https://api.anthropic.com/v1/organizations/me'
const says = (status: number, type: string) => ({
  status,
  body: { type: 'error', error: { type, message: 'No.' } },
})

testProvider({
  provider: anthropic,
  given: { token },
  on: 'GET https://api.anthropic.com/v1/models?limit=1',
  good: [{ status: 200, body, headers: { 'anthropic-organization-id': id } }],
  means: { key: id, name: id },
  sees: ({ headers }) => {
    expect(headers).toMatchObject({ 'x-api-key': token, 'anthropic-version': '2023-06-01' })
    expect(headers['authorization']).toBeUndefined()
  },
  tokens: [token, admin],
  rows: [
    ['a key of which it does not say whose', { status: 200, body }, { anonymous: true }],
    [
      'the key of an administrator',
      { on: me, status: 200, body: { type: 'organization', id, name: 'Acme' } },
      { key: id, name: 'Acme' },
      { given: { token: admin } },
    ],
    [
      'an organisation that is none',
      { on: me, status: 200, body: { id, name: 'Acme' } },
      'unreadable',
      { given: { token: admin } },
    ],
    ['a bad key', says(401, 'authentication_error'), 'rejected'],
    ['a region without it', says(403, 'permission_error'), 'forbidden'],
    ['no credit left', says(400, 'invalid_request_error'), 'unreadable'],
    ['a missing page', says(404, 'not_found_error'), 'unreadable'],
    ['too many requests', says(429, 'rate_limit_error'), 'rate-limited'],
    ['an overload', says(529, 'overloaded_error'), 'unavailable'],
    ['401 for a reason of tomorrow', says(401, 'something_new'), 'unreadable'],
  ],
})
