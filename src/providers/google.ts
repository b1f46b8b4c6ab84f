/**
 * Google: tokens of OAuth for every product, and API keys. Long because it is one system with five names.
 *
 * developers.google.com/identity: OAuth 2.0 for web servers and for devices (which refuses most scopes), revoking a token, OpenID Connect;
 * ai.google.dev: API errors. An access token lives an hour.
 */
import {
  ANY,
  asBearer,
  byPrefix,
  defineProvider,
  DOTTED,
  fieldValue,
  firstOf,
  fixedAt,
  inHeader,
  SLUG,
  tokenField,
  type Ask,
  type CheckMeaning,
  type Connect,
  type Probe,
  type Provider,
  type Refresh,
  type Revocation,
  type Rule,
  type Verdict,
} from './facts.ts'

const OPENID = 'https://openidconnect.googleapis.com'
const OAUTH = 'https://oauth2.googleapis.com'
const MODELS = 'https://generativelanguage.googleapis.com'

/** One sentence for a token that is over and one that never was. */
const DEAD: readonly Rule<CheckMeaning>[] = [
  { status: [400, 401], body: { error: 'invalid_token' }, means: 'rejected' },
  { status: 400, body: { error_description: /^Invalid Value/ }, means: 'rejected' },
]

/** A 401 is also the answer to a token that may not say whose it is: the next question decides. */
const USER: Probe = {
  url: `${OPENID}/v1/userinfo`,
  good: { identity: { key: 'sub', name: firstOf('email', 'name', 'sub') } },
  rules: [{ status: [401, 403], body: { error: ANY }, means: 'scope' }],
}

const TOKEN: Probe = {
  method: 'POST',
  url: `${OAUTH}/tokeninfo`,
  form: {},
  good: {
    body: { aud: ANY },
    identity: { key: 'sub', name: firstOf('email', 'sub'), isOptional: true },
    scopes: 'scope',
    expires: 'exp',
  },
  rules: DEAD,
}

const KEY: Probe = {
  url: `${MODELS}/v1/models?pageSize=1`,
  good: { body: { models: ANY }, identity: 'anonymous' },
  rules: [
    { status: 400, body: { 'error.details.0.reason': 'API_KEY_INVALID' }, means: 'rejected' },
    { status: 400, body: { 'error.message': /^API key expired/i }, means: 'expired' },
    { status: 400, body: { 'error.message': /^API key not valid/i }, means: 'rejected' },
    // The key is good for other products.
    { status: 403, body: { 'error.status': 'PERMISSION_DENIED' }, means: 'scope' },
  ],
}

async function checkGoogle(ask: Ask): Promise<Verdict> {
  if (ask.startsWith('AIza') || ask.startsWith('AQ.')) return ask.probe(KEY)
  const user = await ask.probe(USER)
  if (user.verdict === 'unknown' && user.reason !== 'scope') return user
  const token = await ask.probe(TOKEN)
  if (user.verdict !== 'valid')
    return token.verdict === 'valid' && token.identity === undefined ? user : token
  return token.verdict === 'valid' ? { ...token, identity: user.identity } : user
}

const REVOKE: Revocation = {
  effect: 'grant',
  prefixes: ['ya29.', '1//'],
  request: { method: 'POST', url: `${OAUTH}/revoke`, form: { token: fieldValue() }, isAnonymous: true },
  rules: [
    { status: 200, empty: true, means: 'revoked' },
    { status: 400, body: { error: /^(?:invalid_token|token_revoked|token_expired)$/ }, means: 'gone' },
    { status: 400, body: { error: ANY }, means: 'refused' },
  ],
}

function connectTo(scope: string | undefined): Connect {
  return {
    authorization: 'https://accounts.google.com/o/oauth2/v2/auth',
    token: `${OAUTH}/token`,
    // Devices get the e-mail and profile, and hardly any product.
    ...(scope === undefined && { device: `${OAUTH}/device/code` }),
    revocation: `${OAUTH}/revoke`,
    scopes: ['openid', 'email', ...(scope === undefined ? [] : [scope])],
    parameters: { access_type: 'offline', prompt: 'consent' },
    pkce: true,
    clientAuthentication: 'post',
  }
}

