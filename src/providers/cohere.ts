/**
 * Cohere.
 *
 * docs.cohere.com: "Check API key", errors.
 */
import { asBearer, defineProvider, fixedAt, joined, tokenField } from './facts.ts'

/** Cohere and its keys. */
export const cohere = defineProvider({
  id: 'cohere',
  name: 'Cohere',
  credentialName: 'API key',
  fields: [tokenField('API key', ['COHERE_API_KEY', 'CO_API_KEY'])],
  locate: fixedAt('https://api.cohere.com', { web: 'https://dashboard.cohere.com' }),
  inject: asBearer,
  check: {
    method: 'POST',
    url: '/v1/check-api-key',
    json: {},
    good: {
      body: { valid: true },
      identity: { key: joined('.', 'organization_id', 'owner_id'), name: 'organization_id' },
    },
    rules: [
      { status: 200, body: { valid: false }, means: 'rejected' },
      { status: 401, body: { message: /invalid api token/i }, means: 'rejected' },
    ],
  },
  tokenPage: 'https://dashboard.cohere.com/api-keys',
})
