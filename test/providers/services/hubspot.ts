import { expect } from 'vitest'
import { hubspot } from '../../../src/providers/hubspot.ts'
import { HEX, randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'

const hex = (length: number): string => randomText(length, HEX)
const token = `pat-na1-${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`
const opaque = randomText(200)
const info = {
  status: 200,
  body: { userId: 1, hubId: 62_515, appId: 9, scopes: ['crm.objects.contacts.read'] },
}
const account = {
  on: 'GET https://api.hubapi.com/account-info/v3/details',
  status: 200,
  body: { portalId: 62_515 },
}
const says = (status: number, category: string) => ({
  ...account,
  status,
  body: { status: 'error', message: 'No.', category },
})
const unhelpful = { status: 404, body: { status: 'error', message: 'not found' } }
const whose = { key: '62515', name: '62515' }

testProvider({
  provider: hubspot,
  given: { token },
  on: 'POST https://api.hubapi.com/oauth/v2/private-apps/get/access-token-info',
  good: [info],
  means: { ...whose, scopes: ['crm.objects.contacts.read'] },
  sees: ({ headers, body }) => {
    expect(headers['authorization']).toBeUndefined()
    expect(JSON.parse(body)).toEqual({ tokenKey: token })
  },
  tokens: [token],
  hostile: { given: { token: opaque }, good: [account], identity: 'portalId' },
  rows: [
    ['a token that the first page does not know', [unhelpful, account], whose],
    ['a token of OAuth', account, whose, { given: { token: opaque } }],
    ['a bad token', [unhelpful, says(401, 'INVALID_AUTHENTICATION')], 'rejected'],
    ['a token that is over', says(401, 'EXPIRED_AUTHENTICATION'), 'expired', { given: { token: opaque } }],
    ['a token of few scopes', [unhelpful, says(403, 'MISSING_SCOPES')], 'scope'],
    ['an account that is locked', [unhelpful, says(423, 'LOCKED')], 'unavailable'],
    ['too many requests', [unhelpful, says(429, 'RATE_LIMITS')], 'rate-limited'],
  ],
})
