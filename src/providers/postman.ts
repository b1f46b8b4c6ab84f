/**
 * Postman.
 *
 * learning.postman.com and the Postman API reference: authentication, "Get authenticated user".
 */
import { defineProvider, firstOf, fixedAt, HEX, inHeader, SLUG, tokenField } from './facts.ts'

/** Postman and its keys. */
export const postman = defineProvider({
  id: 'postman',
  name: 'Postman',
  credentialName: 'API key',
  fields: [tokenField('API key', ['POSTMAN_API_KEY'])],
  tokens: [{ source: 'learning.postman.com', rows: [['key', 'PMAK-', HEX | SLUG, [59], { least: 40 }]] }],
  locate: fixedAt('https://api.getpostman.com', { web: 'https://go.postman.co' }),
  inject: inHeader('x-api-key'),
  check: {
    url: '/me',
    good: { identity: { key: 'user.id', name: firstOf('user.username', 'user.email') } },
    rules: [
      { status: 401, body: { 'error.name': 'AuthenticationError' }, means: 'rejected' },
      { status: 403, body: { 'error.name': /^forbidden/i }, means: 'scope' },
    ],
  },
  tokenPage: 'https://go.postman.co/settings/me/api-keys',
})
