/**
 * Jira, Confluence, and Atlassian as a whole: API tokens (Basic with the e-mail, at the customer's site), OAuth (Bearer, at
 * api.atlassian.com), and own installations (Bearer).
 *
 * support.atlassian.com: manage API tokens, tokens with scopes; developer.atlassian.com: Jira REST v3 "Get current user", Confluence REST
 * "Get current user", OAuth 2.0 (3LO); confluence.atlassian.com: personal access tokens of Data Center. Long because it is one account system with
 * three doors.
 */
import {
  ANY,
  asBasic,
  asBearer,
  BASE64,
  defineProvider,
  firstOf,
  joined,
  literal,
  plainField,
  siteOf,
  SLUG,
  textAt,
  tokenField,
  unknown,
  type Ask,
  type CheckMeaning,
  type Connect,
  type Field,
  type GoodAnswer,
  type Inject,
  type Locate,
  type Probe,
  type Refresh,
  type Rule,
  type Verdict,
} from './facts.ts'

const GATEWAY = 'https://api.atlassian.com'
const ZONES = ['atlassian.net', 'jira.com'] as const

/** A product of Atlassian's, and who answers there for the user. */
interface Product {
  /** Its name in addresses of the gateway: `/ex/jira/…`. */
  readonly gateway: 'jira' | 'confluence'
  /** The path at a site. */
  readonly path: string
  /** The path at an own installation. */
  readonly dataCenterPath: string
}

const JIRA: Product = { gateway: 'jira', path: '/rest/api/3/myself', dataCenterPath: '/rest/api/2/myself' }
const CONFLUENCE: Product = {
  gateway: 'confluence',
  path: '/wiki/rest/api/user/current',
  dataCenterPath: '/rest/api/user/current',
}

const RULES: readonly Rule<CheckMeaning>[] = [
  { status: 401, body: { message: /scope does not match/i }, means: 'scope' },
  { status: [401, 403], headers: { 'x-authentication-denied-reason': ANY }, means: 'forbidden' },
  { status: 401, headers: { 'x-seraph-loginreason': /AUTHENTICATED_FAILED/ }, means: 'rejected' },
  { status: 401, text: /must be authenticated|basic auth/i, means: 'rejected' },
  { status: 401, body: { message: ANY }, means: 'rejected' },
  { status: 401, body: { errorMessages: ANY }, means: 'rejected' },
]

/** With a user name it is Basic; without, a token of OAuth or of an own installation. */
const inject: Inject = (request, fields, now) =>
  (fields['email'] === undefined ? asBearer : asBasic('email', 'token'))(request, fields, now)

const atSite = siteOf({ field: 'site', zones: ZONES, also: [GATEWAY] })

/** OAuth knows no site: its tokens go to the gateway. */
const locate: Locate = (where) => {
  const isOAuth =
    where.site === undefined &&
    where.api === undefined &&
    where.text?.('email') === undefined &&
    where.text?.('site') === undefined
  return isOAuth ? { api: GATEWAY, web: 'https://id.atlassian.com', origins: [GATEWAY] } : atSite(where)
}

const OAUTH_USER: Probe = {
  url: '/me',
  good: { identity: { key: 'account_id', name: firstOf('email', 'name') } },
  rules: RULES,
}

async function checkAt(product: Product, ask: Ask): Promise<Verdict> {
  const { api, web } = ask.address
  // Tokens of OAuth are JSON Web Tokens; any other needs its e-mail and its site.
  if (api === GATEWAY) return ask.startsWith('eyJ') ? ask.probe(OAUTH_USER) : unknown('incomplete')
  const host = new URL(web).hostname
  const isCloud = ZONES.some((zone) => host.endsWith(`.${zone}`))
  const site = host.replace(/\..*/, '')
  const good: GoodAnswer = {
    // The same person is another account at another site.
    identity: {
      key: joined('.', firstOf('accountId', 'key', 'userKey'), literal(host)),
      name: joined('-', literal(site), firstOf('emailAddress', 'email', 'name', 'username', 'displayName')),
    },
  }
  const { path, dataCenterPath, gateway } = product
  const verdict = await ask.probe({ url: isCloud ? path : dataCenterPath, good, rules: RULES })
  if (!isCloud || verdict.verdict !== 'rejected') return verdict
  // A token with scopes is refused at the site, though it is good: it is taken at the gateway alone.
  const tenant = await ask.send({ url: '/_edge/tenant_info', isAnonymous: true })
  const cloudId = tenant.kind === 'json' ? textAt(tenant, 'cloudId') : undefined
  if (cloudId === undefined || !/^[\w-]{1,64}$/.test(cloudId)) return unknown('unavailable')
  return ask.probe({ url: `${GATEWAY}/ex/${gateway}/${cloudId}${path}`, good, rules: RULES })
}

