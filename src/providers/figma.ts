/**
 * Figma.
 *
 * developers.figma.com: REST authentication, errors, "GET me", OAuth apps. A 403 is how Figma refuses a token.
 */
import {
  ANY,
  asBearer,
  byPrefix,
  defineProvider,
  firstOf,
  fixedAt,
  inHeader,
  SLUG,
  tokenField,
} from './facts.ts'

/** Figma and all of its tokens. */
export const figma = defineProvider({
  id: 'figma',
  name: 'Figma',
  credentialName: 'personal access token',
  fields: [tokenField('personal access token', ['FIGMA_API_KEY', 'FIGMA_ACCESS_TOKEN', 'FIGMA_TOKEN'])],
  tokens: [
    {
      source: 'www.figma.com/developers',
      rows: [
        ['token', 'figd_', SLUG, [40, 43], { least: 34 }],
        ['token', 'figo', SLUG, [], { left: 'word', shape: /figo[hr]?_[\w-]{36,}/y }],
        ['token', 'figu', SLUG, [], { left: 'word', shape: /figu[hr]?_[\w-]{36,}/y }],
        ['token', 'figp_', SLUG, [], { least: 36 }],
      ],
    },
  ],
  locate: fixedAt('https://api.figma.com', { web: 'https://www.figma.com' }),
  // Tokens of OAuth begin with `figu`.
  inject: byPrefix('figu', asBearer, inHeader('x-figma-token')),
  check: {
    url: '/v1/me',
    good: { identity: { key: 'id', name: firstOf('email', 'handle') } },
    rules: [
      { status: [401, 403], body: { err: /expired/i }, means: 'expired' },
      { status: [401, 403], body: { err: /^Invalid token/i }, means: 'rejected' },
      { status: 403, body: { err: /^Invalid scope/i }, means: 'scope' },
      { status: 401, body: { err: ANY }, means: 'rejected' },
    ],
  },
  tokenPage: 'https://www.figma.com/settings',
  suggestedScopes: ['current_user:read', 'file_content:read'],
  connect: {
    authorization: 'https://www.figma.com/oauth',
    token: 'https://api.figma.com/v1/oauth/token',
    scopes: ['current_user:read'],
    scopeSeparator: ',',
    pkce: true,
    clientAuthentication: 'basic',
  },
  refresh: {
    endpoint: 'https://api.figma.com/v1/oauth/refresh',
    refreshToken: 'stays',
    accessLifeSeconds: 7_776_000,
  },
})
