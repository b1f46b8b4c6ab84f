/**
 * DeepSeek. A key says nobody’s name.
 *
 * api-docs.deepseek.com: authentication, error codes, "Get user balance".
 */
import { asBearer, defineProvider, fixedAt, HEX, tokenField } from './facts.ts'

/** DeepSeek and its keys. */
export const deepseek = defineProvider({
  id: 'deepseek',
  name: 'DeepSeek',
  credentialName: 'API key',
  fields: [tokenField('API key', ['DEEPSEEK_API_KEY'])],
  tokens: [
    {
      source: 'api-docs.deepseek.com',
      rows: [['key', 'sk-', HEX, 32, { left: 'word', shape: /sk-[0-9a-f]{32}(?![A-Za-z0-9_-])/y }]],
    },
  ],
  locate: fixedAt('https://api.deepseek.com', { web: 'https://platform.deepseek.com' }),
  inject: asBearer,
  check: {
    url: '/user/balance',
    good: { body: { is_available: [true, false] }, identity: 'anonymous' },
    rules: [{ status: 401, body: { 'error.type': 'authentication_error' }, means: 'rejected' }],
  },
  tokenPage: 'https://platform.deepseek.com/api_keys',
})
