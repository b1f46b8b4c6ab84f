/**
 * Okta, at the organisation’s domain.
 *
 * developer.okta.com: API tokens, Users API, error codes.
 */
import { defineProvider, inHeader, plainField, siteOf, SLUG, tokenField } from './facts.ts'

/** Okta and its tokens. */
export const okta = defineProvider({
  id: 'okta',
  name: 'Okta',
  credentialName: 'API token',
  fields: [
    plainField('domain', 'domain (acme.okta.com)', ['OKTA_ORG_URL', 'OKTA_DOMAIN'], {
      aliases: ['site', 'url', 'host', 'org'],
    }),
    tokenField('API token', ['OKTA_API_TOKEN', 'OKTA_TOKEN']),
  ],
  tokens: [
    { source: 'developer.okta.com', rows: [['token', 'SSWS ', SLUG, 42, { shape: /SSWS 00[\w-]{38,42}/y }]] },
  ],
  locate: siteOf({ field: 'domain', zones: ['okta.com', 'oktapreview.com', 'okta-emea.com'] }),
  inject: inHeader('authorization', 'SSWS '),
  check: {
    url: '/api/v1/users/me',
    good: { identity: { key: 'id', name: 'profile.login' } },
    rules: [
      { status: 401, body: { errorCode: 'E0000011' }, means: 'rejected' },
      { status: 403, body: { errorCode: 'E0000006' }, means: 'scope' },
      { status: 429, body: { errorCode: 'E0000047' }, means: 'rate-limited' },
    ],
  },
  tokenPage: ({ web }) => `${web}/admin/access/api/tokens`,
})
