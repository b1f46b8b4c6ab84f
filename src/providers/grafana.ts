/**
 * Grafana, in its cloud and at own installations: tokens of service accounts.
 *
 * grafana.com/docs: HTTP API (authentication, "Get current Organization"), service accounts; grafana `pkg/components/satokengen` (check digits).
 */
import { ANY, asBearer, BASE64, defineProvider, plainField, siteOf, SLUG, tokenField, WORD } from './facts.ts'

/** Grafana and its tokens. */
export const grafana = defineProvider({
  id: 'grafana',
  name: 'Grafana',
  credentialName: 'service account token',
  fields: [
    plainField('site', 'site (acme.grafana.net)', ['GRAFANA_URL'], {
      aliases: ['url', 'host', 'domain'],
      isOptional: true,
      isAsked: true,
    }),
    tokenField('service account token', [
      'GRAFANA_SERVICE_ACCOUNT_TOKEN',
      'GRAFANA_API_KEY',
      'GRAFANA_TOKEN',
    ]),
  ],
  tokens: [
    {
      source: 'grafana.com/docs',
      rows: [
        ['token', 'glsa_', WORD, 41, { checksum: 'grafana' }],
        ['token', 'glc_', BASE64, [], { least: 40 }],
        ['key', 'eyJrIjoi', BASE64 | SLUG, [], { left: 'word', least: 60 }],
      ],
    },
  ],
  locate: siteOf({ field: 'site', zones: ['grafana.net'] }),
  inject: asBearer,
  check: {
    url: '/api/org',
    good: { identity: { key: 'id', name: 'name' } },
    rules: [
      { status: 401, body: { message: /expired/i }, means: 'expired' },
      { status: 401, body: { message: ANY }, means: 'rejected' },
      { status: 403, body: { message: ANY }, means: 'scope' },
    ],
  },
  tokenPage: ({ web }) => `${web}/org/serviceaccounts`,
})
