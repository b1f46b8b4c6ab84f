import { expect } from 'vitest'
import { brave } from '../../../src/providers/brave.ts'
import { randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'

const token = `BSA${randomText(28)}`
const says = (status: number, code: string) => ({
  status,
  body: { type: 'ErrorResponse', error: { status, code } },
})

testProvider({
  provider: brave,
  given: { token },
  on: 'GET https://api.search.brave.com/res/v1/web/search?q=a&count=1',
  good: [{ status: 200, body: { type: 'search', web: { results: [] } } }],
  means: { anonymous: true },
  sees: ({ headers, url }) => {
    expect(headers).toMatchObject({ 'x-subscription-token': token })
    expect(url).not.toContain(token)
  },
  rows: [
    ['a bad key, with 422', says(422, 'SUBSCRIPTION_TOKEN_INVALID'), 'rejected'],
    ['another 422', says(422, 'VALIDATION'), 'unreadable'],
    ['a plan without the search', says(403, 'RESOURCE_NOT_ALLOWED'), 'scope'],
    ['an option without the plan', says(400, 'OPTION_NOT_IN_PLAN'), 'scope'],
    ['too many requests', says(429, 'RATE_LIMITED'), 'rate-limited'],
    ['something else than a search', { status: 200, body: { type: 'news' } }, 'unreadable'],
  ],
})
