/**
 * Tailscale. A key says nobody’s name.
 *
 * tailscale.com/kb and tailscale.com/api: authentication, "List tailnet keys".
 */
import { ANY, asBearer, defineProvider, fixedAt, SLUG, tokenField } from './facts.ts'

/** Tailscale and its keys. */
export const tailscale = defineProvider({
  id: 'tailscale',
  name: 'Tailscale',
  credentialName: 'API access token',
  fields: [tokenField('API access token', ['TAILSCALE_API_KEY', 'TAILSCALE_TOKEN'])],
  tokens: [
    {
      source: 'tailscale.com/kb',
      rows: [
        [
          'key',
          'tskey-',
          SLUG,
          [],
          { least: 20, shape: /tskey-(?:api-|auth-|client-|webhook-|scim-)?[\w-]{16,}/y },
        ],
      ],
    },
  ],
  locate: fixedAt('https://api.tailscale.com', { web: 'https://login.tailscale.com' }),
  inject: asBearer,
  check: {
    url: '/api/v2/tailnet/-/keys',
    good: { body: { keys: ANY }, identity: 'anonymous' },
    rules: [
      { status: 401, body: { message: /API token invalid/i }, means: 'rejected' },
      { status: 403, body: { message: ANY }, means: 'scope' },
    ],
  },
  tokenPage: 'https://login.tailscale.com/admin/settings/keys',
})
