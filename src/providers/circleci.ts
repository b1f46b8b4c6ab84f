/**
 * CircleCI.
 *
 * circleci.com/docs: managing API tokens, API v2 ("Information about the signed in user").
 */
import { defineProvider, firstOf, fixedAt, inHeader, tokenField, WORD } from './facts.ts'

/** CircleCI and its tokens. */
export const circleci = defineProvider({
  id: 'circleci',
  name: 'CircleCI',
  credentialName: 'personal API token',
  words: ['circle ci'],
  fields: [tokenField('personal API token', ['CIRCLECI_TOKEN', 'CIRCLE_TOKEN'])],
  tokens: [
    {
      source: 'circleci.com/docs: managing API tokens',
      rows: [
        ['token', 'CCIPAT_', WORD, [], { least: 30 }],
        ['token', 'CCIPRJ_', WORD, [], { least: 30 }],
      ],
    },
  ],
  locate: fixedAt('https://circleci.com', { web: 'https://app.circleci.com' }),
  inject: inHeader('circle-token'),
  check: {
    url: '/api/v2/me',
    good: { identity: { key: 'id', name: firstOf('login', 'name') } },
    rules: [
      {
        status: 401,
        body: { message: /^(?:You must log in first|Invalid token provided)/i },
        means: 'rejected',
      },
    ],
  },
  tokenPage: 'https://app.circleci.com/settings/user/tokens',
})
