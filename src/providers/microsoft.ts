/**
 * Microsoft Graph: tokens of OAuth. National clouds by the operator's `api`.
 *
 * learn.microsoft.com: Graph errors, "Get a user", throttling; identity platform: authorization code, device code, refresh tokens (bound to
 * user and client; a new one comes with each use, the old one is not revoked).
 */
import {
  ANY,
  asBearer,
  defineProvider,
  firstOf,
  fixedAt,
  tokenField,
  type Ask,
  type CheckMeaning,
  type Rule,
  type Verdict,
} from './facts.ts'

const RULES: readonly Rule<CheckMeaning>[] = [
  {
    status: 401,
    body: { 'error.code': 'InvalidAuthenticationToken', 'error.message': /expired/i },
    means: 'expired',
  },
  { status: 401, body: { 'error.code': /^(?:InvalidAuthenticationToken|CompactToken)/ }, means: 'rejected' },
  {
    status: 403,
    body: { 'error.code': /^(?:Authorization_RequestDenied|accessDenied|ErrorAccessDenied)$/ },
    means: 'scope',
  },
  // A token of an application has no `me`.
  { status: 400, body: { 'error.message': /delegated authentication flow/i }, means: 'scope' },
  { status: 429, body: { error: ANY }, means: 'rate-limited' },
]

async function checkMicrosoft(ask: Ask): Promise<Verdict> {
  const user = await ask.probe({
    url: '/v1.0/me',
    good: { identity: { key: 'id', name: firstOf('userPrincipalName', 'mail', 'displayName') } },
    rules: RULES,
  })
  if (user.verdict !== 'unknown' || user.reason !== 'scope') return user
  const organization = await ask.probe({
    url: '/v1.0/organization',
    good: { identity: { key: 'value.0.id', name: 'value.0.displayName' } },
    rules: RULES,
  })
  return organization.verdict === 'valid' ? organization : user
}

const LOGIN = 'https://login.microsoftonline.com/common/oauth2/v2.0'

/** Microsoft Graph and its tokens. */
export const microsoft = defineProvider({
  id: 'microsoft',
  name: 'Microsoft',
  credentialName: 'access token',
  words: ['microsoft graph', 'ms graph', 'microsoft 365', 'office 365'],
  fields: [tokenField('access token', ['MICROSOFT_GRAPH_TOKEN', 'MS365_MCP_OAUTH_TOKEN'])],
  locate: fixedAt('https://graph.microsoft.com', { web: 'https://myaccount.microsoft.com' }),
  inject: asBearer,
  check: checkMicrosoft,
  managePage: 'https://myapps.microsoft.com',
  suggestedScopes: ['User.Read'],
  connect: {
    authorization: `${LOGIN}/authorize`,
    token: `${LOGIN}/token`,
    device: `${LOGIN}/devicecode`,
    scopes: ['openid', 'offline_access', 'User.Read'],
    pkce: true,
    clientAuthentication: 'post',
    isDevicePublic: true,
  },
  refresh: {
    refreshToken: 'rotates',
    accessLifeSeconds: 3600,
    idleLifeDays: 90,
    finalErrors: ['interaction_required', 'login_required', 'consent_required'],
  },
})
