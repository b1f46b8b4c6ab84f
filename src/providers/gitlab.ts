/**
 * GitLab, at gitlab.com and at own installations.
 *
 * docs.gitlab.com: personal access tokens (also the API and "Prefill personal access token details"), REST API authentication, OAuth 2.0
 * identity provider API; gitlabhq `lib/authn/token_field` (check digits), `lib/gitlab/auth/auth_finders.rb` and `lib/api/api_guard.rb`
 * (what a 401 says).
 */
import {
  ANY,
  asBearer,
  defineProvider,
  DOTTED,
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
  { status: 401, body: { error: 'invalid_token', error_description: /expired/i }, means: 'expired' },
  { status: 401, body: { error: 'invalid_token' }, means: 'rejected' },
  { status: 401, body: { message: '401 Unauthorized' }, means: 'rejected' },
  { status: 403, body: { error: 'insufficient_scope' }, means: 'scope' },
  { status: 403, body: { error: 'insufficient_granular_scope' }, means: 'scope' },
]

const USER: Probe = {
  url: '/user',
  good: { body: { username: ANY }, identity: { key: 'id', name: 'username' } },
  rules: RULES,
}

/** Any personal, project or group token may ask about itself; an OAuth token is none of these. */
const SELF: Probe = {
  url: '/personal_access_tokens/self',
  good: {
    body: { active: true },
    identity: { key: 'user_id', name: 'name' },
    scopes: 'scopes',
    expires: 'expires_at',
  },
  rules: RULES,
}

/** A token without `read_user` or `api` is known by its own name. */
async function checkGitLab(ask: Ask): Promise<Verdict> {
  const user = await ask.probe(USER)
  const isAlive = user.verdict === 'valid' || (user.verdict === 'unknown' && user.reason === 'scope')
  if (!isAlive) return user
  const self = await ask.probe(SELF)
  if (self.verdict !== 'valid') return user
  return user.verdict === 'valid' ? { ...self, identity: user.identity } : self
}

const newToken: TokenPage = ({ scopes, web }) =>
  `${web}/-/user_settings/personal_access_tokens?${new URLSearchParams({ name: 'Keyturn', scopes: scopes.join(',') }).toString()}`

/** GitLab and all of its tokens. */
export const gitlab = defineProvider({
  id: 'gitlab',
  name: 'GitLab',
  credentialName: 'personal access token',
  fields: [tokenField('personal access token', ['GITLAB_TOKEN', 'GITLAB_PERSONAL_ACCESS_TOKEN'])],
  tokens: [
    {
      source: 'docs.gitlab.com: security/tokens; gitlabhq lib/authn/token_field',
      rows: [
        // 20 characters, or routable: payload, `.01.`, length, check digits.
        ['token', 'glpat-', DOTTED, 20, { checksum: 'routable' }],
        ['token', 'gldt-', DOTTED, 20],
        ['token', 'glrt-', DOTTED, 20],
        ['token', 'glrtr-', DOTTED, 20],
        ['token', 'glcbt-', DOTTED, [20, 23]],
        ['token', 'glptt-', SLUG, 40, { least: 17 }],
        ['token', 'glft-', DOTTED, 20],
        ['token', 'glsoat-', DOTTED, 20],
        ['token', 'glimt-', DOTTED, [20, 25]],
        ['token', 'glffct-', DOTTED, 20],
        ['token', 'glwt-', DOTTED, 20],
        ['token', 'glagent-', DOTTED, 50, { least: 17 }],
        ['client secret', 'gloas-', SLUG, 64, { least: 40 }],
        ['token', 'GR1348941', SLUG, 20],
      ],
    },
  ],
  locate: fixedAt('https://gitlab.com/api/v4', { selfHosted: '/api/v4' }),
  inject: asBearer,
  check: checkGitLab,
  tokenPage: newToken,
  managePage: ({ web }) => `${web}/-/user_settings/personal_access_tokens`,
  suggestedScopes: ['read_user', 'api'],
  revoke: [
    {
      // Never by `rotate`: that of a token that was revoked before ends its whole family.
      effect: 'token',
      prefixes: ['glpat-'],
      request: { method: 'DELETE', url: '/personal_access_tokens/self' },
      rules: [
        { status: 204, empty: true, means: 'revoked' },
        { status: 401, body: { error: 'invalid_token' }, means: 'gone' },
        { status: 401, body: { message: '401 Unauthorized' }, means: 'gone' },
        { status: [400, 403], body: { message: ANY }, means: 'refused' },
      ],
    },
  ],
  connect: {
    authorization: '/oauth/authorize',
    token: '/oauth/token',
    device: '/oauth/authorize_device',
    revocation: '/oauth/revoke',
    scopes: ['read_user'],
    pkce: true,
    clientAuthentication: 'post',
  },
  refresh: { refreshToken: 'rotates', accessLifeSeconds: 7200 },
})
