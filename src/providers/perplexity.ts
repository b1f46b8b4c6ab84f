/**
 * Perplexity. It has no question that costs nothing: the first use tells.
 *
 * docs.perplexity.ai: API keys.
 */
import { ALNUM, asBearer, defineProvider, fixedAt, tokenField } from './facts.ts'

/** Perplexity and its keys. */
export const perplexity = defineProvider({
  id: 'perplexity',
  name: 'Perplexity',
  credentialName: 'API key',
  fields: [tokenField('API key', ['PERPLEXITY_API_KEY'])],
  tokens: [{ source: 'docs.perplexity.ai', rows: [['key', 'pplx-', ALNUM, 48]] }],
  locate: fixedAt('https://api.perplexity.ai', { web: 'https://www.perplexity.ai' }),
  inject: asBearer,
  tokenPage: 'https://www.perplexity.ai/settings/api',
})