/** Dies after six months unused, a week while the consent screen is in testing, and silently when an account has a hundred. */
const REFRESH: Refresh = { refreshToken: 'stays', accessLifeSeconds: 3600, idleLifeDays: 183 }

interface Product {
  readonly id: string
  readonly name: string
  readonly words: readonly string[]
  readonly api: string
  /** What its tokens have to be allowed. */
  readonly scope?: string
}

function product({ id, name, words, api, scope }: Product): Parameters<typeof defineProvider>[0] {
  const stem = id.toUpperCase()
  return {
    id,
    name,
    credentialName: 'access token',
    words,
    knownAs: 'google',
    fields: [tokenField('access token', [`${stem}_ACCESS_TOKEN`, `${stem}_TOKEN`])],
    locate: fixedAt(api, {
      web: 'https://myaccount.google.com',
      also: ['https://www.googleapis.com', OPENID, OAUTH],
    }),
    inject: asBearer,
    check: checkGoogle,
    managePage: 'https://myaccount.google.com/connections',
    suggestedScopes: scope === undefined ? [] : [scope],
    revoke: [REVOKE],
    connect: connectTo(scope),
    refresh: REFRESH,
  }
}

const SCOPES = 'https://www.googleapis.com/auth'

/** API keys go into a header of their own (ai.google.dev: API keys). */
const AS_KEY = inHeader('x-goog-api-key')

/** Google, whichever product. */
export const google: Provider = defineProvider({
  ...product({ id: 'google', name: 'Google', words: [], api: 'https://www.googleapis.com' }),
  tokens: [
    {
      source: 'cloud.google.com/docs/authentication; developers.google.com/identity',
      rows: [
        ['token', 'ya29.', SLUG | DOTTED, [], { least: 30 }],
        ['refresh token', '1//', SLUG, [], { left: 'word', least: 40, random: true }],
        ['key', 'AIza', SLUG, 35],
        // Since 2026 (ai.google.dev: API keys).
        ['key', 'AQ.', SLUG, 50, { left: 'word', random: true }],
        ['client secret', 'GOCSPX-', SLUG, 28],
      ],
    },
  ],
  locate: fixedAt('https://www.googleapis.com', {
    web: 'https://myaccount.google.com',
    also: [OPENID, OAUTH, MODELS],
  }),
  inject: byPrefix('AIza', AS_KEY, byPrefix('AQ.', AS_KEY, asBearer)),
})

/** Gmail. Its tokens are Google's. */
export const gmail: Provider = defineProvider(
  product({
    id: 'gmail',
    name: 'Gmail',
    words: ['google mail'],
    api: 'https://gmail.googleapis.com',
    scope: `${SCOPES}/gmail.readonly`,
  }),
)

/** Google Drive. Its tokens are Google's. */
export const googleDrive: Provider = defineProvider(
  product({
    id: 'google_drive',
    name: 'Google Drive',
    words: ['gdrive'],
    api: 'https://www.googleapis.com',
    scope: `${SCOPES}/drive.readonly`,
  }),
)

/** Google Calendar. Its tokens are Google's. */
export const googleCalendar: Provider = defineProvider(
  product({
    id: 'google_calendar',
    name: 'Google Calendar',
    words: ['gcal'],
    api: 'https://www.googleapis.com',
    scope: `${SCOPES}/calendar.readonly`,
  }),
)

/** Google Sheets. Its tokens are Google's. */
export const googleSheets: Provider = defineProvider(
  product({
    id: 'google_sheets',
    name: 'Google Sheets',
    words: [],
    api: 'https://sheets.googleapis.com',
    scope: `${SCOPES}/spreadsheets.readonly`,
  }),
)
