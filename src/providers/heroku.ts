/**
 * Heroku.
 *
 * devcenter.heroku.com: Platform API (account, errors, authentication).
 */
import { asBearer, defineProvider, fixedAt, SLUG, tokenField } from './facts.ts'

/** Heroku and its keys. */
export const heroku = defineProvider({
  id: 'heroku',
  name: 'Heroku',
  credentialName: 'API key',
  fields: [tokenField('API key', ['HEROKU_API_KEY'])],
  tokens: [{ source: 'devcenter.heroku.com', rows: [['key', 'HRKU-', SLUG, [60, 36], { least: 30 }]] }],
  locate: fixedAt('https://api.heroku.com', { web: 'https://dashboard.heroku.com' }),
  inject: asBearer,
  check: {
    url: '/account',
    headers: { accept: 'application/vnd.heroku+json; version=3' },
    good: { identity: { key: 'id', name: 'email' } },
    rules: [
      { status: 401, body: { id: 'unauthorized' }, means: 'rejected' },
      { status: 403, body: { id: 'forbidden' }, means: 'scope' },
      { status: 403, body: { id: 'suspended' }, means: 'forbidden' },
      { status: 429, body: { id: 'rate_limit' }, means: 'rate-limited' },
    ],
  },
  tokenPage: 'https://dashboard.heroku.com/account',
})
