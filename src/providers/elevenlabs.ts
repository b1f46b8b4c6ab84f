/**
 * ElevenLabs.
 *
 * elevenlabs.io/docs: authentication, "Get user", errors.
 */
import { defineProvider, firstOf, fixedAt, HEX, inHeader, tokenField } from './facts.ts'

/** ElevenLabs and its keys. */
export const elevenlabs = defineProvider({
  id: 'elevenlabs',
  name: 'ElevenLabs',
  credentialName: 'API key',
  words: ['eleven labs'],
  fields: [tokenField('API key', ['ELEVENLABS_API_KEY'])],
  tokens: [
    {
      source: 'elevenlabs.io/docs',
      rows: [['key', 'sk_', HEX, 48, { left: 'word', shape: /sk_[0-9a-f]{46,48}(?![A-Za-z0-9_])/y }]],
    },
  ],
  locate: fixedAt('https://api.elevenlabs.io', { web: 'https://elevenlabs.io' }),
  inject: inHeader('xi-api-key'),
  check: {
    url: '/v1/user',
    good: { identity: { key: 'user_id', name: firstOf('first_name', 'user_id') } },
    rules: [
      { status: [400, 401], body: { 'detail.status': 'invalid_api_key' }, means: 'rejected' },
      { status: 401, body: { 'detail.status': 'missing_permissions' }, means: 'scope' },
    ],
  },
  tokenPage: 'https://elevenlabs.io/app/settings/api-keys',
})
