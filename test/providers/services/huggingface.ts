import { describe, expect, it } from 'vitest'
import { huggingface } from '../../../src/providers/huggingface.ts'
import { randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'

const token = `hf_${randomText(34)}`
const who = {
  type: 'user',
  id: '5f3a',
  name: 'ran',
  auth: { type: 'access_token', accessToken: { role: 'read' } },
}

testProvider({
  provider: huggingface,
  given: { token },
  on: 'GET https://huggingface.co/api/whoami-v2',
  good: [{ status: 200, body: who }],
  means: { key: '5f3a', name: 'ran', scopes: ['read'] },
  identity: 'id',
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: `Bearer ${token}` }),
  tokens: [token, `hf_oauth_${randomText(60)}`],
  rows: [
    [
      'a token with an end',
      {
        status: 200,
        body: {
          ...who,
          auth: { accessToken: { role: 'fineGrained', expiration: '2026-12-01T10:00:00.000Z' } },
        },
      },
      { key: '5f3a', name: 'ran', scopes: ['fineGrained'], expiresAt: Date.UTC(2026, 11, 1, 10) },
    ],
    [
      'an organisation',
      { status: 200, body: { type: 'org', id: '6a', name: 'acme' } },
      { key: '6a', name: 'acme' },
    ],
    [
      'a bad token',
      { status: 401, body: { error: 'Invalid credentials in Authorization header' } },
      'rejected',
    ],
    [
      'an expired token',
      { status: 401, body: { error: 'User Access Token "laptop" is expired' } },
      'expired',
    ],
    ['too many questions', { status: 429, body: { error: 'rate limited' } }, 'rate-limited'],
  ],
})

describe('the pages of Hugging Face', () => {
  it('have the permissions filled in', () => {
    expect(huggingface.tokenPage?.({ scopes: ['repo.content.read'], web: 'https://huggingface.co' })).toBe(
      'https://huggingface.co/settings/tokens/new?ownUserPermissions=repo.content.read&tokenType=fineGrained',
    )
  })
})
