/**
 * Anthropic. A key belongs to an organisation, not to a person.
 *
 * docs.anthropic.com: API overview (response headers), errors, models, Admin API.
 */
import {
  ANY,
  defineProvider,
  fixedAt,
  header,
  inHeader,
  SLUG,
  tokenField,
  type CheckMeaning,
  type Probe,
  type Rule,
} from './facts.ts'

const HEADERS = { 'anthropic-version': '2023-06-01' }
const ORGANIZATION = header('anthropic-organization-id')

const RULES: readonly Rule<CheckMeaning>[] = [
  { status: 401, body: { type: 'error', 'error.type': 'authentication_error' }, means: 'rejected' },
  { status: 403, body: { type: 'error', 'error.type': 'permission_error' }, means: 'forbidden' },
]

const MODELS: Probe = {
  url: '/v1/models?limit=1',
  headers: HEADERS,
  good: { body: { data: ANY }, identity: { key: ORGANIZATION, name: ORGANIZATION, isOptional: true } },
  rules: RULES,
}

const ORGANIZATION_OF_ADMIN: Probe = {
  url: '/v1/organizations/me',
  headers: HEADERS,
  good: { body: { type: 'organization' }, identity: { key: 'id', name: 'name' } },
  rules: RULES,
}

/** Anthropic and all of its keys. */
export const anthropic = defineProvider({
  id: 'anthropic',
  name: 'Anthropic',
  credentialName: 'API key',
  fields: [tokenField('API key', ['ANTHROPIC_API_KEY'])],
  tokens: [
    {
      source: 'docs.anthropic.com: API overview',
      rows: [
        ['key', 'sk-ant-api03-', SLUG, 95, { least: 40 }],
        ['key', 'sk-ant-admin01-', SLUG, 95, { least: 40 }],
        ['token', 'sk-ant-oat01-', SLUG, 95, { least: 40 }],
        ['refresh token', 'sk-ant-ort01-', SLUG, 95, { least: 40 }],
        ['key', 'sk-ant-', SLUG, [], { least: 30, random: true }],
      ],
    },
  ],
  locate: fixedAt('https://api.anthropic.com', { web: 'https://console.anthropic.com' }),
  inject: inHeader('x-api-key'),
  check: (ask) => ask.probe(ask.startsWith('sk-ant-admin') ? ORGANIZATION_OF_ADMIN : MODELS),
  tokenPage: 'https://console.anthropic.com/settings/keys',
})
