/**
 * Slack: tokens of bots, users and apps.
 *
 * docs.slack.dev: auth.test, auth.revoke, token types, token rotation, installing with OAuth, app manifests.
 */
import {
  asBearer,
  BASE64,
  defineProvider,
  DOTTED,
  firstOf,
  fixedAt,
  header,
  joined,
  SLUG,
  tokenField,
  WORD,
  type CheckMeaning,
  type RevocationMeaning,
  type Rule,
  type TokenPage,
} from './facts.ts'

/** Slack says no with 200. `invalid_auth` is also what a list of allowed addresses gives, which cannot be told apart. */
const RULES: readonly Rule<CheckMeaning>[] = [
  says(/^(?:token_expired)$/, 'expired'),
  says(/^(?:invalid_auth|account_inactive|token_revoked)$/, 'rejected'),
  says(/^(?:ratelimited|rate_limited)$/, 'rate-limited'),
  says(/^(?:missing_scope|not_allowed_token_type|no_permission)$/, 'scope'),
  says(/^(?:internal_error|fatal_error|service_unavailable|request_timeout)$/, 'unavailable'),
  says(/^(?:org_login_required|team_added_to_org)$/, 'unavailable'),
  says(
    /^(?:access_denied|accesslimited|ekm_access_denied|enterprise_is_restricted|team_access_not_granted|two_factor_setup_required)$/,
    'forbidden',
  ),
]

const ENDED: readonly Rule<RevocationMeaning>[] = [
  { status: 200, body: { ok: true, revoked: true }, means: 'revoked' },
  { status: 200, body: { ok: true, revoked: false }, means: 'refused' },
  says(/^(?:invalid_auth|account_inactive|token_revoked|token_expired)$/, 'gone'),
  says(/^(?:ratelimited|rate_limited)$/, 'rate-limited'),
  says(/^(?:access_denied|missing_scope|no_permission|not_allowed_token_type|not_bearer_token)$/, 'refused'),
]

function says<Meaning>(error: RegExp, means: Meaning): Rule<Meaning> {
  return { status: 200, body: { ok: false, error }, means }
}

/** A new app is made from a manifest, which has the scopes in it. */
const newApp: TokenPage = ({ scopes }) => {
  const manifest = {
    display_information: { name: 'Keyturn' },
    features: { bot_user: { display_name: 'Keyturn' } },
    oauth_config: { scopes: { bot: scopes } },
  }
  return `https://api.slack.com/apps?${new URLSearchParams({ new_app: '1', manifest_json: JSON.stringify(manifest) }).toString()}`
}

const OLD = { least: 20 }
const REVOKE = { method: 'POST', url: '/auth.revoke', form: {} } as const

/** Slack and all of its tokens. */
export const slack = defineProvider({
  id: 'slack',
  name: 'Slack',
  credentialName: 'bot or user token',
  fields: [tokenField('bot or user token', ['SLACK_TOKEN', 'SLACK_BOT_TOKEN'])],
  tokens: [
    {
      source: 'docs.slack.dev: tokens, token rotation, incoming webhooks',
      rows: [
        ['token', 'xoxb-', SLUG, [48, 49, 50, 51, 52], OLD],
        ['token', 'xoxp-', SLUG, [70, 71, 72, 73, 74], OLD],
        ['token', 'xoxa-', SLUG, [], OLD],
        ['token', 'xoxo-', SLUG, [], OLD],
        ['token', 'xoxr-', SLUG, [], OLD],
        ['token', 'xoxs-', SLUG, [], OLD],
        ['token', 'xoxc-', SLUG, [], OLD],
        ['cookie', 'xoxd-', SLUG | BASE64, [], { least: 20, shape: /xoxd-[A-Za-z0-9%+/=_-]{20,}/y }],
        ['token', 'xoxe.xox', DOTTED, [170], { least: 40, shape: /xoxe\.xox[bp]-\d-[A-Za-z0-9_-]{30,}/y }],
        ['refresh token', 'xoxe-', SLUG, [146, 149], { least: 40 }],
        ['token', 'xapp-', SLUG, [89, 90, 91, 92], { least: 40 }],
        ['token', 'xwfp-', SLUG, [], { least: 20 }],
        [
          'webhook',
          'hooks.slack.com/',
          WORD,
          [],
          {
            shape:
              /hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9]+\/[A-Za-z0-9]+\/[A-Za-z0-9]{16,}(?:\/[A-Za-z0-9]+)?/y,
          },
        ],
      ],
    },
  ],
  locate: fixedAt('https://slack.com/api', { web: 'https://slack.com' }),
  inject: asBearer,
  check: {
    method: 'POST',
    url: '/auth.test',
    form: {},
    good: {
      body: { ok: true },
      identity: {
        // A token of an app (`xapp-`) has no user.
        key: firstOf(joined('.', 'team_id', 'user_id'), 'app_id'),
        name: firstOf(joined('-', 'team', 'user'), 'app_name'),
      },
      scopes: header('x-oauth-scopes'),
    },
    rules: RULES,
  },
  tokenPage: newApp,
  managePage: 'https://api.slack.com/apps',
  suggestedScopes: ['channels:read', 'chat:write', 'users:read'],
  revoke: [
    { effect: 'bot', prefixes: ['xoxb-', 'xoxe.xoxb-'], request: REVOKE, rules: ENDED },
    { effect: 'token', prefixes: ['xoxp-', 'xoxe.xoxp-'], request: REVOKE, rules: ENDED },
  ],
  connect: {
    authorization: 'https://slack.com/oauth/v2/authorize',
    token: 'https://slack.com/api/oauth.v2.access',
    scopes: ['users:read'],
    scopeParameter: 'user_scope',
    scopeSeparator: ',',
    pkce: false,
    clientAuthentication: 'basic',
    answer: { nested: 'authed_user', tokenTypes: ['bot', 'user'] },
  },
  refresh: {
    refreshToken: 'rotates',
    accessLifeSeconds: 43_200,
    finalErrors: ['invalid_refresh_token', 'token_revoked', 'account_inactive', 'invalid_auth'],
  },
})
