/**
 * Sentry, in its regions and at own installations.
 *
 * docs.sentry.io: auth tokens, token formats, regions, permissions; getsentry `types/token.py`, `api/endpoints/index.py` (a stranger is answered
 * 200 without a user).
 */
import {
  ANY,
  asBearer,
  BASE64,
  defineProvider,
  firstOf,
  fixedAt,
  HEX,
  literal,
  memberOf,
  SLUG,
  textOf,
  tokenField,
  type Ask,
  type CheckMeaning,
  type Rule,
  type Verdict,
} from './facts.ts'

const SAAS = 'https://sentry.io'
const REGIONS = ['https://us.sentry.io', 'https://de.sentry.io']

const RULES: readonly Rule<CheckMeaning>[] = [
  { status: 401, body: { detail: /expired/i }, means: 'expired' },
  { status: 401, body: { detail: /^Invalid token/i }, means: 'rejected' },
  { status: 403, body: { detail: /permission/i }, means: 'scope' },
]

/** A token of an organisation says itself whose it is and where; of a user, the service says it. */
async function checkSentry(ask: Ask): Promise<Verdict> {
  const { organization, region } = ask.startsWith('sntrys_')
    ? readOrganizationToken(textOf(ask.fields, 'token'))
    : { organization: undefined, region: undefined }
  const isSaas = ask.address.web === SAAS
  const base =
    isSaas && region !== undefined && REGIONS.includes(region) ? `${region}/api/0` : ask.address.api
  const name = firstOf('user.username', 'user.email')
  return ask.probe({
    url: `${base}/`,
    good: {
      identity:
        organization === undefined
          ? { key: 'user.id', name }
          : { key: literal(organization), name: literal(organization) },
      scopes: 'auth.scopes',
      // Whoever is not recognised gets 200 as well, with neither.
      ...(organization !== undefined && { body: { 'auth.scopes': ANY } }),
    },
    rules: RULES,
  })
}

/** What stands open in a token of an organisation: base64 of JSON, between the prefix and the secret. */
function readOrganizationToken(token: string): { organization?: string; region?: string } {
  try {
    const [, payload = ''] = token.split('_')
    const facts: unknown = JSON.parse(Buffer.from(payload, 'base64').toString('utf8'))
    const organization = memberOf(facts, 'org')
    const region = memberOf(facts, 'region_url')
    return {
      ...(typeof organization === 'string' && { organization }),
      ...(typeof region === 'string' && { region }),
    }
  } catch {
    return {}
  }
}

/** Sentry and all of its tokens. */
export const sentry = defineProvider({
  id: 'sentry',
  name: 'Sentry',
  credentialName: 'auth token',
  fields: [tokenField('auth token', ['SENTRY_AUTH_TOKEN', 'SENTRY_ACCESS_TOKEN', 'SENTRY_TOKEN'])],
  tokens: [
    {
      source: 'docs.sentry.io/security-legal-pii/security/token-formats; getsentry types/token.py',
      rows: [
        ['token', 'sntryu_', HEX, 64, { least: 50 }],
        ['token', 'sntryi_', HEX, 64, { least: 50 }],
        ['token', 'sntrya_', HEX, 64, { least: 50 }],
        ['token', 'sntrys_', BASE64 | SLUG, [], { least: 60 }],
      ],
    },
  ],
  locate: fixedAt(`${SAAS}/api/0`, { web: SAAS, also: REGIONS, selfHosted: '/api/0' }),
  inject: asBearer,
  check: checkSentry,
  tokenPage: ({ web }) => `${web}/settings/account/api/auth-tokens/new-token/`,
  managePage: ({ web }) => `${web}/settings/account/api/auth-tokens/`,
  suggestedScopes: ['org:read', 'project:read'],
  connect: {
    authorization: '/oauth/authorize/',
    token: '/oauth/token/',
    scopes: ['org:read'],
    pkce: true,
    clientAuthentication: 'post',
  },
  refresh: { refreshToken: 'rotates', accessLifeSeconds: 2_592_000 },
})
