/**
 * New Relic: user keys. The first use tells.
 *
 * docs.newrelic.com: API keys, NerdGraph.
 */
import { ALNUM, defineProvider, fixedAt, inHeader, SLUG, tokenField } from './facts.ts'

/** New Relic and its keys. */
export const newrelic = defineProvider({
  id: 'newrelic',
  name: 'New Relic',
  credentialName: 'user key',
  fields: [tokenField('user key', ['NEW_RELIC_API_KEY', 'NEWRELIC_TOKEN'])],
  tokens: [
    {
      source: 'docs.newrelic.com',
      rows: [
        ['key', 'NRAK-', ALNUM, 27],
        ['key', 'NRII-', SLUG, 32],
        ['key', 'NRRA-', ALNUM, 42],
      ],
    },
  ],
  locate: fixedAt('https://api.newrelic.com', {
    web: 'https://one.newrelic.com',
    also: ['https://api.eu.newrelic.com'],
  }),
  inject: inHeader('api-key'),
  tokenPage: 'https://one.newrelic.com/api-keys',
})
