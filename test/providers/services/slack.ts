import { describe, expect, it } from 'vitest'
import { slack } from '../../../src/providers/slack.ts'
import { HEX, randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'
import { testRevocation } from '../revocation.ts'

const digits = (length: number): string => randomText(length, '0123456789')
const bot = `xoxb-${digits(12)}-${digits(13)}-${randomText(24)}`
const user = `xoxp-${digits(12)}-${digits(13)}-${digits(13)}-${randomText(32, HEX)}`
const app = `xapp-1-A${randomText(10)}-${digits(13)}-${randomText(64, HEX)}`
const rotating = `xoxe.xoxb-1-${randomText(160)}`
const told = {
  ok: true,
  team: 'Acme',
  team_id: 'T01',
  user: 'ran',
  user_id: 'U01',
  url: 'https://acme.slack.com/',
}
const whose = { key: 'T01.U01', name: 'Acme-ran' }
const says = (error: string) => ({ status: 200, body: { ok: false, error } })

testProvider({
  provider: slack,
  given: { token: bot },
  on: 'POST https://slack.com/api/auth.test',
  good: [{ status: 200, body: told, headers: { 'x-oauth-scopes': 'chat:write,channels:read' } }],
  means: { ...whose, scopes: ['chat:write', 'channels:read'] },
  identity: 'user_id',
  sees: ({ headers, url }) => {
    expect(headers).toMatchObject({ authorization: `Bearer ${bot}` })
    expect(url).not.toContain('xox')
  },
  tokens: [bot, user, app, rotating, `xoxe-1-${randomText(146)}`],
  rows: [
    [
      'a token of an app',
      { status: 200, body: { ok: true, app_id: 'A01', app_name: 'robot' } },
      { key: 'A01', name: 'robot' },
      { given: { token: app } },
    ],
    ['200 and a no', says('invalid_auth'), 'rejected'],
    ['an account that is gone', says('account_inactive'), 'rejected'],
    ['a token that is gone', says('token_revoked'), 'rejected'],
    ['a token whose time is over', says('token_expired'), 'expired'],
    ['a token that was lost on the way', says('not_authed'), 'unreadable'],
    ['too many requests', says('ratelimited'), 'rate-limited'],
    ['a missing scope', says('missing_scope'), 'scope'],
    ['the wrong kind of token', says('not_allowed_token_type'), 'scope'],
    ['an error of its own', says('internal_error'), 'unavailable'],
    ['an outage', says('service_unavailable'), 'unavailable'],
    ['a workspace that moves', says('org_login_required'), 'unavailable'],
    ['a company that forbids it', says('enterprise_is_restricted'), 'forbidden'],
    ['a company without its keys', says('ekm_access_denied'), 'forbidden'],
    ['a user who has to set up a second factor', says('two_factor_setup_required'), 'forbidden'],
    ['an error of tomorrow', says('something_new'), 'unreadable'],
    ['a yes without a user', { status: 200, body: { ok: true, team: 'Acme', team_id: 'T01' } }, 'unreadable'],
    ['a user without a yes', { status: 200, body: { ...told, ok: 'true' } }, 'unreadable'],
  ],
})

for (const [effect, tokens] of [
  ['bot', [bot, rotating]],
  ['token', [user]],
] as const) {
  testRevocation({
    provider: slack,
    given: { token: bot },
    effect,
    tokens,
    byHand: [app],
    on: 'POST https://slack.com/api/auth.revoke',
    sees: ({ headers, url, body }, { token = '' }) => {
      expect(headers).toMatchObject({ authorization: `Bearer ${token}` })
      expect(url + body).not.toContain('xox')
    },
    rows: [
      ['that it is done', { status: 200, body: { ok: true, revoked: true } }, 'revoked'],
      ['that it was only a test', { status: 200, body: { ok: true, revoked: false } }, 'refused'],
      ['that it was gone', says('token_revoked'), 'gone'],
      ['that it knows no such token', says('invalid_auth'), 'gone'],
      ['that it may not', says('no_permission'), 'refused'],
      ['too many requests', says('ratelimited'), 'rate-limited'],
      ['an error of tomorrow', says('something_new'), 'unreadable'],
    ],
  })
}

describe('the pages of Slack', () => {
  it('make an app that has the scopes', () => {
    const page = new URL(slack.tokenPage?.({ scopes: ['chat:write'], web: 'https://slack.com' }) ?? '')
    expect(JSON.parse(page.searchParams.get('manifest_json') ?? '')).toMatchObject({
      oauth_config: { scopes: { bot: ['chat:write'] } },
    })
  })
})
