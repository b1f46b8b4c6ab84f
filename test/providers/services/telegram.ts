import { expect } from 'vitest'
import { telegram } from '../../../src/providers/telegram.ts'
import { BASE64URL, randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'

const token = `${randomText(10, '123456789')}:AA${randomText(33, BASE64URL)}`
const says = (code: number, description: string) => ({
  status: code,
  body: { ok: false, error_code: code, description },
})

testProvider({
  provider: telegram,
  given: { token },
  on: 'GET https://api.telegram.org/bot{token}/getMe',
  good: [
    {
      status: 200,
      body: { ok: true, result: { id: 123456, is_bot: true, username: 'acme_bot', first_name: 'Acme' } },
    },
  ],
  means: { key: '123456', name: 'acme_bot' },
  identity: 'result.id',
  sees: ({ headers }) => expect(JSON.stringify(headers)).not.toContain(token),
  tokens: [`bot${token}`],
  rows: [
    ['a bad token', says(401, 'Unauthorized'), 'rejected'],
    ['a token of another form', says(404, 'Not Found'), 'rejected'],
    ['too many requests', says(429, 'Too Many Requests: retry after 5'), 'rate-limited'],
    ['200 without a yes', { status: 200, body: { ok: false, result: { id: 1 } } }, 'unreadable'],
    ['an outage', says(502, 'Bad Gateway'), 'unavailable'],
  ],
})
