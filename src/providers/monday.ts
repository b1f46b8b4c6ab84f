/**
 * monday.com.
 *
 * developer.monday.com: authentication, error handling, "me".
 */
import { defineProvider, firstOf, fixedAt, inHeader, joined, tokenField } from './facts.ts'

/** monday.com and its tokens. */
export const monday = defineProvider({
  id: 'monday',
  name: 'monday.com',
  credentialName: 'API token',
  fields: [tokenField('API token', ['MONDAY_API_TOKEN', 'MONDAY_TOKEN'])],
  locate: fixedAt('https://api.monday.com', { web: 'https://monday.com' }),
  inject: inHeader('authorization'),
  check: {
    method: 'POST',
    url: '/v2',
    json: { query: '{ me { id email account { id name } } }' },
    good: {
      identity: {
        key: joined('.', 'data.me.account.id', 'data.me.id'),
        name: firstOf('data.me.email', 'data.me.account.name'),
      },
    },
    rules: [
      { status: 401, body: { 'errors.0': /^Not Authenticated/i }, means: 'rejected' },
      { status: 401, body: { 'errors.0.message': /^Not Authenticated/i }, means: 'rejected' },
      {
        status: [200, 403],
        body: { 'errors.0.extensions.code': 'UserUnauthorizedException' },
        means: 'scope',
      },
    ],
  },
  tokenPage: 'https://monday.com',
})
