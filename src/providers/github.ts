/**
 * GitHub, and GitHub Enterprise Server.
 *
 * docs.github.com: REST API authentication, troubleshooting, rate limits, credential revocation; "Authorizing a personal access token for
 * use with single sign-on"; github.blog 2021-04-05 (check digits) and 2026-04-24 (installation tokens).
 */
import {
  ALNUM,
  ANY,
  asBearer,
  defineProvider,
  DOTTED,
  fieldValue,
  fixedAt,
  header,
  textAt,
  tokenField,
  WORD,
  type CheckMeaning,
  type Probe,
  type Rule,
  type Source,
  type TokenPage,
} from './facts.ts'

const HEADERS = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' }

/** Only a 401 of the API itself rejects. A 403 never does: not even the one after several bad tries, which hits good tokens too. */
const RULES: readonly Rule<CheckMeaning>[] = [
  // Something on the way took the token out.
  { status: 401, body: { message: /requires authentication/i }, means: 'unreadable' },
  { status: 401, body: { message: /\bexpired\b/i }, means: 'expired' },
  { status: 401, body: { message: ANY }, means: 'rejected' },
  { status: 403, headers: { 'x-github-sso': ANY }, means: 'sso-required' },
  { status: 403, headers: { 'x-ratelimit-remaining': /^0$/ }, means: 'rate-limited' },
  { status: 403, headers: { 'retry-after': ANY }, means: 'rate-limited' },
  { status: 403, body: { message: /rate limit|abuse|login attempts exceeded/i }, means: 'rate-limited' },
  { status: 403, body: { message: /\bsaml\b|single sign-on/i }, means: 'sso-required' },
]

const END = header('github-authentication-token-expiration')

/** Whoever answers without a number for an id and a text for a login is not GitHub, whatever the status says. */
function numberAt(path: string): Source {
  return (facts) => /^[1-9]\d*$/.exec(textAt(facts, path) ?? '')?.[0]
}

/** Fine-grained tokens have no header of scopes. */
const USER: Probe = {
  url: '/user',
  headers: HEADERS,
  good: {
    body: { login: /./ },
    identity: { key: numberAt('id'), name: 'login' },
    scopes: header('x-oauth-scopes'),
    expires: END,
  },
  rules: RULES,
}

/** Tokens of an app's installation are alive, yet `/user` answers them 403. */
const INSTALLATION: Probe = {
  url: '/installation/repositories?per_page=1',
  headers: HEADERS,
  good: {
    body: { 'repositories.0.owner.login': /./ },
    identity: { key: numberAt('repositories.0.owner.id'), name: 'repositories.0.owner.login' },
    expires: END,
  },
  rules: RULES,
}

/** The form for a classic token takes scopes and a description. */
const newToken: TokenPage = ({ scopes, web }) =>
  `${web}/settings/tokens/new?${new URLSearchParams({ scopes: scopes.join(','), description: 'Keyturn' }).toString()}`

const BASE62 = { checksum: 'base62' } as const

/** GitHub and all of its tokens. */
export const github = defineProvider({
  id: 'github',
  name: 'GitHub',
  credentialName: 'personal access token',
  words: ['gh'],
  fields: [tokenField('personal access token', ['GITHUB_TOKEN', 'GITHUB_PERSONAL_ACCESS_TOKEN', 'GH_TOKEN'])],
  tokens: [
    {
      source: 'docs.github.com: about authentication to GitHub; github.blog 2021-04-05, 2026-04-24',
      rows: [
        ['token', 'ghp_', ALNUM, 36, BASE62],
        ['token', 'gho_', ALNUM, 36, BASE62],
        ['token', 'ghu_', ALNUM, 36, BASE62],
        // Installation tokens carry an app id and a JWT since April 2026: dots and underscores, about 520 characters.
        ['token', 'ghs_', DOTTED, [36, 520], { ...BASE62, least: 32 }],
        ['refresh token', 'ghr_', ALNUM, 76, { least: 33 }],
        ['token', 'github_pat_', WORD, 82, { least: 40 }],
      ],
    },
  ],
  locate: fixedAt('https://api.github.com', { web: 'https://github.com', selfHosted: '/api/v3' }),
  inject: asBearer,
  check: (ask) => ask.probe(ask.startsWith('ghs_') ? INSTALLATION : USER),
  tokenPage: newToken,
  managePage: ({ web }) => `${web}/settings/tokens`,
  suggestedScopes: ['repo', 'read:org'],
  revoke: [
    {
      // Asked without a credential of one's own: "Any authenticated requests will return a 403." 60 an hour.
      effect: 'token-and-notice',
      prefixes: ['ghp_', 'github_pat_', 'gho_', 'ghu_', 'ghr_'],
      request: {
        method: 'POST',
        url: '/credentials/revoke',
        headers: HEADERS,
        json: { credentials: [fieldValue()] },
        isAnonymous: true,
      },
      rules: [
        { status: 202, empty: true, means: 'accepted' },
        { status: [403, 429], headers: { 'x-ratelimit-remaining': /^0$/ }, means: 'rate-limited' },
        { status: [403, 422], body: { message: ANY }, means: 'refused' },
      ],
    },
  ],
  connect: {
    authorization: '/login/oauth/authorize',
    token: '/login/oauth/access_token',
    device: '/login/device/code',
    scopes: [],
    pkce: true,
    clientAuthentication: 'post',
    isDevicePublic: true,
  },
  refresh: {
    refreshToken: 'rotates',
    idleLifeDays: 183,
    finalErrors: ['bad_refresh_token'],
  },
})
