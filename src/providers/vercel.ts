/**
 * Vercel.
 *
 * vercel.com/docs/rest-api: "Get the User", "Get Auth Token Metadata" and "Delete an authentication token" (`current` is the one of the
 * request), errors; vercel.com/docs: access tokens.
 */
import {
  ALNUM,
  asBearer,
  defineProvider,
  firstOf,
  fixedAt,
  tokenField,
  WORD,
  type Ask,
  type CheckMeaning,
  type Probe,
  type Rule,
  type Verdict,
} from './facts.ts'

/** A 403 is how Vercel refuses a token, and how a team asks for single sign-on. */
const RULES: readonly Rule<CheckMeaning>[] = [
  { status: [401, 403], body: { 'error.saml': true }, means: 'sso-required' },
  { status: [401, 403], body: { 'error.invalidToken': true }, means: 'rejected' },
]

const USER: Probe = {
  url: '/v2/user',
  good: { identity: { key: firstOf('user.id', 'user.uid'), name: firstOf('user.username', 'user.email') } },
  rules: RULES,
}

const CURRENT: Probe = {
  url: '/v5/user/tokens/current',
  good: { identity: { key: 'token.id', name: 'token.name' }, expires: 'token.expiresAt' },
  rules: RULES,
}

async function checkVercel(ask: Ask): Promise<Verdict> {
  const user = await ask.probe(USER)
  if (user.verdict !== 'valid') return user
  const current = await ask.probe(CURRENT)
  return current.verdict === 'valid' ? { ...user, expiresAt: current.expiresAt } : user
}

/** Vercel and all of its tokens. */
export const vercel = defineProvider({
  id: 'vercel',
  name: 'Vercel',
  credentialName: 'access token',
  fields: [tokenField('access token', ['VERCEL_TOKEN', 'VERCEL_API_TOKEN', 'VERCEL_ACCESS_TOKEN'])],
  tokens: [
    {
      source: 'vercel.com/docs: token formats',
      rows: [
        ['token', 'vcp_', ALNUM, [], { least: 20 }],
        ['token', 'vci_', ALNUM, [], { least: 20 }],
        ['token', 'vca_', ALNUM, [], { least: 20 }],
        ['refresh token', 'vcr_', ALNUM, [], { least: 20 }],
        ['key', 'vck_', ALNUM, [], { least: 20 }],
        ['token', 'vercel_blob_rw_', WORD, [], { least: 30 }],
      ],
    },
  ],
  locate: fixedAt('https://api.vercel.com', { web: 'https://vercel.com' }),
  inject: asBearer,
  check: checkVercel,
  tokenPage: 'https://vercel.com/account/settings/tokens',
  revoke: [
    {
      effect: 'token',
      request: { method: 'DELETE', url: '/v3/user/tokens/current' },
      rules: [
        { status: 200, body: { tokenId: /./ }, means: 'revoked' },
        { status: [401, 403], body: { 'error.invalidToken': true }, means: 'gone' },
        { status: [400, 401, 403, 404], body: { 'error.code': /./ }, means: 'refused' },
      ],
    },
  ],
})
