/**
 * Netlify.
 *
 * docs.netlify.com: API (authentication, "Get current user").
 */
import { ALNUM, asBearer, defineProvider, firstOf, fixedAt, tokenField } from './facts.ts'

/** Netlify and its tokens. */
export const netlify = defineProvider({
  id: 'netlify',
  name: 'Netlify',
  credentialName: 'personal access token',
  fields: [tokenField('personal access token', ['NETLIFY_AUTH_TOKEN', 'NETLIFY_TOKEN'])],
  tokens: [
    {
      source: 'docs.netlify.com',
      rows: [
        ['token', 'nfp_', ALNUM, [36, 40]],
        ['token', 'nfc_', ALNUM, [36, 40]],
      ],
    },
  ],
  locate: fixedAt('https://api.netlify.com', { web: 'https://app.netlify.com' }),
  inject: asBearer,
  check: {
    url: '/api/v1/user',
    good: { identity: { key: 'id', name: firstOf('email', 'full_name') } },
    rules: [{ status: 401, body: { code: 401, message: /^Access Denied/i }, means: 'rejected' }],
  },
  tokenPage: 'https://app.netlify.com/user/applications',
})
