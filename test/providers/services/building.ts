/** The tables of further services for making and running software. */
import { expect } from 'vitest'
import { circleci } from '../../../src/providers/circleci.ts'
import { databricks } from '../../../src/providers/databricks.ts'
import { grafana } from '../../../src/providers/grafana.ts'
import { heroku } from '../../../src/providers/heroku.ts'
import { netlify } from '../../../src/providers/netlify.ts'
import { pagerduty } from '../../../src/providers/pagerduty.ts'
import { postman } from '../../../src/providers/postman.ts'
import { pulumi } from '../../../src/providers/pulumi.ts'
import { supabase } from '../../../src/providers/supabase.ts'
import { tailscale } from '../../../src/providers/tailscale.ts'
import { terraform } from '../../../src/providers/terraform.ts'
import { BASE64URL, HEX, randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'

const no = (message: string) => ({ status: 401, body: { message } })

const circle = `CCIPAT_${randomText(40)}`
testProvider({
  provider: circleci,
  given: { token: circle },
  on: 'GET https://circleci.com/api/v2/me',
  good: [{ status: 200, body: { id: 'u1', login: 'ran', name: 'Ran' } }],
  means: { key: 'u1', name: 'ran' },
  identity: 'id',
  sees: ({ headers }) => expect(headers).toMatchObject({ 'circle-token': circle }),
  tokens: [circle],
  rows: [
    ['a bad token', no('You must log in first.'), 'rejected'],
    ['a bad token in other words', no('Invalid token provided.'), 'rejected'],
    ['another 401', no('Something new'), 'unreadable'],
  ],
})

const herokuKey = `HRKU-${randomText(60, BASE64URL)}`
testProvider({
  provider: heroku,
  given: { token: herokuKey },
  on: 'GET https://api.heroku.com/account',
  good: [{ status: 200, body: { id: 'u1', email: 'ran@acme.com' } }],
  means: { key: 'u1', name: 'ran@acme.com' },
  identity: 'id',
  sees: ({ headers }) =>
    expect(headers).toMatchObject({
      authorization: `Bearer ${herokuKey}`,
      accept: 'application/vnd.heroku+json; version=3',
    }),
  tokens: [herokuKey],
  rows: [
    [
      'a bad key',
      { status: 401, body: { id: 'unauthorized', message: 'Invalid credentials provided.' } },
      'rejected',
    ],
    ['a key of few scopes', { status: 403, body: { id: 'forbidden' } }, 'scope'],
    ['a user who is suspended', { status: 403, body: { id: 'suspended' } }, 'forbidden'],
    ['too many requests', { status: 429, body: { id: 'rate_limit' } }, 'rate-limited'],
  ],
})

const netlifyToken = `nfp_${randomText(36)}`
testProvider({
  provider: netlify,
  given: { token: netlifyToken },
  on: 'GET https://api.netlify.com/api/v1/user',
  good: [{ status: 200, body: { id: 'u1', email: 'ran@acme.com' } }],
  means: { key: 'u1', name: 'ran@acme.com' },
  identity: 'id',
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: `Bearer ${netlifyToken}` }),
  tokens: [netlifyToken],
  rows: [['a bad token', { status: 401, body: { code: 401, message: 'Access Denied' } }, 'rejected']],
})

const supabaseToken = `sbp_${randomText(40, HEX)}`
testProvider({
  provider: supabase,
  given: { token: supabaseToken },
  on: 'GET https://api.supabase.com/v1/organizations',
  good: [{ status: 200, body: [{ id: 'o1', name: 'Acme' }] }],
  means: { key: 'o1', name: 'Acme' },
  identity: '0.id',
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: `Bearer ${supabaseToken}` }),
  tokens: [supabaseToken],
  rows: [
    ['a bad token', no('Unauthorized'), 'rejected'],
    ['a bad token in other words', no('JWT could not be decoded'), 'rejected'],
    ['a token of few scopes', { status: 403, body: { message: 'Forbidden resource' } }, 'scope'],
    ['nobody’s organisation', { status: 200, body: [] }, 'unreadable'],
  ],
})

const pulumiToken = `pul-${randomText(40, HEX)}`
testProvider({
  provider: pulumi,
  given: { token: pulumiToken },
  on: 'GET https://api.pulumi.com/api/user',
  good: [{ status: 200, body: { id: 'u1', githubLogin: 'ran' } }],
  means: { key: 'u1', name: 'ran' },
  identity: 'id',
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: `token ${pulumiToken}` }),
  tokens: [pulumiToken],
  rows: [
    [
      'a bad token',
      { status: 401, body: { code: 401, message: 'Unauthorized: No credentials provided' } },
      'rejected',
    ],
  ],
})

const terraformToken = `${randomText(14)}.atlasv1.${randomText(60)}`
const details = { data: { id: 'user-1', type: 'users', attributes: { username: 'ran' } } }
testProvider({
  provider: terraform,
  given: { token: terraformToken },
  on: 'GET https://app.terraform.io/api/v2/account/details',
  good: [{ status: 200, headers: { 'content-type': 'application/vnd.api+json' }, body: details }],
  means: { key: 'user-1', name: 'ran' },
  identity: 'data.id',
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: `Bearer ${terraformToken}` }),
  rows: [
    [
      'a bad token',
      { status: 401, body: { errors: [{ status: '401', title: 'unauthorized' }] } },
      'rejected',
    ],
    [
      'an own installation',
      { on: 'GET https://tfe.acme.com/api/v2/account/details', status: 200, body: details },
      { key: 'user-1', name: 'ran' },
      { place: { site: 'https://tfe.acme.com' } },
    ],
  ],
})

