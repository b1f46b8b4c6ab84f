/**
 * Clouds, hosting, databases, networks, and monitoring.
 *
 * Over 150 lines: one row a token family, to be read as a table.
 */
import { ALNUM, BASE64, DIGITS, DOTTED, HEX, SLUG, WORD } from '../find/text/characters.ts'
import { families } from './family.ts'

const AWS_ID = /(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])/y

/** Rows of this subject. */
export const CLOUD_FAMILIES = [
  ...families('docs.aws.amazon.com: IAM identifiers, STS, Bedrock API keys', [
    ['aws', 'key id', 'AKIA', ALNUM, 16, { left: 'word', shape: AWS_ID }],
    ['aws', 'key id', 'ASIA', ALNUM, 16, { left: 'word', shape: AWS_ID }],
    ['aws', 'key id', 'ABIA', ALNUM, 16, { left: 'word', shape: AWS_ID }],
    ['aws', 'key id', 'ACCA', ALNUM, 16, { left: 'word', shape: AWS_ID }],
    ['aws', 'token', 'IQoJb3JpZ2lu', BASE64, [], { left: 'word', least: 80 }],
    ['aws', 'token', 'FwoGZXIvYXdz', BASE64, [], { left: 'word', least: 80 }],
    ['aws', 'key', 'ABSK', BASE64, [128], { left: 'word', least: 100 }],
    ['aws', 'key', 'bedrock-api-key-', BASE64 | SLUG, [], { least: 60 }],
  ]),
  ...families('cloud.google.com/docs/authentication; developers.google.com/identity', [
    ['google', 'token', 'ya29.', SLUG | DOTTED, [], { least: 30 }],
    ['google', 'refresh token', '1//', SLUG, [], { left: 'word', least: 40, random: true }],
    ['google', 'key', 'AIza', SLUG, 35],
    ['google', 'client secret', 'GOCSPX-', SLUG, 28],
  ]),
  ...families('learn.microsoft.com: Entra client secrets, Azure DevOps tokens, storage keys', [
    [
      'azure',
      'token',
      'sig=',
      SLUG | BASE64,
      [],
      { left: 'word', shape: /sig=(?:[A-Za-z0-9]|%[0-9A-Fa-f]{2}|[+/]){42,80}(?:%3[Dd]|=)/y },
    ],
  ]),
  ...families('developers.cloudflare.com: API token formats (2026); secretlint for the check digits', [
    ['cloudflare', 'token', 'cfut_', ALNUM, 48, { least: 38 }],
    ['cloudflare', 'token', 'cfat_', ALNUM, 48, { least: 38 }],
    ['cloudflare', 'key', 'cfk_', ALNUM, 48, { least: 38 }],
    ['cloudflare', 'key', 'v1.0-', SLUG, [], { left: 'word', shape: /v1\.0-[0-9a-f]{24}-[0-9a-f]{146}/y }],
  ]),
  ...families(
    'docs.digitalocean.com; devcenter.heroku.com; vercel.com/docs; docs.netlify.com; fly.io/docs; render.com',
    [
      ['digitalocean', 'token', 'dop_v1_', HEX, 64, { least: 40 }],
      ['digitalocean', 'token', 'doo_v1_', HEX, 64, { least: 40 }],
      ['digitalocean', 'refresh token', 'dor_v1_', HEX, 64, { least: 40 }],
      ['heroku', 'key', 'HRKU-', SLUG, [60, 36], { least: 30 }],
      ['vercel', 'token', 'vcp_', ALNUM, [], { least: 20 }],
      ['vercel', 'token', 'vci_', ALNUM, [], { least: 20 }],
      ['vercel', 'token', 'vca_', ALNUM, [], { least: 20 }],
      ['vercel', 'refresh token', 'vcr_', ALNUM, [], { least: 20 }],
      ['vercel', 'key', 'vck_', ALNUM, [], { least: 20 }],
      ['vercel', 'token', 'vercel_blob_rw_', WORD, [], { least: 30 }],
      ['netlify', 'token', 'nfp_', ALNUM, [36, 40]],
      ['netlify', 'token', 'nfc_', ALNUM, [36, 40]],
      ['fly', 'token', 'fo1_', SLUG, 43],
      ['fly', 'token', 'fm1r_', BASE64 | SLUG, [], { least: 80 }],
      ['fly', 'token', 'fm2_', BASE64 | SLUG, [], { least: 80 }],
      ['render', 'key', 'rnd_', ALNUM, 32, { least: 24 }],
      ['ngrok', 'key', 'ak_', ALNUM, [], { left: 'word', shape: /ak_2[A-Za-z0-9]{25,60}(?![A-Za-z0-9])/y }],
    ],
  ),
  ...families(
    'supabase.com/docs; planetscale.com/docs; neon.tech/docs; docs.databricks.com; docs.snowflake.com',
    [
      ['supabase', 'token', 'sbp_', HEX, 40],
      ['supabase', 'key', 'sb_secret_', SLUG, 31],
      ['planetscale', 'token', 'pscale_tkn_', SLUG | DOTTED, [43, 32]],
      ['planetscale', 'token', 'pscale_oauth_', SLUG | DOTTED, [43, 32]],
      ['planetscale', 'password', 'pscale_pw_', SLUG | DOTTED, [43, 32]],
      ['neon', 'key', 'napi_', ALNUM, 64, { least: 40 }],
      ['aiven', 'password', 'AVNS_', SLUG, 19],
      ['mongodb', 'client secret', 'mdb_sa_sk_', SLUG, 40, { least: 30 }],
      [
        'convex',
        'key',
        'prod:',
        DOTTED,
        [],
        { left: 'word', shape: /prod:[a-z]+-[a-z]+-\d{1,4}\|[A-Za-z0-9+/=]{40,}/y },
      ],
    ],
  ),
  ...families(
    'grafana.com/docs; docs.newrelic.com; docs.datadoghq.com; docs.dynatrace.com; docs.honeycomb.io',
    [
      ['grafana', 'token', 'glsa_', WORD, 41, { checksum: 'grafana' }],
      ['grafana', 'token', 'glc_', BASE64, [], { least: 40 }],
      ['grafana', 'key', 'eyJrIjoi', BASE64 | SLUG, [], { left: 'word', least: 60 }],
      ['newrelic', 'key', 'NRAK-', ALNUM, 27],
      ['newrelic', 'key', 'NRII-', SLUG, 32],
      ['newrelic', 'key', 'NRRA-', ALNUM, 42],
      ['datadog', 'token', 'ddpat_', SLUG, [], { least: 24 }],
      ['datadog', 'token', 'ddsat_', SLUG, [], { least: 24 }],
      ['datadog', 'key', 'ddapp_', SLUG, [], { least: 24 }],
      [
        'dynatrace',
        'token',
        'dt0',
        DOTTED,
        [],
        { left: 'word', shape: /dt0[a-z]\d\d\.[A-Z0-9]{8,24}\.[A-Z0-9]{64}/y },
      ],
      ['honeycomb', 'key', 'hcaik_', ALNUM, [58], { least: 50 }],
      ['honeycomb', 'key', 'hcamk_', ALNUM, [58], { least: 50 }],
      ['logfire', 'token', 'pylf_v', WORD, [], { least: 40 }],
      [
        'pagerduty',
        'key',
        'u+',
        SLUG,
        18,
        { left: 'word', shape: /u\+[A-Za-z0-9_-]{18}(?![A-Za-z0-9_-])/y, random: true },
      ],
      ['betterstack', 'token', 'btr_', ALNUM, [], { least: 24, random: true }],
    ],
  ),
  ...families('docs.sentry.io/security-legal-pii/security/token-formats; getsentry types/token.py', [
    ['sentry', 'token', 'sntryu_', HEX, 64, { least: 50 }],
    ['sentry', 'token', 'sntryi_', HEX, 64, { least: 50 }],
    ['sentry', 'token', 'sntrya_', HEX, 64, { least: 50 }],
    ['sentry', 'token', 'sntrys_', BASE64 | SLUG, [], { least: 60 }],
  ]),
  ...families('tailscale.com/kb; posthog.com/docs; segment.com/docs; www.twingate.com; amplitude.com', [
    [
      'tailscale',
      'key',
      'tskey-',
      SLUG,
      [],
      { least: 20, shape: /tskey-(?:api-|auth-|client-|webhook-|scim-)?[\w-]{16,}/y },
    ],
    ['posthog', 'key', 'phx_', ALNUM, [43, 47]],
    ['posthog', 'key', 'phs_', ALNUM, [43, 47]],
    ['mapbox', 'token', 'sk.eyJ', DOTTED, [], { left: 'word', least: 40 }],
    ['maxmind', 'key', 'mmk_', WORD, [], { left: 'word', least: 24 }],
    ['alibaba', 'key id', 'LTAI', ALNUM, [20], { left: 'word', least: 16, random: true }],
    ['tencent', 'key id', 'AKID', ALNUM, 32, { left: 'word', random: true }],
    ['yandex', 'token', 'y0_', SLUG, [55, 58], { left: 'word' }],
    [
      'yandex',
      'token',
      't1.',
      DOTTED,
      [],
      { left: 'word', shape: /t1\.[A-Za-z0-9_-]{40,}={0,2}\.[A-Za-z0-9_-]{80,}={0,2}/y },
    ],
    ['yandex', 'key', 'AQVN', SLUG, [36, 38], { left: 'word', least: 34, random: true }],
    ['telegram', 'token', 'bot', DIGITS, [], { left: 'word', shape: /bot\d{8,10}:AA[\w-]{32,33}/y }],
  ]),
]
