/**
 * Zendesk: an API token with the agent's e-mail, at the customer's subdomain; or a token of OAuth.
 *
 * developer.zendesk.com: security and authentication, "Show Self" (a stranger is answered 200 without an id), OAuth tokens (refresh is
 * compulsory since 30 April 2026), errors.
 */
import {
  ANY,
  asBasic,
  asBearer,
  defineProvider,
  plainField,
  siteOf,
  tokenField,
  type CheckMeaning,
  type Inject,
  type Rule,
} from './facts.ts'

const RULES: readonly Rule<CheckMeaning>[] = [
  { status: 401, body: { error: /^invalid_token/i, error_description: /expired/i }, means: 'expired' },
  { status: 401, body: { error: ANY }, means: 'rejected' },
  { status: 403, body: { error: ANY }, means: 'forbidden' },
]

const inject: Inject = (request, fields, now) =>
  (fields['email'] === undefined ? asBearer : asBasic('email', 'token', '/token'))(request, fields, now)

/** Zendesk and its tokens. */
export const zendesk = defineProvider({
  id: 'zendesk',
  name: 'Zendesk',
  credentialName: 'API token',
  fields: [
    plainField('subdomain', 'subdomain (acme.zendesk.com)', ['ZENDESK_SUBDOMAIN'], {
      aliases: ['site', 'domain', 'host', 'url'],
    }),
    plainField('email', 'e-mail', ['ZENDESK_EMAIL'], {
      aliases: ['username', 'user'],
      isOptional: true,
      isAsked: true,
    }),
    tokenField('API token', ['ZENDESK_API_TOKEN', 'ZENDESK_API_KEY', 'ZENDESK_TOKEN']),
  ],
  locate: siteOf({ field: 'subdomain', zones: ['zendesk.com'] }),
  inject,
  check: {
    url: '/api/v2/users/me.json',
    good: { body: { 'user.email': ANY }, identity: { key: 'user.id', name: 'user.email' } },
    rules: RULES,
  },
  tokenPage: ({ web }) => `${web}/admin/apps-integrations/apis/zendesk-api/settings/tokens`,
  connect: {
    authorization: '/oauth/authorizations/new',
    token: '/oauth/tokens',
    scopes: ['users:read'],
    pkce: true,
    clientAuthentication: 'post',
    tokenBody: 'json',
    // Without it neither an end nor a refresh token is given.
    tokenParameters: { expires_in: '1800' },
  },
  refresh: { refreshToken: 'rotates', accessLifeSeconds: 1800 },
})
