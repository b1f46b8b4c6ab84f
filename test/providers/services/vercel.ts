import { expect } from 'vitest'
import { vercel } from '../../../src/providers/vercel.ts'
import { randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'
import { testRevocation } from '../revocation.ts'

const api = 'https://api.vercel.com'
const token = `vcp_${randomText(56)}`
const user = { status: 200, body: { user: { id: 'u1', username: 'ran', email: 'ran@acme.com' } } }
const current = {
  on: `GET ${api}/v5/user/tokens/current`,
  status: 200,
  body: { token: { id: 't', name: 'laptop', expiresAt: 1_796_119_200_000 } },
}
const says = (status: number, error: object) => ({
  status,
  body: { error: { message: 'Not authorized', ...error } },
})

testProvider({
  provider: vercel,
  given: { token },
  on: `GET ${api}/v2/user`,
  good: [user, current],
  told: 0,
  means: { key: 'u1', name: 'ran', expiresAt: 1_796_119_200_000 },
  identity: 'user.id',
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: `Bearer ${token}` }),
  tokens: [token, `vck_${randomText(56)}`],
  rows: [
    [
      'a token that does not tell its end',
      [user, { ...current, ...says(404, { code: 'not_found' }) }],
      { key: 'u1', name: 'ran' },
    ],
    ['a bad token, with 403', says(403, { code: 'forbidden', invalidToken: true }), 'rejected'],
    ['a team with single sign-on', says(403, { code: 'forbidden', saml: true, teamId: 't' }), 'sso-required'],
    ['another 403', says(403, { code: 'forbidden' }), 'forbidden'],
    ['too many requests', says(429, { code: 'rate_limited' }), 'rate-limited'],
  ],
})

testRevocation({
  provider: vercel,
  given: { token },
  effect: 'token',
  on: `DELETE ${api}/v3/user/tokens/current`,
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: `Bearer ${token}` }),
  rows: [
    ['that it is done', { status: 200, body: { tokenId: 't' } }, 'revoked'],
    ['that it knows no such token', says(403, { code: 'forbidden', invalidToken: true }), 'gone'],
    ['that it may not', says(403, { code: 'forbidden' }), 'refused'],
  ],
})
