import { expect } from 'vitest'
import { linear } from '../../../src/providers/linear.ts'
import { HEX, randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'
import { testRevocation } from '../revocation.ts'

const token = `lin_api_${randomText(40)}`
const oauth = `lin_oauth_${randomText(64, HEX)}`
const viewer = { id: 'u1', name: 'Ran', email: 'ran@acme.com' }
const data = { viewer, organization: { id: 'o1', urlKey: 'acme' } }
const says = (status: number, code: string) => ({
  status,
  body: { errors: [{ message: 'No.', extensions: { code, type: code.toLowerCase() } }] },
})

testProvider({
  provider: linear,
  given: { token },
  on: 'POST https://api.linear.app/graphql',
  good: [{ status: 200, body: { data } }],
  means: { key: 'o1.u1', name: 'acme-ran@acme.com' },
  identity: 'data.viewer.id',
  sees: ({ headers, body }) => {
    expect(headers).toMatchObject({ authorization: token, 'content-type': 'application/json' })
    expect(body).toContain('viewer')
  },
  tokens: [token, oauth],
  rows: [
    [
      'a token of OAuth',
      { status: 200, body: { data } },
      { key: 'o1.u1', name: 'acme-ran@acme.com' },
      { given: { token: oauth } },
    ],
    [
      'a viewer without an address',
      { status: 200, body: { data: { ...data, viewer: { id: 'u1', name: 'Ran' } } } },
      { key: 'o1.u1', name: 'Ran' },
    ],
    ['a bad key with 401', says(401, 'AUTHENTICATION_ERROR'), 'rejected'],
    ['a bad key with 400', says(400, 'AUTHENTICATION_ERROR'), 'rejected'],
    ['a bad key with 200', says(200, 'AUTHENTICATION_ERROR'), 'rejected'],
    ['too many requests, with 400', says(400, 'RATELIMITED'), 'rate-limited'],
    ['a key that may not', says(403, 'FORBIDDEN'), 'scope'],
    ['an error of its own, with 200', says(200, 'INTERNAL_SERVER_ERROR'), 'unavailable'],
    ['half an answer', { status: 200, body: { data: { viewer: null, organization: null } } }, 'unreadable'],
  ],
})

testRevocation({
  provider: linear,
  given: { token },
  effect: 'grant',
  tokens: [oauth],
  byHand: [token],
  on: 'POST https://api.linear.app/oauth/revoke',
  sees: ({ headers, body }) => {
    expect(headers).toMatchObject({ authorization: `Bearer ${oauth}` })
    expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
      token: oauth,
      token_type_hint: 'access_token',
    })
  },
  rows: [
    ['that it is done', { status: 200 }, 'revoked'],
    ['the same with a body', { status: 200, body: { success: true } }, 'revoked'],
    ['that it knows no such token', { status: 401, body: { error: 'unauthorized' } }, 'gone'],
    ['that it could not', { status: 400, body: { error: 'invalid_request' } }, 'refused'],
  ],
})
