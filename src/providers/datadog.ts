/**
 * Datadog: an API key of the organisation and an application key of the user, on one of its sites; or a personal access token alone.
 *
 * docs.datadoghq.com: API and application keys, personal access tokens, "Getting started with sites", "Validate API key". A bad key is
 * answered with 403.
 */
import {
  byPrefix,
  defineProvider,
  firstOf,
  inHeader,
  inHeaders,
  plainField,
  secretField,
  SLUG,
  unknown,
  type Ask,
  type CheckMeaning,
  type Locate,
  type Rule,
  type Verdict,
} from './facts.ts'

const SITES = [
  'datadoghq.com',
  'us3.datadoghq.com',
  'us5.datadoghq.com',
  'datadoghq.eu',
  'ap1.datadoghq.com',
  'ap2.datadoghq.com',
  'ddog-gov.com',
]

/** The site is one of Datadog's own, however it is written: `datadoghq.eu`, `https://app.datadoghq.eu/account`. */
const locate: Locate = ({ site, api, text }) => {
  if (api !== undefined) return { api, web: site ?? api, origins: [new URL(api).origin] }
  const written = text?.('site') ?? (site === undefined ? undefined : new URL(site).hostname)
  const host = written
    ?.trim()
    .toLowerCase()
    .replace(/^https:\/\//, '')
    .replace(/[/?#].*$/s, '')
    .replace(/^(?:app|api|www)\./, '')
  const known = host === undefined ? SITES[0] : SITES.find((one) => one === host)
  if (known === undefined) return undefined
  const origin = `https://api.${known}`
  return { api: origin, web: `https://app.${known}`, origins: [origin], isAssumed: host === undefined }
}

const RULES: readonly Rule<CheckMeaning>[] = [
  {
    status: [401, 403],
    body: { 'errors.0': /^(?:Forbidden|Unauthorized|API key is invalid)/i },
    means: 'rejected',
  },
]

const IDENTITY = {
  key: 'data.id',
  name: firstOf('data.attributes.email', 'data.attributes.handle'),
} as const

async function checkDatadog(ask: Ask): Promise<Verdict> {
  if (ask.startsWith('ddpat_', 'api_key') || ask.startsWith('ddsat_', 'api_key')) {
    return ask.probe({ url: '/api/v2/current_user', good: { identity: IDENTITY }, rules: RULES })
  }
  const isPair = ask.fields['application_key'] !== undefined
  const keys = await ask.probe({
    url: isPair ? '/api/v2/validate_keys' : '/api/v1/validate',
    good: { body: isPair ? { status: 'ok' } : { valid: true }, identity: 'anonymous' },
    rules: RULES,
  })
  // A key of another site is refused as a bad one is.
  if (keys.verdict === 'rejected' && ask.address.isAssumed === true) return unknown('incomplete')
  if (keys.verdict !== 'valid' || !isPair) return keys
  const user = await ask.probe({ url: '/api/v2/current_user', good: { identity: IDENTITY }, rules: [] })
  return user.verdict === 'valid' ? user : keys
}

/** Datadog and its keys. */
export const datadog = defineProvider({
  id: 'datadog',
  name: 'Datadog',
  credentialName: 'API key and application key',
  fields: [
    secretField('api_key', 'API key', ['DATADOG_API_KEY', 'DD_API_KEY'], { aliases: ['token', 'key'] }),
    secretField(
      'application_key',
      'application key',
      ['DATADOG_APP_KEY', 'DD_APP_KEY', 'DD_APPLICATION_KEY'],
      {
        aliases: ['app_key'],
        isOptional: true,
        isAsked: true,
      },
    ),
    plainField('site', 'site (datadoghq.eu)', ['DATADOG_SITE', 'DD_SITE'], {
      aliases: ['region', 'host', 'domain'],
      isOptional: true,
      isAsked: true,
    }),
  ],
  tokens: [
    {
      source: 'docs.datadoghq.com: personal access tokens, application keys',
      rows: [
        ['token', 'ddpat_', SLUG, [], { least: 24 }],
        ['token', 'ddsat_', SLUG, [], { least: 24 }],
        ['key', 'ddapp_', SLUG, [], { least: 24 }],
      ],
    },
  ],
  locate,
  inject: byPrefix(
    'ddpat_',
    inHeader('authorization', 'Bearer ', 'api_key'),
    byPrefix(
      'ddsat_',
      inHeader('authorization', 'Bearer ', 'api_key'),
      inHeaders({ 'dd-api-key': 'api_key', 'dd-application-key': 'application_key' }),
      'api_key',
    ),
    'api_key',
  ),
  check: checkDatadog,
  tokenPage: ({ web }) => `${web}/organization-settings/api-keys`,
  managePage: ({ web }) => `${web}/organization-settings/api-keys`,
  suggestedScopes: ['user_access_read'],
})
