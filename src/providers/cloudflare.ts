/**
 * Cloudflare: tokens of users and of accounts.
 *
 * developers.cloudflare.com: API tokens, token formats, "Verify token", account owned tokens, token template URLs.
 */
import {
  ALNUM,
  asBearer,
  defineProvider,
  firstOf,
  fixedAt,
  SLUG,
  tokenField,
  type Ask,
  type CheckMeaning,
  type Probe,
  type Rule,
  type TokenPage,
  type Verdict,
} from './facts.ts'

const RULES: readonly Rule<CheckMeaning>[] = [
  { status: [400, 401], body: { success: false, 'errors.0.code': 1000 }, means: 'rejected' },
  { status: 200, body: { success: true, 'result.status': 'expired' }, means: 'expired' },
  { status: 200, body: { success: true, 'result.status': 'disabled' }, means: 'rejected' },
]

const TOKEN: Probe = {
  url: '/user/tokens/verify',
  good: {
    body: { success: true, 'result.status': 'active' },
    identity: { key: 'result.id', name: 'result.id' },
    expires: 'result.expires_on',
  },
  rules: RULES,
}

/** The accounts a token reaches, the first of them: a name that people know. */
const ACCOUNTS: Probe = {
  url: '/accounts?per_page=1',
  good: {
    body: { success: true },
    identity: { key: firstOf('result.0.id'), name: firstOf('result.0.name', 'result.0.id') },
  },
  rules: RULES,
}

/** A token of an account is unknown where tokens of users are verified: the account that it reaches is who it is. */
async function checkCloudflare(ask: Ask): Promise<Verdict> {
  if (ask.startsWith('cfat_')) return ask.probe(ACCOUNTS)
  const token = await ask.probe(TOKEN)
  if (token.verdict !== 'valid' || token.identity === undefined) return token
  const accounts = await ask.probe(ACCOUNTS)
  if (accounts.verdict !== 'valid' || accounts.identity === undefined) return token
  return { ...token, identity: { key: token.identity.key, name: accounts.identity.name } }
}

/** `zone:read` is a group of permissions and its kind. */
const newToken: TokenPage = ({ scopes }) => {
  const groups = scopes.map((scope) => {
    const [key = scope, type = 'read'] = scope.split(':')
    return { key, type }
  })
  const wanted = {
    permissionGroupKeys: JSON.stringify(groups),
    name: 'Keyturn',
    accountId: '*',
    zoneId: 'all',
  }
  return `https://dash.cloudflare.com/profile/api-tokens?${new URLSearchParams(wanted).toString()}`
}

/** Cloudflare and all of its tokens. */
export const cloudflare = defineProvider({
  id: 'cloudflare',
  name: 'Cloudflare',
  credentialName: 'API token',
  fields: [tokenField('API token', ['CLOUDFLARE_API_TOKEN', 'CLOUDFLARE_TOKEN'])],
  tokens: [
    {
      source: 'developers.cloudflare.com: API token formats (2026); secretlint for the check digits',
      rows: [
        ['token', 'cfut_', ALNUM, 48, { least: 38 }],
        ['token', 'cfat_', ALNUM, 48, { least: 38 }],
        ['key', 'cfk_', ALNUM, 48, { least: 38 }],
        ['key', 'v1.0-', SLUG, [], { left: 'word', shape: /v1\.0-[0-9a-f]{24}-[0-9a-f]{146}/y }],
      ],
    },
  ],
  locate: fixedAt('https://api.cloudflare.com/client/v4', { web: 'https://dash.cloudflare.com' }),
  inject: asBearer,
  check: checkCloudflare,
  tokenPage: newToken,
  managePage: 'https://dash.cloudflare.com/profile/api-tokens',
  suggestedScopes: ['zone:read', 'dns:read'],
})
