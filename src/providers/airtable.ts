/**
 * Airtable.
 *
 * airtable.com/developers/web/api: authentication, errors, "Get user ID & scopes", OAuth reference.
 */
import { asBearer, defineProvider, DOTTED, firstOf, fixedAt, tokenField } from './facts.ts'

/** Airtable and its tokens. */
export const airtable = defineProvider({
  id: 'airtable',
  name: 'Airtable',
  credentialName: 'personal access token',
  fields: [tokenField('personal access token', ['AIRTABLE_API_KEY', 'AIRTABLE_TOKEN'])],
  tokens: [
    {
      source: 'airtable.com/developers',
      rows: [['token', 'pat', DOTTED, [], { left: 'word', shape: /pat[A-Za-z0-9]{14}\.[0-9a-f]{40,64}/y }]],
    },
  ],
  locate: fixedAt('https://api.airtable.com', { web: 'https://airtable.com' }),
  inject: asBearer,
  check: {
    url: '/v0/meta/whoami',
    // Every token may ask; the e-mail is told to those with `user.email:read`.
    good: { identity: { key: 'id', name: firstOf('email', 'id') }, scopes: 'scopes' },
    rules: [
      {
        status: 401,
        body: { 'error.type': /^(?:AUTHENTICATION_REQUIRED|UNAUTHORIZED)$/ },
        means: 'rejected',
      },
      {
        status: 401,
        body: { 'errors.0.error': /^(?:AUTHENTICATION_REQUIRED|UNAUTHORIZED)$/ },
        means: 'rejected',
      },
    ],
  },
  tokenPage: 'https://airtable.com/create/tokens',
  suggestedScopes: ['user.email:read', 'data.records:read', 'schema.bases:read'],
  connect: {
    authorization: 'https://airtable.com/oauth2/v1/authorize',
    token: 'https://airtable.com/oauth2/v1/token',
    scopes: ['user.email:read'],
    pkce: true,
    clientAuthentication: 'basic',
  },
  // The old access token ends at once with a refresh.
  refresh: { refreshToken: 'rotates', accessLifeSeconds: 3600, idleLifeDays: 60 },
})
