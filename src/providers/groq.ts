/**
 * Groq. A key says nobody’s name.
 *
 * console.groq.com/docs: API reference (models), errors.
 */
import { ALNUM, asBearer, defineProvider, fixedAt, tokenField } from './facts.ts'

/** Groq and its keys. */
export const groq = defineProvider({
  id: 'groq',
  name: 'Groq',
  credentialName: 'API key',
  fields: [tokenField('API key', ['GROQ_API_KEY'])],
  tokens: [{ source: 'console.groq.com/docs', rows: [['key', 'gsk_', ALNUM, 52]] }],
  locate: fixedAt('https://api.groq.com', { web: 'https://console.groq.com' }),
  inject: asBearer,
  check: {
    url: '/openai/v1/models',
    good: { body: { object: 'list' }, identity: 'anonymous' },
    rules: [{ status: 401, body: { 'error.code': 'invalid_api_key' }, means: 'rejected' }],
  },
  tokenPage: 'https://console.groq.com/keys',
})
