import { expect } from 'vitest'
import { figma } from '../../../src/providers/figma.ts'
import { BASE64URL, randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'

const token = `figd_${randomText(40, BASE64URL)}`
const oauth = `figu_${randomText(40, BASE64URL)}`
const says = (status: number, err: string) => ({ status, body: { status, err } })

testProvider({
  provider: figma,
  given: { token },
  on: 'GET https://api.figma.com/v1/me',
  good: [{ status: 200, body: { id: '77', email: 'ran@acme.com', handle: 'Ran' } }],
  means: { key: '77', name: 'ran@acme.com' },
  identity: 'id',
  sees: ({ headers }) => {
    expect(headers).toMatchObject({ 'x-figma-token': token })
    expect(headers['authorization']).toBeUndefined()
  },
  tokens: [token, oauth, `figp_${randomText(40)}`],
  rows: [
    [
      'a token of OAuth',
      { status: 200, body: { id: '77', handle: 'Ran' } },
      { key: '77', name: 'Ran' },
      { given: { token: oauth } },
    ],
    ['a bad token, with 403', says(403, 'Invalid token'), 'rejected'],
    ['a bad token, with 401', says(401, 'Invalid token'), 'rejected'],
    ['an expired token', says(403, 'Token expired'), 'expired'],
    [
      'a token of few scopes',
      says(403, 'Invalid scope(s): file_content:read. This endpoint requires current_user:read'),
      'scope',
    ],
    ['another 403', says(403, 'Forbidden'), 'forbidden'],
  ],
})