/** A site may have one of them only. */
async function checkEither(ask: Ask): Promise<Verdict> {
  const verdict = await checkAt(JIRA, ask)
  if (verdict.verdict !== 'unknown' || verdict.reason !== 'unreadable') return verdict
  const other = await checkAt(CONFLUENCE, ask)
  return other.verdict === 'unknown' ? verdict : other
}

function fieldsFor(stem: string): readonly Field[] {
  const both = (name: string): string[] => [...new Set([`${stem}_${name}`, `ATLASSIAN_${name}`])]
  const isAskedOnly = { isOptional: true, isAsked: true }
  return [
    plainField('site', 'site (acme.atlassian.net)', both('SITE'), {
      ...isAskedOnly,
      aliases: ['url', 'host', 'domain'],
    }),
    plainField('email', 'e-mail', [...both('EMAIL'), `${stem}_USERNAME`, 'ATLASSIAN_USER_EMAIL'], {
      ...isAskedOnly,
      aliases: ['username', 'user'],
    }),
    tokenField('API token', [...both('API_TOKEN'), `${stem}_TOKEN`]),
  ]
}

function connectTo(scope: string): Connect {
  return {
    authorization: 'https://auth.atlassian.com/authorize',
    token: 'https://auth.atlassian.com/oauth/token',
    scopes: ['read:me', 'offline_access', scope],
    parameters: { audience: 'api.atlassian.com', prompt: 'consent' },
    pkce: false,
    clientAuthentication: 'post',
    tokenBody: 'json',
  }
}

/** A dead token is told with 403 `unauthorized_client`; `access_denied` means that the client's own secret is wrong. */
const refresh: Refresh = {
  refreshToken: 'rotates',
  accessLifeSeconds: 3600,
  idleLifeDays: 90,
  finalErrors: ['unauthorized_client'],
}

const COMMON = {
  credentialName: 'API token',
  knownAs: 'atlassian',
  locate,
  inject,
  tokenPage: 'https://id.atlassian.com/manage-profile/security/api-tokens',
  refresh,
} as const

/** Jira. Its tokens are Atlassian's. */
export const jira = defineProvider({
  ...COMMON,
  id: 'jira',
  name: 'Jira',
  fields: fieldsFor('JIRA'),
  check: (ask) => checkAt(JIRA, ask),
  connect: connectTo('read:jira-user'),
})

/** Confluence. Its tokens are Atlassian's. */
export const confluence = defineProvider({
  ...COMMON,
  id: 'confluence',
  name: 'Confluence',
  fields: fieldsFor('CONFLUENCE'),
  check: (ask) => checkAt(CONFLUENCE, ask),
  connect: connectTo('read:confluence-user'),
})

/** Atlassian, whichever product. */
export const atlassian = defineProvider({
  ...COMMON,
  id: 'atlassian',
  name: 'Atlassian',
  words: ['jira', 'confluence'],
  fields: fieldsFor('ATLASSIAN'),
  tokens: [
    {
      source: 'support.atlassian.com: manage API tokens',
      rows: [
        ['token', 'ATATT3', SLUG | BASE64, 186, { least: 40, checksum: 'atlassian' }],
        ['token', 'ATCTT3', SLUG | BASE64, 186, { least: 40, checksum: 'atlassian' }],
        ['key', 'ATCTT', SLUG | BASE64, [], { left: 'word', least: 100 }],
      ],
    },
  ],
  check: checkEither,
  connect: connectTo('read:jira-user'),
})
