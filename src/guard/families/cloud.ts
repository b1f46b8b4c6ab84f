/** Clouds, hosting, databases, networks, and monitoring, as far as `src/providers/` has none of them: one row a token family. */
import { ALNUM, BASE64, DOTTED, SLUG, WORD } from '../find/text/characters.ts'
import { families } from './family.ts'

/** Rows of this subject. */
export const CLOUD_FAMILIES = [
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
  ...families(
    'docs.digitalocean.com; devcenter.heroku.com; vercel.com/docs; docs.netlify.com; fly.io/docs; render.com',
    [
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
      ['betterstack', 'token', 'btr_', ALNUM, [], { least: 24, random: true }],
    ],
  ),
  ...families('tailscale.com/kb; posthog.com/docs; segment.com/docs; www.twingate.com; amplitude.com', [
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
  ]),
]
