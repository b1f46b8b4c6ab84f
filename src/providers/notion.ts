/**
 * Notion.
 *
 * developers.notion.com: "Retrieve your token's bot user", status codes, authorization, "Refresh a token", "Revoke token".
 */
import { ALNUM, asBearer, defineProvider, firstOf, fixedAt, tokenField } from './facts.ts'

/** Notion and all of its tokens. */
export const notion = defineProvider({
  id: 'notion',
  name: 'Notion',
  credentialName: 'integration token',
  fields: [tokenField('integration token', ['NOTION_TOKEN', 'NOTION_API_KEY'])],
  tokens: [
    {
      source: 'developers.notion.com',
      rows: [
        ['token', 'ntn_', ALNUM, 46, { least: 38 }],
        ['token', 'secret_', ALNUM, 43, { left: 'word', random: true }],
      ],
    },
  ],
  locate: fixedAt('https://api.notion.com', { web: 'https://www.notion.so' }),
  inject: asBearer,
  check: {
    url: '/v1/users/me',
    headers: { 'notion-version': '2022-06-28' },
    good: { body: { object: 'user' }, identity: { key: 'id', name: firstOf('bot.workspace_name', 'name') } },
    rules: [
      { status: 401, body: { object: 'error', code: 'unauthorized' }, means: 'rejected' },
      { status: 403, body: { object: 'error', code: 'restricted_resource' }, means: 'scope' },
      { status: 409, body: { object: 'error', code: 'conflict_error' }, means: 'unavailable' },
    ],
  },
  tokenPage: 'https://www.notion.so/profile/integrations',
  connect: {
    authorization: 'https://api.notion.com/v1/oauth/authorize',
    token: 'https://api.notion.com/v1/oauth/token',
    revocation: 'https://api.notion.com/v1/oauth/revoke',
    scopes: [],
    parameters: { owner: 'user' },
    pkce: false,
    clientAuthentication: 'basic',
    tokenBody: 'json',
  },
  refresh: { refreshToken: 'rotates' },
})
