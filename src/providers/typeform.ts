/**
 * Typeform.
 *
 * www.typeform.com/developers: personal access tokens, "Retrieve your own account", errors. A bad token is answered with 403.
 */
import { asBearer, defineProvider, DOTTED, firstOf, fixedAt, SLUG, tokenField } from './facts.ts'

/** Typeform and its tokens. */
export const typeform = defineProvider({
  id: 'typeform',
  name: 'Typeform',
  credentialName: 'personal access token',
  fields: [tokenField('personal access token', ['TYPEFORM_API_KEY', 'TYPEFORM_TOKEN'])],
  tokens: [
    {
      source: 'www.typeform.com/developers',
      rows: [['token', 'tfp_', SLUG | DOTTED, [44, 59], { least: 36 }]],
    },
  ],
  locate: fixedAt('https://api.typeform.com', { web: 'https://admin.typeform.com' }),
  inject: asBearer,
  check: {
    url: '/me',
    good: { identity: { key: firstOf('user_id', 'email'), name: firstOf('alias', 'email') } },
    rules: [{ status: [401, 403], body: { code: 'AUTHENTICATION_FAILED' }, means: 'rejected' }],
  },
  tokenPage: 'https://admin.typeform.com/user/tokens',
})
