/**
 * PagerDuty: tokens of users. One of an account has no user.
 *
 * developer.pagerduty.com: authentication, "Get the current user", errors.
 */
import { ANY, defineProvider, firstOf, fixedAt, inHeader, SLUG, tokenField } from './facts.ts'

/** PagerDuty and its tokens. */
export const pagerduty = defineProvider({
  id: 'pagerduty',
  name: 'PagerDuty',
  credentialName: 'user API token',
  words: ['pager duty'],
  fields: [tokenField('user API token', ['PAGERDUTY_USER_API_KEY', 'PAGERDUTY_TOKEN'])],
  tokens: [
    {
      source: 'support.pagerduty.com: API access keys',
      rows: [
        [
          'key',
          'u+',
          SLUG,
          18,
          { left: 'word', shape: /u\+[A-Za-z0-9_-]{18}(?![A-Za-z0-9_-])/y, random: true },
        ],
      ],
    },
  ],
  locate: fixedAt('https://api.pagerduty.com', { web: 'https://app.pagerduty.com' }),
  inject: inHeader('authorization', 'Token token='),
  check: {
    url: '/users/me',
    good: { identity: { key: 'user.id', name: firstOf('user.email', 'user.name') } },
    rules: [
      { status: 401, body: { error: ANY }, means: 'rejected' },
      { status: 400, body: { 'error.errors.0': /user/i }, means: 'scope' },
    ],
  },
  tokenPage: 'https://support.pagerduty.com/main/docs/api-access-keys',
})
