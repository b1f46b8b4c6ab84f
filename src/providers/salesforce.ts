/**
 * Salesforce: tokens of OAuth and of sessions, at the company's own domain.
 *
 * help.salesforce.com: OAuth authorization flows, UserInfo endpoint, "Revoke OAuth Tokens"; developer.salesforce.com: REST API status codes
 * and error responses.
 */
import {
  ANY,
  asBearer,
  defineProvider,
  DOTTED,
  fieldValue,
  firstOf,
  joined,
  plainField,
  siteOf,
  tokenField,
  type Ask,
  type CheckMeaning,
  type Rule,
  type Verdict,
} from './facts.ts'

const RULES: readonly Rule<CheckMeaning>[] = [
  // One sentence for a session that is over and one that never was.
  { status: 401, body: { '0.errorCode': 'INVALID_SESSION_ID' }, means: 'rejected' },
  { status: 403, text: /^Bad_OAuth_Token/, means: 'rejected' },
  { status: 403, body: { '0.errorCode': 'REQUEST_LIMIT_EXCEEDED' }, means: 'rate-limited' },
  { status: 403, body: { '0.errorCode': ANY }, means: 'forbidden' },
  { status: 503, body: { '0.errorCode': ANY }, means: 'unavailable' },
]

/** Whose it is says one page, which refuses with a page for people; another refuses in JSON. */
async function checkSalesforce(ask: Ask): Promise<Verdict> {
  const user = await ask.probe({
    url: '/services/oauth2/userinfo',
    good: {
      identity: {
        key: joined('.', 'organization_id', 'user_id'),
        name: firstOf('preferred_username', 'email'),
      },
    },
    rules: RULES,
  })
  const isRefused =
    user.verdict === 'unknown' && (user.reason === 'forbidden' || user.reason === 'unreadable')
  if (!isRefused) return user
  const limits = await ask.probe({
    url: '/services/data/v60.0/limits',
    good: { body: { DailyApiRequests: ANY }, identity: 'anonymous' },
    rules: RULES,
  })
  const isTelling = limits.verdict !== 'unknown' || limits.reason === 'rate-limited'
  return isTelling ? limits : user
}

/** Before the first token there is no domain: a user connects at the common address. */
const LOGIN = 'https://login.salesforce.com'

/** Salesforce and its tokens. */
export const salesforce = defineProvider({
  id: 'salesforce',
  name: 'Salesforce',
  credentialName: 'access token',
  words: ['sales force'],
  fields: [
    plainField('instance', 'domain (acme.my.salesforce.com)', ['SALESFORCE_INSTANCE_URL'], {
      aliases: ['instance_url', 'site', 'domain', 'host', 'url'],
    }),
    tokenField('access token', ['SALESFORCE_ACCESS_TOKEN', 'SALESFORCE_TOKEN']),
  ],
  tokens: [
    {
      source: 'help.salesforce.com: session ids',
      rows: [
        ['token', '00D', DOTTED, [], { left: 'word', shape: /00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]{80,}/y }],
      ],
    },
  ],
  locate: siteOf({ field: 'instance', zones: ['my.salesforce.com', 'salesforce.com'] }),
  inject: asBearer,
  check: checkSalesforce,
  managePage: ({ web }) => `${web}/setup/secur/RemoteAccessAuthorizationPage.apexp`,
  revoke: [
    {
      effect: 'token',
      request: {
        method: 'POST',
        url: '/services/oauth2/revoke',
        form: { token: fieldValue() },
        isAnonymous: true,
      },
      rules: [
        { status: 200, empty: true, means: 'revoked' },
        { status: 400, body: { error: /^(?:invalid_token|unsupported_token_type)$/ }, means: 'gone' },
        { status: 400, body: { error: ANY }, means: 'refused' },
      ],
    },
  ],
  connect: {
    authorization: `${LOGIN}/services/oauth2/authorize`,
    token: `${LOGIN}/services/oauth2/token`,
    revocation: `${LOGIN}/services/oauth2/revoke`,
    scopes: ['openid', 'refresh_token'],
    pkce: true,
    clientAuthentication: 'post',
    answer: { keeps: ['instance_url'] },
  },
  // No answer says how long an access token lives: a 401 tells.
  refresh: { refreshToken: 'rotates' },
})
