import { expect } from 'vitest'
import { digitalocean } from '../../../src/providers/digitalocean.ts'
import { HEX, randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'
import { testRevocation } from '../revocation.ts'

const token = `dop_v1_${randomText(64, HEX)}`
const oauth = `doo_v1_${randomText(64, HEX)}`
const says = (status: number, id: string) => ({ status, body: { id, message: 'No.' } })

testProvider({
  provider: digitalocean,
  given: { token },
  on: 'GET https://api.digitalocean.com/v2/account',
  good: [{ status: 200, body: { account: { uuid: 'b6fr89', email: 'ran@acme.com', status: 'active' } } }],
  means: { key: 'b6fr89', name: 'ran@acme.com' },
  identity: 'account.uuid',
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: `Bearer ${token}` }),
  tokens: [token, oauth, `dor_v1_${randomText(64, HEX)}`],
  rows: [
    ['a bad token', says(401, 'Unauthorized'), 'rejected'],
    ['a bad token in small letters', says(401, 'unauthorized'), 'rejected'],
    ['a token of few scopes', says(403, 'Forbidden'), 'scope'],
    ['too many requests', says(429, 'too_many_requests'), 'rate-limited'],
    ['an error of its own', says(500, 'server_error'), 'unavailable'],
  ],
})

testRevocation({
  provider: digitalocean,
  given: { token },
  effect: 'token',
  tokens: [oauth],
  byHand: [token],
  on: 'POST https://cloud.digitalocean.com/v1/oauth/revoke',
  sees: ({ headers, body }) => {
    expect(headers).toMatchObject({ authorization: `Bearer ${oauth}` })
    expect(new URLSearchParams(body).get('token')).toBe(oauth)
  },
  rows: [
    ['that it is done', { status: 200, raw: '{}' }, 'revoked'],
    ['that it knows no such token', says(401, 'unauthorized'), 'gone'],
    ['that it may not', says(403, 'forbidden'), 'refused'],
  ],
})
