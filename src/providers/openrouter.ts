/**
 * OpenRouter. What it says of a key is a piece of the key: nobody’s name.
 *
 * openrouter.ai/docs: authentication, errors, "Get current API key".
 */
import { ANY, asBearer, defineProvider, fixedAt, HEX, tokenField } from './facts.ts'

/** OpenRouter and its keys. */
export const openrouter = defineProvider({
  id: 'openrouter',
  name: 'OpenRouter',
  credentialName: 'API key',
  words: ['open router'],
  fields: [tokenField('API key', ['OPENROUTER_API_KEY'])],
  tokens: [{ source: 'openrouter.ai/docs', rows: [['key', 'sk-or-v1-', HEX, 64, { least: 40 }]] }],
  locate: fixedAt('https://openrouter.ai/api'),
  inject: asBearer,
  check: {
    url: '/v1/key',
    good: { body: { 'data.label': ANY }, identity: 'anonymous', expires: 'data.expires_at' },
    rules: [
      // It was lost on the way.
      { status: 401, body: { 'error.message': /^No (?:auth|cookie)/i }, means: 'unreadable' },
      { status: 401, body: { 'error.code': 401 }, means: 'rejected' },
    ],
  },
  tokenPage: 'https://openrouter.ai/keys',
})
