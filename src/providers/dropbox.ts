/**
 * Dropbox.
 *
 * www.dropbox.com/developers: HTTP documentation ("get_current_account", "token/revoke", errors), OAuth guide.
 */
import { asBearer, defineProvider, DOTTED, fixedAt, SLUG, tokenField } from './facts.ts'

/** Dropbox and its tokens. */
export const dropbox = defineProvider({
  id: 'dropbox',
  name: 'Dropbox',
  credentialName: 'access token',
  fields: [tokenField('access token', ['DROPBOX_ACCESS_TOKEN', 'DROPBOX_TOKEN'])],
  tokens: [
    {
      source: 'www.dropbox.com/developers',
      rows: [['token', 'sl.', SLUG | DOTTED, [], { left: 'word', least: 100 }]],
    },
  ],
  locate: fixedAt('https://api.dropboxapi.com', {
    web: 'https://www.dropbox.com',
    also: ['https://content.dropboxapi.com'],
  }),
  inject: asBearer,
  check: {
    method: 'POST',
    url: '/2/users/get_current_account',
    good: { identity: { key: 'account_id', name: 'email' } },
    rules: [
      { status: 401, body: { error_summary: /^expired_access_token/ }, means: 'expired' },
      { status: 401, body: { error_summary: /^(?:invalid_access_token|user_suspended)/ }, means: 'rejected' },
      { status: 401, body: { error_summary: /^missing_scope/ }, means: 'scope' },
    ],
  },
  tokenPage: 'https://www.dropbox.com/developers/apps',
  managePage: 'https://www.dropbox.com/account/connected_apps',
  suggestedScopes: ['account_info.read', 'files.metadata.read'],
  revoke: [
    {
      effect: 'grant',
      request: { method: 'POST', url: '/2/auth/token/revoke' },
      rules: [
        { status: 200, empty: true, means: 'revoked' },
        {
          status: 401,
          body: { error_summary: /^(?:invalid_access_token|expired_access_token)/ },
          means: 'gone',
        },
        { status: [400, 401, 403], body: { error_summary: /./ }, means: 'refused' },
      ],
    },
  ],
  connect: {
    authorization: 'https://www.dropbox.com/oauth2/authorize',
    token: 'https://api.dropboxapi.com/oauth2/token',
    scopes: ['account_info.read'],
    parameters: { token_access_type: 'offline' },
    pkce: true,
    clientAuthentication: 'post',
  },
  refresh: { refreshToken: 'stays', accessLifeSeconds: 14_400 },
})
