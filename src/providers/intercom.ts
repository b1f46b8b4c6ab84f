/**
 * Intercom, in its regions.
 *
 * developers.intercom.com: authentication, "Identify an admin", error codes, regional hosting, OAuth (its tokens do not end).
 */
import {
  asBearer,
  BASE64,
  defineProvider,
  firstOf,
  fixedAt,
  joined,
  tokenField,
  type Ask,
  type CheckMeaning,
  type Rule,
  type Verdict,
} from './facts.ts'

const REGIONS = [
  'https://api.intercom.io',
  'https://api.eu.intercom.io',
  'https://api.au.intercom.io',
] as const

const RULES: readonly Rule<CheckMeaning>[] = [
  {
    status: 401,
    body: { 'errors.0.code': /^(?:unauthorized|token_\w+|client_not_found)$/ },
    means: 'rejected',
  },
  { status: 403, body: { 'errors.0.code': /^(?:forbidden|api_plan_restricted)$/ }, means: 'forbidden' },
]

/** A token of another region is refused as a bad one is: none knows it, before it is bad. */
async function checkIntercom(ask: Ask): Promise<Verdict> {
  const { api } = ask.address
  const isPublic = REGIONS.some((region) => region === api)
  let verdict = await askAt(ask, api)
  for (const region of isPublic ? REGIONS.slice(1) : []) {
    if (verdict.verdict !== 'rejected') return verdict
    verdict = await askAt(ask, region)
  }
  return verdict
}

function askAt(ask: Ask, api: string): Promise<Verdict> {
  return ask.probe({
    url: `${api}/me`,
    headers: { 'intercom-version': '2.11' },
    good: {
      body: { type: 'admin' },
      identity: { key: joined('.', 'app.id_code', 'id'), name: firstOf('email', 'name') },
    },
    rules: RULES,
  })
}

/** Intercom and its tokens. */
export const intercom = defineProvider({
  id: 'intercom',
  name: 'Intercom',
  credentialName: 'access token',
  fields: [tokenField('access token', ['INTERCOM_ACCESS_TOKEN', 'INTERCOM_TOKEN'])],
  tokens: [
    {
      source: 'developers.intercom.com: access tokens',
      rows: [['token', 'dG9rO', BASE64, [55], { left: 'word', least: 50 }]],
    },
  ],
  locate: fixedAt(REGIONS[0], { web: 'https://app.intercom.com', also: REGIONS }),
  inject: asBearer,
  check: checkIntercom,
  tokenPage: 'https://app.intercom.com/a/apps/_/developer-hub',
  connect: {
    authorization: 'https://app.intercom.com/oauth',
    token: 'https://api.intercom.io/auth/eagle/token',
    scopes: [],
    pkce: false,
    clientAuthentication: 'post',
  },
})
