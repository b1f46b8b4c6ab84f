/**
 * Hugging Face.
 *
 * huggingface.co/docs/hub: user access tokens, OAuth (also its openid-configuration); the types of whoami-v2 in @huggingface/hub.
 */
import { ALNUM, ANY, asBearer, defineProvider, fixedAt, SLUG, tokenField, type TokenPage } from './facts.ts'

/** The form for a fine-grained token takes the permissions. */
const newToken: TokenPage = ({ scopes }) => {
  const permissions = scopes.map((scope): [string, string] => ['ownUserPermissions', scope])
  const wanted = new URLSearchParams([...permissions, ['tokenType', 'fineGrained']])
  return `https://huggingface.co/settings/tokens/new?${wanted.toString()}`
}

/** Hugging Face and all of its tokens. */
export const huggingface = defineProvider({
  id: 'huggingface',
  name: 'Hugging Face',
  credentialName: 'access token',
  fields: [tokenField('access token', ['HF_TOKEN', 'HUGGINGFACE_TOKEN', 'HUGGING_FACE_HUB_TOKEN'])],
  tokens: [
    {
      source: 'huggingface.co/docs/hub: user access tokens',
      rows: [
        ['token', 'hf_', ALNUM, 34, { least: 30 }],
        ['token', 'hf_oauth_', SLUG, [], { least: 40 }],
        ['token', 'api_org_', ALNUM, 34],
      ],
    },
  ],
  locate: fixedAt('https://huggingface.co'),
  inject: asBearer,
  check: {
    url: '/api/whoami-v2',
    // The id outlives a renaming. `auth` is there for everybody who is somebody.
    good: {
      body: { type: ANY },
      identity: { key: 'id', name: 'name' },
      scopes: 'auth.accessToken.role',
      expires: 'auth.accessToken.expiration',
    },
    rules: [
      { status: 401, body: { error: /expired/i }, means: 'expired' },
      { status: 401, body: { error: ANY }, means: 'rejected' },
    ],
  },
  tokenPage: newToken,
  managePage: 'https://huggingface.co/settings/tokens',
  suggestedScopes: ['repo.content.read'],
  connect: {
    authorization: '/oauth/authorize',
    token: '/oauth/token',
    device: '/oauth/device',
    scopes: ['openid', 'profile'],
    pkce: true,
    clientAuthentication: 'basic',
  },
  refresh: { refreshToken: 'rotates' },
})
