/**
 * Mistral. A key says nobody’s name.
 *
 * docs.mistral.ai: API (models), errors.
 */
import { asBearer, defineProvider, fixedAt, tokenField } from './facts.ts'

/** Mistral and its keys. */
export const mistral = defineProvider({
  id: 'mistral',
  name: 'Mistral',
  credentialName: 'API key',
  fields: [tokenField('API key', ['MISTRAL_API_KEY'])],
  locate: fixedAt('https://api.mistral.ai', { web: 'https://console.mistral.ai' }),
  inject: asBearer,
  check: {
    url: '/v1/models',
    good: { body: { object: 'list' }, identity: 'anonymous' },
    rules: [
      { status: 401, body: { message: 'Unauthorized' }, means: 'rejected' },
      { status: 401, body: { detail: 'Unauthorized' }, means: 'rejected' },
    ],
  },
  tokenPage: 'https://console.mistral.ai/api-keys',
})
