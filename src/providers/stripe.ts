/**
 * Stripe.
 *
 * docs.stripe.com: API keys, restricted keys, authentication, errors, "Retrieve account", "Retrieve balance".
 */
import {
  ALNUM,
  ANY,
  asBearer,
  BASE64,
  defineProvider,
  firstOf,
  fixedAt,
  joined,
  literal,
  tokenField,
  WORD,
  type Ask,
  type CheckMeaning,
  type Rule,
  type Verdict,
} from './facts.ts'

const RULES: readonly Rule<CheckMeaning>[] = [
  { status: 401, body: { 'error.code': 'api_key_expired' }, means: 'expired' },
  {
    status: 401,
    body: { 'error.message': /^(?:Invalid API Key provided|Expired API Key)/i },
    means: 'rejected',
  },
  {
    status: [401, 403],
    body: { 'error.message': /does not have (?:the required permissions|access)/i },
    means: 'scope',
  },
  { status: 403, body: { 'error.type': ANY }, means: 'scope' },
]

/** A key of test mode and one of live mode are two accounts of one business. A restricted key may see its balance and no more. */
async function checkStripe(ask: Ask): Promise<Verdict> {
  const isTest = ask.startsWith('sk_test_') || ask.startsWith('rk_test_')
  const shown = firstOf('settings.dashboard.display_name', 'business_profile.name', 'email', 'id')
  const account = await ask.probe({
    url: '/v1/account',
    good: {
      body: { object: 'account' },
      identity: isTest
        ? { key: joined('.', 'id', literal('test')), name: joined('-', shown, literal('test')) }
        : { key: 'id', name: shown },
    },
    rules: RULES,
  })
  if (account.verdict !== 'unknown' || account.reason !== 'scope') return account
  return ask.probe({
    url: '/v1/balance',
    good: { body: { object: 'balance' }, identity: 'anonymous' },
    rules: RULES,
  })
}

/** Stripe and all of its keys. */
export const stripe = defineProvider({
  id: 'stripe',
  name: 'Stripe',
  credentialName: 'secret or restricted key',
  fields: [tokenField('secret or restricted key', ['STRIPE_SECRET_KEY', 'STRIPE_API_KEY'])],
  tokens: [
    {
      source: 'docs.stripe.com/keys',
      rows: [
        ['key', 'sk_live_', ALNUM, [24, 99], { least: 20 }],
        ['key', 'sk_test_', ALNUM, [24, 99], { least: 20 }],
        ['key', 'rk_live_', ALNUM, [24, 99], { least: 20 }],
        ['key', 'rk_test_', ALNUM, [24, 99], { least: 20 }],
        ['key', 'sk_org_', WORD, [], { least: 24 }],
        ['webhook', 'whsec_', BASE64, [32, 44], { least: 26 }],
      ],
    },
  ],
  locate: fixedAt('https://api.stripe.com', { web: 'https://dashboard.stripe.com' }),
  inject: asBearer,
  check: checkStripe,
  tokenPage: 'https://dashboard.stripe.com/apikeys',
})
