/** The tables of further services for work and files. */
import { expect } from 'vitest'
import { clickup } from '../../../src/providers/clickup.ts'
import { dropbox } from '../../../src/providers/dropbox.ts'
import { mailchimp } from '../../../src/providers/mailchimp.ts'
import { monday } from '../../../src/providers/monday.ts'
import { okta } from '../../../src/providers/okta.ts'
import { typeform } from '../../../src/providers/typeform.ts'
import { BASE64URL, HEX, randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'
import { testRevocation } from '../revocation.ts'

const clickupToken = `pk_${randomText(8, '123456789')}_${randomText(32, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')}`
testProvider({
  provider: clickup,
  given: { token: clickupToken },
  on: 'GET https://api.clickup.com/api/v2/user',
  good: [{ status: 200, body: { user: { id: 7, email: 'ran@acme.com', username: 'Ran' } } }],
  means: { key: '7', name: 'ran@acme.com' },
  identity: 'user.id',
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: clickupToken }),
  tokens: [clickupToken],
  rows: [
    ['a bad token', { status: 401, body: { err: 'Token invalid', ECODE: 'OAUTH_025' } }, 'rejected'],
    ['another 401', { status: 401, body: { err: 'Team not authorized', ECODE: 'TEAM_001' } }, 'unreadable'],
  ],
})

const mondayToken = `eyJhbGciOiJIUzI1NiJ9.${randomText(80)}.${randomText(43)}`
const me = { me: { id: '4', email: 'ran@acme.com', account: { id: '9', name: 'Acme' } } }
testProvider({
  provider: monday,
  given: { token: mondayToken },
  on: 'POST https://api.monday.com/v2',
  good: [{ status: 200, body: { data: me } }],
  means: { key: '9.4', name: 'ran@acme.com' },
  identity: 'data.me.id',
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: mondayToken }),
  rows: [
    ['a bad token', { status: 401, body: { errors: ['Not Authenticated'] } }, 'rejected'],
    [
      'a bad token in another form',
      { status: 401, body: { errors: [{ message: 'Not Authenticated' }] } },
      'rejected',
    ],
    [
      'a token of few scopes',
      { status: 200, body: { errors: [{ extensions: { code: 'UserUnauthorizedException' } }] } },
      'scope',
    ],
  ],
})

const typeformToken = `tfp_${randomText(44, BASE64URL)}`
testProvider({
  provider: typeform,
  given: { token: typeformToken },
  on: 'GET https://api.typeform.com/me',
  good: [{ status: 200, body: { user_id: 'u1', alias: 'Ran', email: 'ran@acme.com' } }],
  means: { key: 'u1', name: 'Ran' },
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: `Bearer ${typeformToken}` }),
  tokens: [typeformToken],
  hostile: {
    given: { token: typeformToken },
    good: [{ status: 200, body: { email: 'ran@acme.com' } }],
    identity: 'email',
  },
  rows: [['a bad token, with 403', { status: 403, body: { code: 'AUTHENTICATION_FAILED' } }, 'rejected']],
})

const oktaToken = `00${randomText(40, BASE64URL)}`
testProvider({
  provider: okta,
  given: { domain: 'acme', token: oktaToken },
  on: 'GET https://acme.okta.com/api/v1/users/me',
  good: [{ status: 200, body: { id: '00u1', profile: { login: 'ran@acme.com' } } }],
  means: { key: '00u1', name: 'ran@acme.com' },
  identity: 'id',
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: `SSWS ${oktaToken}` }),
  tokens: [`SSWS ${oktaToken}`],
  rows: [
    [
      'a bad token',
      { status: 401, body: { errorCode: 'E0000011', errorSummary: 'Invalid token provided' } },
      'rejected',
    ],
    ['a token of few scopes', { status: 403, body: { errorCode: 'E0000006' } }, 'scope'],
    ['too many requests', { status: 429, body: { errorCode: 'E0000047' } }, 'rate-limited'],
    ['a domain that is none', [], 'incomplete', { given: { domain: 'acme.evil.example', token: oktaToken } }],
  ],
})

const dropboxToken = `sl.${randomText(130, BASE64URL)}`
const says = (error_summary: string) => ({ status: 401, body: { error_summary, error: {} } })
testProvider({
  provider: dropbox,
  given: { token: dropboxToken },
  on: 'POST https://api.dropboxapi.com/2/users/get_current_account',
  good: [{ status: 200, body: { account_id: 'dbid:AAH', email: 'ran@acme.com' } }],
  means: { key: 'dbid%3aAAH', name: 'ran@acme.com' },
  identity: 'account_id',
  sees: ({ headers, body }) => {
    expect(headers).toMatchObject({ authorization: `Bearer ${dropboxToken}` })
    expect(body).toBe('')
  },
  tokens: [dropboxToken],
  rows: [
    ['a bad token', says('invalid_access_token/..'), 'rejected'],
    ['an expired token', says('expired_access_token/'), 'expired'],
    ['a token of few scopes', says('missing_scope/.'), 'scope'],
    ['a user who is suspended', says('user_suspended/'), 'rejected'],
  ],
})

testRevocation({
  provider: dropbox,
  given: { token: dropboxToken },
  effect: 'grant',
  on: 'POST https://api.dropboxapi.com/2/auth/token/revoke',
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: `Bearer ${dropboxToken}` }),
  rows: [
    ['that it is done', { status: 200, raw: 'null' }, 'revoked'],
    ['that it knows no such token', says('invalid_access_token/..'), 'gone'],
    ['that it may not', says('missing_scope/.'), 'refused'],
  ],
})

const mailchimpKey = `${randomText(32, HEX)}-us19`
testProvider({
  provider: mailchimp,
  given: { server: 'us19', token: mailchimpKey },
  on: 'GET https://us19.api.mailchimp.com/3.0/',
  good: [{ status: 200, body: { account_id: 'a1', account_name: 'Acme' } }],
  means: { key: 'a1', name: 'Acme' },
  identity: 'account_id',
  sees: ({ headers }) =>
    expect(headers['authorization']).toBe(`Basic ${Buffer.from(`us19:${mailchimpKey}`).toString('base64')}`),
  rows: [
    [
      'a bad key',
      {
        status: 401,
        headers: { 'content-type': 'application/problem+json' },
        body: { title: 'API Key Invalid' },
      },
      'rejected',
    ],
    ['a user who is disabled', { status: 403, body: { title: 'User Disabled' } }, 'forbidden'],
  ],
})
