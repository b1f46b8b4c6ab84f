/**
 * DigitalOcean.
 *
 * docs.digitalocean.com/reference/api: "Get User Information", statuses and errors, personal access tokens, OAuth API (also revocation).
 */
import { asBearer, defineProvider, fieldValue, fixedAt, HEX, tokenField } from './facts.ts'

/** DigitalOcean and all of its tokens. */
export const digitalocean = defineProvider({
  id: 'digitalocean',
  name: 'DigitalOcean',
  credentialName: 'personal access token',
  words: ['digital ocean'],
  fields: [
    tokenField('personal access token', [
      'DIGITALOCEAN_API_TOKEN',
      'DIGITALOCEAN_ACCESS_TOKEN',
      'DIGITALOCEAN_TOKEN',
    ]),
  ],
  tokens: [
    {
      source: 'docs.digitalocean.com: personal access tokens, OAuth API',
      rows: [
        ['token', 'dop_v1_', HEX, 64, { least: 40 }],
        ['token', 'doo_v1_', HEX, 64, { least: 40 }],
        // Never to be tried: that uses it up.
        ['refresh token', 'dor_v1_', HEX, 64, { least: 40 }],
      ],
    },
  ],
  locate: fixedAt('https://api.digitalocean.com', {
    web: 'https://cloud.digitalocean.com',
    also: ['https://cloud.digitalocean.com'],
  }),
  inject: asBearer,
  check: {
    url: '/v2/account',
    good: { identity: { key: 'account.uuid', name: 'account.email' } },
    rules: [
      { status: 401, body: { id: /^unauthorized$/i }, means: 'rejected' },
      { status: 403, body: { id: /^forbidden$/i }, means: 'scope' },
      { status: 429, body: { id: 'too_many_requests' }, means: 'rate-limited' },
    ],
  },
  tokenPage: 'https://cloud.digitalocean.com/account/api/tokens/new',
  managePage: 'https://cloud.digitalocean.com/account/api/tokens',
  suggestedScopes: ['account:read'],
  revoke: [
    {
      effect: 'token',
      prefixes: ['doo_v1_'],
      request: {
        method: 'POST',
        url: 'https://cloud.digitalocean.com/v1/oauth/revoke',
        form: { token: fieldValue() },
      },
      rules: [
        { status: 200, empty: true, means: 'revoked' },
        { status: 401, body: { id: /^unauthorized$/i }, means: 'gone' },
        { status: [400, 403], body: { id: /./ }, means: 'refused' },
      ],
    },
  ],
  connect: {
    authorization: 'https://cloud.digitalocean.com/v1/oauth/authorize',
    token: 'https://cloud.digitalocean.com/v1/oauth/token',
    revocation: 'https://cloud.digitalocean.com/v1/oauth/revoke',
    scopes: ['read'],
    pkce: false,
    clientAuthentication: 'post',
  },
  refresh: { refreshToken: 'rotates', accessLifeSeconds: 2_592_000 },
})
