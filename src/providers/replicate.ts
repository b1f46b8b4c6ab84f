/**
 * Replicate.
 *
 * replicate.com/docs: HTTP API ("Get the authenticated account", authentication).
 */
import { ALNUM, asBearer, defineProvider, fixedAt, tokenField } from './facts.ts'

/** Replicate and its tokens. */
export const replicate = defineProvider({
  id: 'replicate',
  name: 'Replicate',
  credentialName: 'API token',
  fields: [tokenField('API token', ['REPLICATE_API_TOKEN', 'REPLICATE_TOKEN'])],
  tokens: [{ source: 'replicate.com/docs', rows: [['token', 'r8_', ALNUM, 37]] }],
  locate: fixedAt('https://api.replicate.com', { web: 'https://replicate.com' }),
  inject: asBearer,
  check: {
    url: '/v1/account',
    good: { identity: { key: 'username', name: 'username' } },
    rules: [{ status: 401, body: { title: 'Unauthenticated' }, means: 'rejected' }],
  },
  tokenPage: 'https://replicate.com/account/api-tokens',
})
