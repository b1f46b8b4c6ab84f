/**
 * HubSpot: tokens of private apps, of OAuth, and service keys.
 *
 * developers.hubspot.com: private apps ("Retrieve token information"), account information, error handling, OAuth tokens.
 */
import {
  asBearer,
  defineProvider,
  fieldValue,
  firstOf,
  fixedAt,
  SLUG,
  tokenField,
  type Ask,
  type CheckMeaning,
  type Probe,
  type Rule,
  type Verdict,
} from './facts.ts'

const UUID = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}'

const RULES: readonly Rule<CheckMeaning>[] = [
  { status: 401, body: { status: 'error', category: 'EXPIRED_AUTHENTICATION' }, means: 'expired' },
  { status: 401, body: { status: 'error', category: 'INVALID_AUTHENTICATION' }, means: 'rejected' },
  { status: 403, body: { status: 'error', category: 'MISSING_SCOPES' }, means: 'scope' },
  { status: 423, body: { status: 'error' }, means: 'unavailable' },
]

/** Says the scopes as well; only for tokens of private apps, and only about good ones. */
const PRIVATE_APP: Probe = {
  method: 'POST',
  url: '/oauth/v2/private-apps/get/access-token-info',
  json: { tokenKey: fieldValue() },
  isAnonymous: true,
  good: { identity: { key: 'hubId', name: 'hubId' }, scopes: 'scopes' },
  rules: [],
}

const ACCOUNT: Probe = {
  url: '/account-info/v3/details',
  good: { identity: { key: 'portalId', name: firstOf('portalId') } },
  rules: RULES,
}

async function checkHubSpot(ask: Ask): Promise<Verdict> {
  const app = ask.startsWith('pat-') ? await ask.probe(PRIVATE_APP) : undefined
  return app?.verdict === 'valid' ? app : ask.probe(ACCOUNT)
}

/** HubSpot and its tokens. */
export const hubspot = defineProvider({
  id: 'hubspot',
  name: 'HubSpot',
  credentialName: 'private app token',
  words: ['hub spot'],
  fields: [
    tokenField('private app token', ['PRIVATE_APP_ACCESS_TOKEN', 'HUBSPOT_ACCESS_TOKEN', 'HUBSPOT_TOKEN']),
  ],
  tokens: [
    {
      source: 'developers.hubspot.com: private apps, API keys',
      rows: [
        ['token', 'pat-', SLUG, [], { left: 'word', shape: new RegExp(`pat-(?:na|eu|ap)\\d-${UUID}`, 'y') }],
        ['key', 'na1-', SLUG, [], { left: 'word', shape: /na1-[0-9a-f]{4}-[0-9a-f-]{30,}/y }],
      ],
    },
  ],
  locate: fixedAt('https://api.hubapi.com', { web: 'https://app.hubspot.com' }),
  inject: asBearer,
  check: checkHubSpot,
  tokenPage: 'https://app.hubspot.com/l/private-apps',
  connect: {
    authorization: 'https://app.hubspot.com/oauth/authorize',
    token: 'https://api.hubapi.com/oauth/v1/token',
    scopes: ['oauth'],
    pkce: false,
    clientAuthentication: 'post',
  },
  refresh: { refreshToken: 'stays', accessLifeSeconds: 1800, finalErrors: ['BAD_REFRESH_TOKEN'] },
})
