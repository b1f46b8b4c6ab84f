/**
 * Asana.
 *
 * developers.asana.com: personal access tokens, "Get a user", errors, OAuth.
 */
import { ANY, asBearer, defineProvider, firstOf, fixedAt, tokenField } from './facts.ts'

/** Asana and all of its tokens. */
export const asana = defineProvider({
  id: 'asana',
  name: 'Asana',
  credentialName: 'personal access token',
  fields: [tokenField('personal access token', ['ASANA_ACCESS_TOKEN', 'ASANA_TOKEN'])],
  locate: fixedAt('https://app.asana.com/api/1.0', { web: 'https://app.asana.com' }),
  inject: asBearer,
  check: {
    url: '/users/me',
    good: { identity: { key: 'data.gid', name: firstOf('data.email', 'data.name') } },
    rules: [
      { status: 401, body: { 'errors.0.message': /expired/i }, means: 'expired' },
      { status: 401, body: { 'errors.0.message': ANY }, means: 'rejected' },
      { status: 403, body: { 'errors.0.message': /scope/i }, means: 'scope' },
      { status: 402, body: { errors: ANY }, means: 'forbidden' },
    ],
  },
  tokenPage: 'https://app.asana.com/0/my-apps',
  connect: {
    authorization: 'https://app.asana.com/-/oauth_authorize',
    token: 'https://app.asana.com/-/oauth_token',
    revocation: 'https://app.asana.com/-/oauth_revoke',
    scopes: ['users:read'],
    pkce: true,
    clientAuthentication: 'post',
  },
  refresh: { refreshToken: 'stays', accessLifeSeconds: 3600 },
})
