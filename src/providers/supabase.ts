/**
 * Supabase: tokens of the Management API.
 *
 * supabase.com/docs: Management API (authentication, "List all organizations").
 */
import { asBearer, defineProvider, fixedAt, HEX, SLUG, tokenField } from './facts.ts'

/** Supabase and its tokens. */
export const supabase = defineProvider({
  id: 'supabase',
  name: 'Supabase',
  credentialName: 'access token',
  fields: [tokenField('access token', ['SUPABASE_ACCESS_TOKEN', 'SUPABASE_TOKEN'])],
  tokens: [
    {
      source: 'supabase.com/docs',
      rows: [
        ['token', 'sbp_', HEX, 40],
        ['key', 'sb_secret_', SLUG, 31],
      ],
    },
  ],
  locate: fixedAt('https://api.supabase.com', { web: 'https://supabase.com' }),
  inject: asBearer,
  check: {
    url: '/v1/organizations',
    good: { identity: { key: '0.id', name: '0.name' } },
    rules: [
      { status: 401, body: { message: /^(?:Unauthorized|JWT|Invalid)/i }, means: 'rejected' },
      { status: 403, body: { message: /./ }, means: 'scope' },
    ],
  },
  tokenPage: 'https://supabase.com/dashboard/account/tokens',
})
