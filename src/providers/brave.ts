/**
 * Brave Search. It has no question about a key alone: the smallest search is asked for, which counts as one of the plan's.
 *
 * api-dashboard.search.brave.com/documentation: authentication, Web Search, response headers ("Only successful requests are counted").
 */
import { ANY, defineProvider, fixedAt, inHeader, tokenField } from './facts.ts'

/** Brave Search and its keys. */
export const brave = defineProvider({
  id: 'brave',
  name: 'Brave',
  words: ['brave search'],
  credentialName: 'API key',
  fields: [tokenField('API key', ['BRAVE_API_KEY', 'BRAVE_SEARCH_API_KEY'])],
  locate: fixedAt('https://api.search.brave.com', { web: 'https://api-dashboard.search.brave.com' }),
  inject: inHeader('x-subscription-token'),
  check: {
    url: '/res/v1/web/search?q=a&count=1',
    good: { body: { type: 'search' }, identity: 'anonymous' },
    rules: [
      { status: [401, 403, 422], body: { 'error.code': 'SUBSCRIPTION_TOKEN_INVALID' }, means: 'rejected' },
      {
        status: [400, 403],
        body: { 'error.code': /^(?:RESOURCE_NOT_ALLOWED|OPTION_NOT_IN_PLAN)$/ },
        means: 'scope',
      },
      { status: 429, body: { 'error.code': ANY }, means: 'rate-limited' },
    ],
  },
  tokenPage: 'https://api-dashboard.search.brave.com/app/keys',
})
