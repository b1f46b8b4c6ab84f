/**
 * ClickUp.
 *
 * developer.clickup.com: authentication, "Get Authorized User", common errors.
 */
import { defineProvider, firstOf, fixedAt, inHeader, tokenField, WORD } from './facts.ts'

/** ClickUp and its tokens. */
export const clickup = defineProvider({
  id: 'clickup',
  name: 'ClickUp',
  credentialName: 'personal API token',
  words: ['click up'],
  fields: [tokenField('personal API token', ['CLICKUP_API_KEY', 'CLICKUP_TOKEN'])],
  tokens: [
    {
      source: 'developer.clickup.com',
      rows: [
        ['token', 'pk_', WORD, [], { left: 'word', shape: /pk_\d{5,10}_[A-Z0-9]{30,32}(?![A-Za-z0-9])/y }],
      ],
    },
  ],
  locate: fixedAt('https://api.clickup.com', { web: 'https://app.clickup.com' }),
  inject: inHeader('authorization'),
  check: {
    url: '/api/v2/user',
    good: { identity: { key: 'user.id', name: firstOf('user.email', 'user.username') } },
    rules: [{ status: 401, body: { ECODE: /^OAUTH_/ }, means: 'rejected' }],
  },
  tokenPage: 'https://app.clickup.com/settings/apps',
})
