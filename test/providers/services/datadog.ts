import { expect } from 'vitest'
import { datadog } from '../../../src/providers/datadog.ts'
import { HEX, randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'

const given = { api_key: randomText(32, HEX), application_key: randomText(40, HEX), site: 'datadoghq.eu' }
const eu = 'https://api.datadoghq.eu'
const com = 'https://api.datadoghq.com'
const user = { data: { id: 'u-1', attributes: { email: 'ran@acme.com', handle: 'ran' } } }
const whose = { key: 'u-1', name: 'ran@acme.com' }
const yes = { status: 200, body: { status: 'ok' } }
const no = { status: 403, body: { errors: ['Forbidden'] } }
const asksUser = { on: `GET ${eu}/api/v2/current_user`, status: 200, body: user }
const personal = { api_key: `ddpat_${randomText(40)}` }

testProvider({
  provider: datadog,
  given,
  on: `GET ${eu}/api/v2/validate_keys`,
  good: [yes, asksUser],
  told: 0,
  means: whose,
  sees: ({ headers }) =>
    expect(headers).toMatchObject({
      'dd-api-key': given.api_key,
      'dd-application-key': given.application_key,
    }),
  tokens: [personal.api_key, `ddsat_${randomText(40)}`, `ddapp_${randomText(34)}`],
  rows: [
    ['two keys that do not say whose they are', [yes, { ...asksUser, ...no }], { anonymous: true }],
    ['bad keys, with 403', no, 'rejected'],
    ['bad keys, in other words', { status: 401, body: { errors: ['Unauthorized'] } }, 'rejected'],
    ['another 403', { status: 403, body: { errors: ['Your IP is not allowed'] } }, 'forbidden'],
    [
      'keys that are bad, or of a site that nobody named',
      { ...no, on: `GET ${com}/api/v2/validate_keys` },
      'incomplete',
      { given: { api_key: given.api_key, application_key: given.application_key } },
    ],
    [
      'an API key alone',
      { on: `GET ${com}/api/v1/validate`, status: 200, body: { valid: true } },
      { anonymous: true },
      { given: { api_key: given.api_key } },
    ],
    [
      'an API key that is not valid',
      { on: `GET ${com}/api/v1/validate`, status: 200, body: { valid: false } },
      'unreadable',
      { given: { api_key: given.api_key } },
    ],
    [
      'a personal token',
      { on: `GET ${com}/api/v2/current_user`, status: 200, body: user },
      whose,
      { given: personal },
    ],
    [
      'the address of a page for a site',
      [yes, asksUser],
      whose,
      { given: { ...given, site: 'https://app.datadoghq.eu/account' } },
    ],
    [
      'a site that is not Datadog’s',
      [],
      'incomplete',
      { given: { ...given, site: 'datadoghq.evil.example' } },
    ],
    ['a site that only ends like one', [], 'incomplete', { given: { ...given, site: 'evildatadoghq.com' } }],
    [
      'a site that the operator chose',
      [yes, asksUser],
      whose,
      { given: { ...given, site: 'datadoghq.eu' }, place: { site: 'https://datadoghq.eu' } },
    ],
  ],
})
