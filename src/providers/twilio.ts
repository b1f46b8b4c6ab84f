/**
 * Twilio: the id of an account with its auth token, or with an API key and its secret.
 *
 * www.twilio.com/docs: REST API authentication, API keys (a standard key may not read the account itself), "Fetch an Account", error 20003.
 */
import {
  ANY,
  asBasic,
  defineProvider,
  fixedAt,
  HEX,
  literal,
  plainField,
  secretField,
  type Ask,
  type CheckMeaning,
  type Rule,
  type Verdict,
} from './facts.ts'

const RULES: readonly Rule<CheckMeaning>[] = [
  { status: 401, body: { code: 20_003 }, means: 'rejected' },
  { status: 401, body: { code: 70_051 }, means: 'scope' },
  { status: 403, body: { code: ANY }, means: 'forbidden' },
]

async function checkTwilio(ask: Ask): Promise<Verdict> {
  const account = ask.text('account_sid') ?? ''
  if (ask.fields['api_key_sid'] === undefined) {
    return ask.probe({
      url: '/2010-04-01/Accounts/{account_sid}.json',
      good: { identity: { key: 'sid', name: 'friendly_name' } },
      rules: RULES,
    })
  }
  return ask.probe({
    url: '/2010-04-01/Accounts/{account_sid}/IncomingPhoneNumbers.json?PageSize=1',
    good: {
      body: { incoming_phone_numbers: ANY },
      identity: { key: literal(account), name: literal(account) },
    },
    rules: RULES,
  })
}

/** Twilio and its tokens. */
export const twilio = defineProvider({
  id: 'twilio',
  name: 'Twilio',
  credentialName: 'account SID and auth token',
  fields: [
    plainField('account_sid', 'account SID', ['TWILIO_ACCOUNT_SID'], {
      aliases: ['username', 'account', 'user'],
    }),
    plainField('api_key_sid', 'API key SID', ['TWILIO_API_KEY'], { aliases: ['api_key'], isOptional: true }),
    secretField('auth_token', 'auth token or API key secret', ['TWILIO_AUTH_TOKEN', 'TWILIO_API_SECRET'], {
      aliases: ['token', 'password', 'api_secret'],
    }),
  ],
  tokens: [
    {
      source: 'www.twilio.com/docs: API keys',
      rows: [['key id', 'SK', HEX, 32, { left: 'word', shape: /SK[0-9a-f]{32}(?![A-Za-z0-9])/y }]],
    },
  ],
  locate: fixedAt('https://api.twilio.com', { web: 'https://console.twilio.com' }),
  inject: (request, fields, now) =>
    asBasic(fields['api_key_sid'] === undefined ? 'account_sid' : 'api_key_sid', 'auth_token')(
      request,
      fields,
      now,
    ),
  check: checkTwilio,
  tokenPage: 'https://console.twilio.com',
})
