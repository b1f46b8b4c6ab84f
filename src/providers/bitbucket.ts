/**
 * Bitbucket Cloud.
 *
 * support.atlassian.com/bitbucket-cloud: API tokens (Basic with the e-mail), app passwords (Basic with the user name), access tokens of
 * repositories and workspaces (Bearer); developer.atlassian.com/cloud/bitbucket: REST authentication, OAuth 2.0.
 */
import {
  ALNUM,
  ANY,
  asBasic,
  asBearer,
  BASE64,
  defineProvider,
  fixedAt,
  header,
  plainField,
  SLUG,
  tokenField,
} from './facts.ts'

/** Bitbucket and all of its tokens. */
export const bitbucket = defineProvider({
  id: 'bitbucket',
  name: 'Bitbucket',
  credentialName: 'API token',
  fields: [
    // A token of a repository or a workspace has no user.
    plainField('username', 'e-mail or user name', ['BITBUCKET_USERNAME', 'ATLASSIAN_BITBUCKET_USERNAME'], {
      aliases: ['email', 'user'],
      isOptional: true,
      isAsked: true,
    }),
    tokenField('API token', ['BITBUCKET_TOKEN', 'BITBUCKET_API_TOKEN', 'ATLASSIAN_BITBUCKET_APP_PASSWORD']),
  ],
  tokens: [
    {
      source: 'support.atlassian.com: manage API tokens; confluence.atlassian.com: HTTP access tokens',
      rows: [
        ['password', 'ATBB', ALNUM, 32, { left: 'word', least: 24 }],
        ['token', 'BBDC-', BASE64 | SLUG, 44, { least: 36 }],
      ],
    },
  ],
  locate: fixedAt('https://api.bitbucket.org', { web: 'https://bitbucket.org' }),
  inject: (request, fields, now) =>
    (fields['username'] === undefined ? asBearer : asBasic('username', 'token'))(request, fields, now),
  check: {
    url: '/2.0/user',
    good: {
      body: { type: ANY },
      identity: { key: 'account_id', name: 'username' },
      scopes: header('x-oauth-scopes'),
    },
    rules: [
      // One sentence for a bad token and for a good one of a repository, which has no user.
      { status: 401, body: { 'error.message': /not supported for this endpoint/i }, means: 'unreadable' },
      { status: 401, body: { type: 'error', 'error.message': ANY }, means: 'rejected' },
      { status: 401, empty: true, headers: { 'www-authenticate': /Bitbucket/i }, means: 'rejected' },
      { status: 403, body: { 'error.message': /privilege scopes/i }, means: 'scope' },
    ],
  },
  tokenPage: 'https://id.atlassian.com/manage-profile/security/api-tokens',
  suggestedScopes: ['read:user:bitbucket', 'read:repository:bitbucket'],
  connect: {
    authorization: 'https://bitbucket.org/site/oauth2/authorize',
    token: 'https://bitbucket.org/site/oauth2/access_token',
    scopes: ['account'],
    pkce: false,
    clientAuthentication: 'basic',
  },
  refresh: { refreshToken: 'stays', accessLifeSeconds: 7200 },
})
