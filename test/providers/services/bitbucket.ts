import { expect } from 'vitest'
import { bitbucket } from '../../../src/providers/bitbucket.ts'
import { BASE64URL, randomText } from '../../../src/testing/random-text.ts'
import { testProvider } from '../contract.ts'

const token = `ATATT3${randomText(150)}`
const username = 'ran@acme.com'
const user = { type: 'user', username: 'ran', account_id: '712020:ab-cd', uuid: '{1}' }
const whose = { key: '712020%3aab-cd', name: 'ran' }
const says = (status: number, message: string) => ({ status, body: { type: 'error', error: { message } } })

testProvider({
  provider: bitbucket,
  given: { username, token },
  on: 'GET https://api.bitbucket.org/2.0/user',
  good: [
    {
      status: 200,
      body: user,
      headers: { 'x-oauth-scopes': 'read:user:bitbucket, read:repository:bitbucket' },
    },
  ],
  means: { ...whose, scopes: ['read:user:bitbucket', 'read:repository:bitbucket'] },
  identity: 'account_id',
  sees: ({ headers }) =>
    expect(headers['authorization']).toBe(`Basic ${Buffer.from(`${username}:${token}`).toString('base64')}`),
  tokens: [`ATBB${randomText(32)}`, `BBDC-${randomText(44, BASE64URL)}`],
  rows: [
    ['a bad token', says(401, 'Invalid credentials.'), 'rejected'],
    [
      'a bad token, without a word',
      { status: 401, headers: { 'www-authenticate': 'Basic realm="Bitbucket.org HTTP"' } },
      'rejected',
    ],
    [
      'a wordless 401 of somebody else',
      { status: 401, headers: { 'www-authenticate': 'Basic realm="proxy"' } },
      'unreadable',
    ],
    [
      'a token of a repository, which has no user',
      says(401, 'Token is invalid, expired, or not supported for this endpoint.'),
      'unreadable',
      { given: { token: `ATCTT3${randomText(150)}` } },
    ],
    [
      'a token of few scopes',
      says(403, 'Your credentials lack one or more required privilege scopes.'),
      'scope',
    ],
    [
      'a list of allowed addresses',
      says(403, 'To access this repository, an admin must whitelist your IP.'),
      'forbidden',
    ],
  ],
})
