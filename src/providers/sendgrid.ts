/**
 * SendGrid.
 *
 * www.twilio.com/docs/sendgrid: authentication, API key permissions, "Retrieve a list of scopes", "Get a user's username".
 */
import {
  ANY,
  asBearer,
  defineProvider,
  DOTTED,
  fixedAt,
  tokenField,
  type Ask,
  type CheckMeaning,
  type Rule,
  type Verdict,
} from './facts.ts'

const RULES: readonly Rule<CheckMeaning>[] = [
  {
    status: 401,
    body: { 'errors.0.message': /expired, or revoked|authorization required/i },
    means: 'rejected',
  },
  { status: 403, body: { 'errors.0.message': ANY }, means: 'scope' },
]

/** Every key may ask what it may do; only some may ask whose they are. */
async function checkSendGrid(ask: Ask): Promise<Verdict> {
  const scopes = await ask.probe({
    url: '/v3/scopes',
    good: { body: { scopes: ANY }, identity: 'anonymous', scopes: 'scopes' },
    rules: RULES,
  })
  if (scopes.verdict !== 'valid') return scopes
  const user = await ask.probe({
    url: '/v3/user/username',
    good: { identity: { key: 'user_id', name: 'username' } },
    rules: RULES,
  })
  return user.verdict === 'valid' ? { ...scopes, identity: user.identity } : scopes
}

/** SendGrid and its keys. */
export const sendgrid = defineProvider({
  id: 'sendgrid',
  name: 'SendGrid',
  credentialName: 'API key',
  words: ['send grid'],
  fields: [tokenField('API key', ['SENDGRID_API_KEY'])],
  tokens: [
    {
      source: 'www.twilio.com/docs/sendgrid: API keys',
      rows: [['key', 'SG.', DOTTED, 66, { left: 'word', shape: /SG\.[\w-]{20,24}\.[\w-]{38,50}/y }]],
    },
  ],
  locate: fixedAt('https://api.sendgrid.com', { web: 'https://app.sendgrid.com' }),
  inject: asBearer,
  check: checkSendGrid,
  tokenPage: 'https://app.sendgrid.com/settings/api_keys',
})
