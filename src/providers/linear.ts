/**
 * Linear.
 *
 * linear.app/developers: GraphQL (authentication, errors), rate limiting, OAuth 2.0 authentication (also revocation).
 */
import {
  ALNUM,
  asBearer,
  byPrefix,
  defineProvider,
  fieldValue,
  firstOf,
  fixedAt,
  HEX,
  inHeader,
  joined,
  tokenField,
} from './facts.ts'

/** GraphQL says errors with 200, 400 and 401 alike. */
const ANY_STATUS = [200, 400, 401, 403, 429]
const CODE = 'errors.0.extensions.code'

/** Linear and all of its keys. */
export const linear = defineProvider({
  id: 'linear',
  name: 'Linear',
  credentialName: 'personal API key',
  fields: [tokenField('personal API key', ['LINEAR_API_KEY', 'LINEAR_TOKEN'])],
  tokens: [
    {
      source: 'linear.app/developers',
      rows: [
        ['key', 'lin_api_', ALNUM, 40],
        ['token', 'lin_oauth_', HEX, 64, { least: 40 }],
        ['webhook', 'lin_wh_', ALNUM, [], { least: 30 }],
      ],
    },
  ],
  locate: fixedAt('https://api.linear.app', { web: 'https://linear.app' }),
  // A personal key stands in the header by itself.
  inject: byPrefix('lin_oauth_', asBearer, inHeader('authorization')),
  check: {
    method: 'POST',
    url: '/graphql',
    json: { query: '{ viewer { id name email } organization { id urlKey } }' },
    good: {
      identity: {
        key: joined('.', 'data.organization.id', 'data.viewer.id'),
        name: firstOf(joined('-', 'data.organization.urlKey', 'data.viewer.email'), 'data.viewer.name'),
      },
    },
    rules: [
      { status: ANY_STATUS, body: { [CODE]: 'AUTHENTICATION_ERROR' }, means: 'rejected' },
      { status: ANY_STATUS, body: { [CODE]: 'RATELIMITED' }, means: 'rate-limited' },
      { status: ANY_STATUS, body: { [CODE]: 'FORBIDDEN' }, means: 'scope' },
      { status: 200, body: { [CODE]: /./ }, means: 'unavailable' },
    ],
  },
  tokenPage: 'https://linear.app/settings/account/security',
  revoke: [
    {
      effect: 'grant',
      prefixes: ['lin_oauth_'],
      request: {
        method: 'POST',
        url: '/oauth/revoke',
        form: { token: fieldValue(), token_type_hint: 'access_token' },
      },
      rules: [
        { status: 200, empty: true, means: 'revoked' },
        { status: 200, body: { success: true }, means: 'revoked' },
        { status: 401, empty: true, means: 'gone' },
        { status: 401, body: { error: /./ }, means: 'gone' },
        { status: 400, body: { error: /./ }, means: 'refused' },
      ],
    },
  ],
  connect: {
    authorization: 'https://linear.app/oauth/authorize',
    token: 'https://api.linear.app/oauth/token',
    revocation: 'https://api.linear.app/oauth/revoke',
    scopes: ['read'],
    scopeSeparator: ',',
    pkce: true,
    clientAuthentication: 'post',
  },
  refresh: { refreshToken: 'rotates', accessLifeSeconds: 86_400 },
})
