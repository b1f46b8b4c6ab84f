import { expect } from 'vitest'
import { gmail, google, googleCalendar, googleDrive, googleSheets } from '../../../src/providers/google.ts'
import { BASE64URL, randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'
import { testRevocation } from '../revocation.ts'

const token = `ya29.${randomText(120, BASE64URL)}`
const refresh = `1//0${randomText(60, BASE64URL)}`
const key = `AIza${randomText(35, BASE64URL)}`
const on = 'GET https://openidconnect.googleapis.com/v1/userinfo'
const tokeninfo = 'POST https://oauth2.googleapis.com/tokeninfo'
const models = 'GET https://generativelanguage.googleapis.com/v1/models?pageSize=1'
const user = { status: 200, body: { sub: '1081', email: 'ran@acme.com', email_verified: true } }
const info = {
  on: tokeninfo,
  status: 200,
  body: { aud: 'c.apps', scope: 'openid email', exp: '1795464000', expires_in: '3599' },
}
const ends = 1_795_464_000_000
const whose = { key: '1081', name: 'ran@acme.com' }
const noScope = { status: 401, body: { error: 'invalid_request', error_description: 'Invalid Credentials' } }
const dead = {
  on: tokeninfo,
  status: 400,
  body: { error: 'invalid_token', error_description: 'Invalid Value' },
}
const deadOld = { on: tokeninfo, status: 400, body: { error_description: 'Invalid Value' } }
const says = (status: number, error: object) => ({
  on: models,
  status,
  body: { error: { code: status, ...error } },
})
const asKey = { given: { token: key } }

for (const provider of [google, gmail, googleDrive, googleCalendar, googleSheets]) {
  testProvider({
    provider,
    given: { token },
    on,
    good: [user, info],
    told: 0,
    means: { ...whose, scopes: ['openid', 'email'], expiresAt: ends },
    identity: 'sub',
    sees: ({ headers, url }) => {
      expect(headers).toMatchObject({ authorization: `Bearer ${token}` })
      expect(url).not.toContain(token)
    },
    tokens: provider === google ? [token, refresh, key] : [],
    rows: [
      ['a token that may not say whose it is', [noScope, info], 'scope'],
      [
        'a token that says it in another place',
        [noScope, { ...info, body: { ...info.body, sub: '1081', email: 'ran@acme.com' } }],
        { ...whose, scopes: ['openid', 'email'], expiresAt: ends },
      ],
      ['a token that is over', [noScope, dead], 'rejected'],
      ['the same in older words', [noScope, deadOld], 'rejected'],
      ['no answer to the second question', [user, { ...info, status: 503 }], whose],
      [
        'too many requests',
        { status: 429, body: { error: { status: 'RESOURCE_EXHAUSTED' } } },
        'rate-limited',
      ],
    ],
  })

  testRevocation({
    provider,
    given: { token },
    effect: 'grant',
    tokens: [token, refresh],
    byHand: [key],
    on: 'POST https://oauth2.googleapis.com/revoke',
    sees: ({ headers, body, url }, given) => {
      expect(headers['authorization']).toBeUndefined()
      expect(new URLSearchParams(body).get('token')).toBe(given['token'])
      expect(url).not.toContain(given['token'])
    },
    rows: [
      ['that it is done', { status: 200, raw: '{}' }, 'revoked'],
      ['that it was over', { status: 400, body: { error: 'invalid_token' } }, 'gone'],
      ['that it could not', { status: 400, body: { error: 'invalid_request' } }, 'refused'],
    ],
  })
}

testProvider({
  provider: google,
  given: { token: key },
  on: models,
  good: [{ status: 200, body: { models: [] } }],
  means: { anonymous: true },
  sees: ({ headers, url }) => {
    expect(headers).toMatchObject({ 'x-goog-api-key': key })
    expect(headers['authorization']).toBeUndefined()
    expect(url).not.toContain(key)
  },
  tokens: [key],
  rows: [
    [
      'a bad key',
      says(400, { status: 'INVALID_ARGUMENT', details: [{ reason: 'API_KEY_INVALID' }] }),
      'rejected',
      asKey,
    ],
    [
      'a bad key in words',
      says(400, { message: 'API key not valid. Please pass a valid API key.' }),
      'rejected',
      asKey,
    ],
    [
      'a key that is over',
      says(400, { message: 'API key expired. Please renew the API key.' }),
      'expired',
      asKey,
    ],
    ['a key for other products', says(403, { status: 'PERMISSION_DENIED' }), 'scope', asKey],
    [
      'a question that it does not understand',
      says(400, { status: 'INVALID_ARGUMENT' }),
      'unreadable',
      asKey,
    ],
  ],
})
