import { expect } from 'vitest'
import { notion } from '../../../src/providers/notion.ts'
import { randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'

const token = `ntn_${randomText(46)}`
const bot = { object: 'user', id: 'b0t', type: 'bot', name: 'Robot', bot: { workspace_name: 'Acme' } }
const says = (status: number, code: string) => ({
  status,
  body: { object: 'error', status, code, message: 'No.' },
})

testProvider({
  provider: notion,
  given: { token },
  on: 'GET https://api.notion.com/v1/users/me',
  good: [{ status: 200, body: bot }],
  means: { key: 'b0t', name: 'Acme' },
  identity: 'id',
  sees: ({ headers }) =>
    expect(headers).toMatchObject({ authorization: `Bearer ${token}`, 'notion-version': '2022-06-28' }),
  tokens: [token, `secret_${randomText(43)}`],
  rows: [
    ['a bot without a workspace', { status: 200, body: { ...bot, bot: {} } }, { key: 'b0t', name: 'Robot' }],
    ['a list instead of a user', { status: 200, body: { object: 'list', id: 'x' } }, 'unreadable'],
    ['a bad token', says(401, 'unauthorized'), 'rejected'],
    ['a token that may not ask', says(403, 'restricted_resource'), 'scope'],
    ['a missing version', says(400, 'missing_version'), 'unreadable'],
    ['a conflict', says(409, 'conflict_error'), 'unavailable'],
    ['too many requests', says(429, 'rate_limited'), 'rate-limited'],
    ['an outage', says(503, 'service_unavailable'), 'unavailable'],
  ],
})
