import { expect } from 'vitest'
import { discord } from '../../../src/providers/discord.ts'
import { BASE64URL, randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'

const token = `M${randomText(25)}.${randomText(6)}.${randomText(38, BASE64URL)}`
const oauth = randomText(30)
const says = (status: number, code: number, message: string) => ({ status, body: { message, code } })

testProvider({
  provider: discord,
  given: { token },
  on: 'GET https://discord.com/api/v10/users/@me',
  good: [{ status: 200, body: { id: '80351110224678912', username: 'robot', discriminator: '0' } }],
  means: { key: '80351110224678912', name: 'robot' },
  identity: 'id',
  sees: ({ headers }) => {
    expect(headers['authorization']).toBe(`Bot ${token}`)
    expect(headers['user-agent']).toMatch(/^DiscordBot \(\S+, \S+\)$/)
  },
  tokens: [
    `mfa.${randomText(84, BASE64URL)}`,
    `discord.com/api/webhooks/80351110224678912/${randomText(68)}`,
  ],
  rows: [
    [
      'a token of OAuth',
      { status: 200, body: { id: '7', username: 'ran' } },
      { key: '7', name: 'ran' },
      { given: { token: oauth } },
    ],
    ['a bad token', says(401, 0, '401: Unauthorized'), 'rejected'],
    ['another 401', says(401, 40_001, 'Unauthorized. Provide a valid token and try again.'), 'unreadable'],
    ['a program that may not ask', says(403, 40_333, 'internal network error'), 'unavailable'],
    [
      'too many requests',
      { status: 429, body: { message: 'You are being rate limited.', retry_after: 64.57 } },
      'rate-limited',
    ],
    [
      'Cloudflare in its place',
      { status: 403, headers: { 'content-type': 'text/html' }, body: 'error 1015' },
      'forbidden',
    ],
  ],
})