const tailscaleKey = `tskey-api-${randomText(40)}`
testProvider({
  provider: tailscale,
  given: { token: tailscaleKey },
  on: 'GET https://api.tailscale.com/api/v2/tailnet/-/keys',
  good: [{ status: 200, body: { keys: [] } }],
  means: { anonymous: true },
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: `Bearer ${tailscaleKey}` }),
  tokens: [tailscaleKey],
  rows: [
    ['a bad key', no('API token invalid'), 'rejected'],
    [
      'a key of few scopes',
      { status: 403, body: { message: 'calling actor does not have enough permissions' } },
      'scope',
    ],
  ],
})

const grafanaToken = `glsa_${randomText(32)}_${randomText(8, HEX)}`
testProvider({
  provider: grafana,
  given: { site: 'acme', token: grafanaToken },
  on: 'GET https://acme.grafana.net/api/org',
  good: [{ status: 200, body: { id: 1, name: 'Acme' } }],
  means: { key: '1', name: 'Acme' },
  identity: 'id',
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: `Bearer ${grafanaToken}` }),
  tokens: [grafanaToken],
  rows: [
    ['a bad token', no('Invalid API key'), 'rejected'],
    ['an expired token', no('Expired API key'), 'expired'],
    [
      'a token of few scopes',
      { status: 403, body: { message: 'You will need additional permissions' } },
      'scope',
    ],
    ['a token without its site', [], 'incomplete', { given: { token: grafanaToken } }],
    [
      'an own installation',
      { on: 'GET https://grafana.acme.com/api/org', status: 200, body: { id: 1, name: 'Acme' } },
      { key: '1', name: 'Acme' },
      { given: { token: grafanaToken }, place: { site: 'https://grafana.acme.com' } },
    ],
  ],
})

const databricksToken = `dapi${randomText(32, HEX)}`
testProvider({
  provider: databricks,
  given: { host: 'dbc-a1b2.cloud.databricks.com', token: databricksToken },
  on: 'GET https://dbc-a1b2.cloud.databricks.com/api/2.0/preview/scim/v2/Me',
  good: [
    {
      status: 200,
      headers: { 'content-type': 'application/scim+json' },
      body: { id: '7', userName: 'ran@acme.com' },
    },
  ],
  means: { key: '7', name: 'ran@acme.com' },
  identity: 'id',
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: `Bearer ${databricksToken}` }),
  tokens: [databricksToken],
  rows: [
    [
      'a bad token, with 403',
      { status: 403, body: { error_code: '403', message: 'Invalid access token.' } },
      'rejected',
    ],
    [
      'a list of allowed addresses',
      { status: 403, body: { message: 'Source IP address is blocked by IP access list' } },
      'forbidden',
    ],
    [
      'a workspace that is none',
      [],
      'incomplete',
      { given: { host: 'evil.example', token: databricksToken } },
    ],
  ],
})

/** Drawn so that it never looks like words, and no character comes twice. */
const pagerStart = Number(randomText(1, '012345'))
const pagerKey = `u+${Array.from({ length: 6 }, (_none, at) =>
  ['xqzkvw', 'BDFGHJ', '234567'].map((drawn) => drawn.charAt((at + pagerStart) % 6)).join(''),
).join('')}`
testProvider({
  provider: pagerduty,
  given: { token: pagerKey },
  on: 'GET https://api.pagerduty.com/users/me',
  good: [{ status: 200, body: { user: { id: 'PXPGF42', email: 'ran@acme.com' } } }],
  means: { key: 'PXPGF42', name: 'ran@acme.com' },
  identity: 'user.id',
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: `Token token=${pagerKey}` }),
  tokens: [pagerKey],
  rows: [
    ['a bad token', { status: 401, body: { error: { message: 'Unauthorized', code: 2006 } } }, 'rejected'],
    ['a token of an account', { status: 400, body: { error: { errors: ['No current user'] } } }, 'scope'],
  ],
})

const postmanKey = `PMAK-${randomText(24, HEX)}-${randomText(34, HEX)}`
testProvider({
  provider: postman,
  given: { token: postmanKey },
  on: 'GET https://api.getpostman.com/me',
  good: [{ status: 200, body: { user: { id: 7, username: 'ran' } } }],
  means: { key: '7', name: 'ran' },
  identity: 'user.id',
  sees: ({ headers }) => expect(headers).toMatchObject({ 'x-api-key': postmanKey }),
  tokens: [postmanKey],
  rows: [
    [
      'a bad key',
      { status: 401, body: { error: { name: 'AuthenticationError', message: 'Invalid API Key.' } } },
      'rejected',
    ],
    ['a key that may not', { status: 403, body: { error: { name: 'forbiddenError' } } }, 'scope'],
  ],
})
