/**
 * OpenAI. A key belongs to an organisation and a project, not to a person.
 *
 * developers.openai.com: API overview (response headers), error codes, models; community.openai.com 1374480 (a key of few scopes is told so
 * with 401). New and revoked keys take up to 15 minutes to spread.
 */
import {
  ALNUM,
  ANY,
  asBearer,
  defineProvider,
  firstOf,
  fixedAt,
  header,
  joined,
  SLUG,
  tokenField,
  type CheckMeaning,
  type GoodAnswer,
  type Probe,
  type Rule,
} from './facts.ts'

const ORGANIZATION = header('openai-organization')

const RULES: readonly Rule<CheckMeaning>[] = [
  { status: [401, 403], body: { 'error.message': /missing scopes/i }, means: 'scope' },
  { status: [401, 403], body: { error: /missing scopes/i }, means: 'scope' },
  { status: 401, body: { 'error.code': 'invalid_api_key' }, means: 'rejected' },
  { status: 401, body: { 'error.code': /^(?:account_deactivated|api_key_expired)$/ }, means: 'rejected' },
  { status: 401, body: { 'error.code': 'invalid_organization' }, means: 'forbidden' },
  { status: 403, body: { 'error.code': 'unsupported_country_region_territory' }, means: 'forbidden' },
]

const GOOD: GoodAnswer = {
  body: { object: 'list', data: ANY },
  // Keys of two projects of one organisation are two accounts.
  identity: {
    key: firstOf(joined('.', ORGANIZATION, header('openai-project')), ORGANIZATION),
    name: ORGANIZATION,
    isOptional: true,
  },
}

const MODELS: Probe = { url: '/v1/models', good: GOOD, rules: RULES }
const ADMIN_KEYS: Probe = { url: '/v1/organization/admin_api_keys?limit=1', good: GOOD, rules: RULES }

/** OpenAI and all of its keys. */
export const openai = defineProvider({
  id: 'openai',
  name: 'OpenAI',
  credentialName: 'API key',
  words: ['open ai'],
  fields: [tokenField('API key', ['OPENAI_API_KEY'])],
  tokens: [
    {
      source: 'platform.openai.com: API keys; the infix `T3BlbkFJ` is "OpenAI" in base64',
      rows: [
        ['key', 'sk-proj-', SLUG, [156, 124], { least: 32 }],
        ['key', 'sk-svcacct-', SLUG, [156, 124], { least: 32 }],
        ['key', 'sk-admin-', SLUG, [156, 124], { least: 32 }],
        ['key', 'sk-', ALNUM, 48, { left: 'word', least: 40 }],
        ['key', 'sk-None-', SLUG, [], { least: 32 }],
      ],
    },
  ],
  locate: fixedAt('https://api.openai.com', { web: 'https://platform.openai.com' }),
  inject: asBearer,
  check: (ask) => ask.probe(ask.startsWith('sk-admin-') ? ADMIN_KEYS : MODELS),
  tokenPage: 'https://platform.openai.com/api-keys',
})
