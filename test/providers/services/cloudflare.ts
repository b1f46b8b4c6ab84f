import { describe, expect, it } from 'vitest'
import { cloudflare } from '../../../src/providers/cloudflare.ts'
import { randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'

const api = 'https://api.cloudflare.com/client/v4'
const token = `cfut_${randomText(48)}`
const account = `cfat_${randomText(48)}`
const verified = (result: object) => ({ status: 200, body: { success: true, errors: [], result } })
const active = verified({ id: 't0ken', status: 'active', expires_on: '2026-12-01T10:00:00Z' })
const accounts = { on: `GET ${api}/accounts?per_page=1`, ...verified([{ id: 'acc1', name: 'Acme' }]) }
const says = (status: number, code: number) => ({
  status,
  body: { success: false, errors: [{ code, message: 'No.' }], result: null },
})
const ends = Date.UTC(2026, 11, 1, 10)

testProvider({
  provider: cloudflare,
  given: { token },
  on: `GET ${api}/user/tokens/verify`,
  good: [active, accounts],
  told: 0,
  means: { key: 't0ken', name: 'Acme', expiresAt: ends },
  identity: 'result.id',
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: `Bearer ${token}` }),
  tokens: [token, account, `cfk_${randomText(48)}`],
  rows: [
    [
      'a token that reaches no account',
      [active, { ...accounts, ...verified([]) }],
      { key: 't0ken', name: 't0ken', expiresAt: ends },
    ],
    ['a token of an account', accounts, { key: 'acc1', name: 'Acme' }, { given: { token: account } }],
    ['a token whose time is over', verified({ id: 't', status: 'expired' }), 'expired'],
    ['a token that was switched off', verified({ id: 't', status: 'disabled' }), 'rejected'],
    ['a token in a state of tomorrow', verified({ id: 't', status: 'paused' }), 'unreadable'],
    ['a bad token', says(401, 1000), 'rejected'],
    ['a header that it cannot read', says(400, 6003), 'unreadable'],
    ['a no', says(403, 9109), 'forbidden'],
  ],
})

describe('the pages of Cloudflare', () => {
  it('have the permissions filled in', () => {
    const page = new URL(cloudflare.tokenPage?.({ scopes: ['zone:read', 'dns:edit'], web: '' }) ?? '')
    expect(JSON.parse(page.searchParams.get('permissionGroupKeys') ?? '')).toEqual([
      { key: 'zone', type: 'read' },
      { key: 'dns', type: 'edit' },
    ])
  })
})
