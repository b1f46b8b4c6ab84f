/** The tables of services that host models, most of which say nobody's name. */
import { expect } from 'vitest'
import { cohere } from '../../../src/providers/cohere.ts'
import { deepseek } from '../../../src/providers/deepseek.ts'
import { elevenlabs } from '../../../src/providers/elevenlabs.ts'
import { groq } from '../../../src/providers/groq.ts'
import { mistral } from '../../../src/providers/mistral.ts'
import { openrouter } from '../../../src/providers/openrouter.ts'
import { replicate } from '../../../src/providers/replicate.ts'
import { xai } from '../../../src/providers/xai.ts'
import { HEX, randomText } from '../../../src/testing/random-text.ts'
import type { Seen } from '../fake-service.ts'
import { testProvider } from '../contract.ts'

const anonymous = { anonymous: true } as const
const bearer =
  (token: string) =>
  ({ headers }: Seen): void =>
    expect(headers).toMatchObject({ authorization: `Bearer ${token}` })

const keys = {
  groq: `gsk_${randomText(52)}`,
  xai: `xai-${randomText(80)}`,
  openrouter: `sk-or-v1-${randomText(64, HEX)}`,
  deepseek: `sk-${randomText(32, HEX)}`,
  replicate: `r8_${randomText(37)}`,
  elevenlabs: `sk_${randomText(48, HEX)}`,
  mistral: randomText(32),
  cohere: randomText(40),
}

testProvider({
  provider: groq,
  given: { token: keys.groq },
  on: 'GET https://api.groq.com/openai/v1/models',
  good: [{ status: 200, body: { object: 'list', data: [] } }],
  means: anonymous,
  sees: bearer(keys.groq),
  tokens: [keys.groq],
  rows: [
    [
      'a bad key',
      { status: 401, body: { error: { message: 'Invalid API Key', code: 'invalid_api_key' } } },
      'rejected',
    ],
    ['another 401', { status: 401, body: { error: { code: 'something_new' } } }, 'unreadable'],
  ],
})

const about = { api_key_id: 'k1', name: 'laptop', acls: ['api-key:model:*'], api_key_blocked: false }

testProvider({
  provider: xai,
  given: { token: keys.xai },
  on: 'GET https://api.x.ai/v1/api-key',
  good: [{ status: 200, body: about }],
  means: { key: 'k1', name: 'laptop', scopes: ['api-key:model:*'] },
  identity: 'api_key_id',
  sees: bearer(keys.xai),
  tokens: [keys.xai],
  rows: [
    [
      'a bad key, with 400',
      { status: 400, body: { code: 'Client', error: 'Incorrect API key provided: xa***' } },
      'rejected',
    ],
    ['a key that is blocked', { status: 200, body: { ...about, api_key_blocked: true } }, 'rejected'],
    ['a key that is off', { status: 200, body: { ...about, api_key_disabled: true } }, 'rejected'],
    ['another 400', { status: 400, body: { error: 'No such model' } }, 'unreadable'],
  ],
})

testProvider({
  provider: openrouter,
  given: { token: keys.openrouter },
  on: 'GET https://openrouter.ai/api/v1/key',
  good: [{ status: 200, body: { data: { label: 'sk-or-v1-0e6…1c9', usage: 1 } } }],
  means: anonymous,
  sees: bearer(keys.openrouter),
  tokens: [keys.openrouter],
  rows: [
    ['a bad key', { status: 401, body: { error: { message: 'User not found.', code: 401 } } }, 'rejected'],
    [
      'a key that was lost on the way',
      { status: 401, body: { error: { message: 'No auth credentials found', code: 401 } } },
      'unreadable',
    ],
  ],
})

testProvider({
  provider: deepseek,
  given: { token: keys.deepseek },
  on: 'GET https://api.deepseek.com/user/balance',
  good: [{ status: 200, body: { is_available: false, balance_infos: [] } }],
  means: anonymous,
  sees: bearer(keys.deepseek),
  tokens: [keys.deepseek],
  rows: [
    [
      'a bad key',
      { status: 401, body: { error: { type: 'authentication_error', message: 'Authentication Fails' } } },
      'rejected',
    ],
    ['a balance of another form', { status: 200, body: { is_available: 'yes' } }, 'unreadable'],
  ],
})

testProvider({
  provider: mistral,
  given: { token: keys.mistral },
  on: 'GET https://api.mistral.ai/v1/models',
  good: [{ status: 200, body: { object: 'list', data: [] } }],
  means: anonymous,
  sees: bearer(keys.mistral),
  rows: [
    ['a bad key', { status: 401, body: { message: 'Unauthorized', request_id: 'r' } }, 'rejected'],
    ['a bad key in other words', { status: 401, body: { detail: 'Unauthorized' } }, 'rejected'],
  ],
})

testProvider({
  provider: cohere,
  given: { token: keys.cohere },
  on: 'POST https://api.cohere.com/v1/check-api-key',
  good: [{ status: 200, body: { valid: true, organization_id: 'o1', owner_id: 'u1' } }],
  means: { key: 'o1.u1', name: 'o1' },
  identity: 'owner_id',
  sees: bearer(keys.cohere),
  rows: [
    ['a bad key, with 200', { status: 200, body: { valid: false } }, 'rejected'],
    ['a bad key, with 401', { status: 401, body: { message: 'invalid api token' } }, 'rejected'],
  ],
})

testProvider({
  provider: replicate,
  given: { token: keys.replicate },
  on: 'GET https://api.replicate.com/v1/account',
  good: [{ status: 200, body: { type: 'organization', username: 'acme', name: 'Acme' } }],
  means: { key: 'acme', name: 'acme' },
  identity: 'username',
  sees: bearer(keys.replicate),
  tokens: [keys.replicate],
  rows: [['a bad token', { status: 401, body: { title: 'Unauthenticated', status: 401 } }, 'rejected']],
})

testProvider({
  provider: elevenlabs,
  given: { token: keys.elevenlabs },
  on: 'GET https://api.elevenlabs.io/v1/user',
  good: [{ status: 200, body: { user_id: 'u1', first_name: 'Ran', subscription: {} } }],
  means: { key: 'u1', name: 'Ran' },
  identity: 'user_id',
  sees: ({ headers }) => expect(headers).toMatchObject({ 'xi-api-key': keys.elevenlabs }),
  tokens: [keys.elevenlabs],
  rows: [
    ['a bad key', { status: 401, body: { detail: { status: 'invalid_api_key' } } }, 'rejected'],
    ['a key of few scopes', { status: 401, body: { detail: { status: 'missing_permissions' } } }, 'scope'],
  ],
})
