import { expect } from 'vitest'
import { trello } from '../../../src/providers/trello.ts'
import { HEX, randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'
import { testRevocation } from '../revocation.ts'

const token = `ATTA${randomText(72, HEX)}`
const given = { api_key: randomText(32, HEX), token }
const authorization = `OAuth oauth_consumer_key="${given.api_key}", oauth_token="${token}"`
const says = (status: number, body: string) => ({ status, body })

testProvider({
  provider: trello,
  given,
  on: 'GET https://api.trello.com/1/members/me',
  good: [{ status: 200, body: { id: '5e1', username: 'ran' } }],
  means: { key: '5e1', name: 'ran' },
  identity: 'id',
  sees: ({ headers, url }) => {
    expect(headers).toMatchObject({ authorization })
    expect(url).not.toContain(token)
  },
  tokens: [token],
  rows: [
    ['a bad token', says(401, 'invalid token'), 'rejected'],
    ['a bad token of an app', says(401, 'invalid app token'), 'rejected'],
    ['a bad key', says(401, 'invalid key'), 'rejected'],
    ['an expired token', says(401, 'expired token'), 'expired'],
    ['a token that may not', says(401, 'unauthorized permission requested'), 'scope'],
    ['another no', says(401, 'unauthorized card permission requested'), 'unreadable'],
    ['too many requests', says(429, 'Rate limit exceeded'), 'rate-limited'],
  ],
})

testRevocation({
  provider: trello,
  given,
  effect: 'token',
  secret: 'token',
  on: 'DELETE https://api.trello.com/1/tokens/{token}',
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization }),
  rows: [
    ['that it is done', { status: 200, body: { _value: null } }, 'revoked'],
    ['that it knows no such token', says(404, 'token not found'), 'gone'],
    ['that it is not valid', says(401, 'invalid token'), 'gone'],
    ['that the key is wrong', says(401, 'invalid key'), 'refused'],
  ],
})
