/**
 * Pulumi.
 *
 * www.pulumi.com/docs: REST API (authentication, "Get current user").
 */
import { defineProvider, firstOf, fixedAt, HEX, inHeader, tokenField } from './facts.ts'

/** Pulumi and its tokens. */
export const pulumi = defineProvider({
  id: 'pulumi',
  name: 'Pulumi',
  credentialName: 'access token',
  fields: [tokenField('access token', ['PULUMI_ACCESS_TOKEN', 'PULUMI_TOKEN'])],
  tokens: [{ source: 'www.pulumi.com/docs', rows: [['token', 'pul-', HEX, 40]] }],
  locate: fixedAt('https://api.pulumi.com', { web: 'https://app.pulumi.com' }),
  inject: inHeader('authorization', 'token '),
  check: {
    url: '/api/user',
    good: { identity: { key: 'id', name: firstOf('githubLogin', 'email', 'name') } },
    rules: [{ status: 401, body: { code: 401, message: /^Unauthorized/i }, means: 'rejected' }],
  },
  tokenPage: 'https://app.pulumi.com/account/tokens',
})
