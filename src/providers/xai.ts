/**
 * xAI.
 *
 * docs.x.ai: REST API reference ("API key information"). A bad key is answered with 400.
 */
import { ALNUM, asBearer, defineProvider, firstOf, fixedAt, tokenField } from './facts.ts'

/** xAI and its keys. */
export const xai = defineProvider({
  id: 'xai',
  name: 'xAI',
  credentialName: 'API key',
  words: ['x.ai'],
  fields: [tokenField('API key', ['XAI_API_KEY'])],
  tokens: [{ source: 'docs.x.ai', rows: [['key', 'xai-', ALNUM, 80]] }],
  locate: fixedAt('https://api.x.ai', { web: 'https://console.x.ai' }),
  inject: asBearer,
  check: {
    url: '/v1/api-key',
    good: { identity: { key: 'api_key_id', name: firstOf('name', 'api_key_id') }, scopes: 'acls' },
    rules: [
      { status: 200, body: { api_key_blocked: true }, means: 'rejected' },
      { status: 200, body: { api_key_disabled: true }, means: 'rejected' },
      { status: [400, 401], body: { error: /^(?:Incorrect|Invalid) API key/i }, means: 'rejected' },
    ],
  },
  tokenPage: 'https://console.x.ai',
})
