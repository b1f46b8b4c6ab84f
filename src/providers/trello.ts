/**
 * Trello: a key of the app, and a token of the user.
 *
 * developer.atlassian.com/cloud/trello: authorization (also by header), "Get a member", "Delete a token".
 */
import { defineProvider, fixedAt, HEX, inHeaderTemplate, secretField, tokenField } from './facts.ts'

/** Trello and its tokens. */
export const trello = defineProvider({
  id: 'trello',
  name: 'Trello',
  credentialName: 'API key and token',
  fields: [
    secretField('api_key', 'API key', ['TRELLO_API_KEY'], { aliases: ['key', 'app_key'] }),
    tokenField('token', ['TRELLO_TOKEN']),
  ],
  tokens: [
    {
      source: 'developer.atlassian.com/cloud/trello: authorization',
      rows: [['token', 'ATTA', HEX, [72, 64], { left: 'word', least: 56 }]],
    },
  ],
  locate: fixedAt('https://api.trello.com', { web: 'https://trello.com' }),
  // Both may stand in the query as well, which is written to logs.
  inject: inHeaderTemplate('authorization', 'OAuth oauth_consumer_key="{api_key}", oauth_token="{token}"'),
  check: {
    url: '/1/members/me',
    good: { identity: { key: 'id', name: 'username' } },
    rules: [
      { status: 401, text: /^expired token/i, means: 'expired' },
      { status: 401, text: /^invalid (?:token|key|app token)/i, means: 'rejected' },
      { status: 401, text: /^unauthorized permission/i, means: 'scope' },
    ],
  },
  tokenPage: 'https://trello.com/power-ups/admin',
  revoke: [
    {
      effect: 'token',
      request: { method: 'DELETE', url: '/1/tokens/{token}' },
      rules: [
        { status: 200, body: { _value: null }, means: 'revoked' },
        { status: [401, 404], text: /^(?:invalid token|expired token|token not found)/i, means: 'gone' },
        { status: 401, text: /^(?:invalid key|unauthorized)/i, means: 'refused' },
      ],
    },
  ],
})
