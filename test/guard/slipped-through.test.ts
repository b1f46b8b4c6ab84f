/** Forms that once got through, each with others of its kind. */
import { describe, expect, it } from 'vitest'
import { findSecrets } from '../../src/guard/index.ts'
import { ALPHABETS, Random } from './corpus/random.ts'
import { makeToken } from './corpus/tokens.ts'

const random = new Random(1_204)
const { base62, hex, url } = ALPHABETS
const values = (text: string): string[] => findSecrets(text).map(({ value }) => value)

describe('a key of a newer form', () => {
  it.each([
    ['google', 'AQ.', url, 50],
    ['fireworks', 'fw-', base62, 40],
    ['fireworks', 'fpk_', base62, 40],
    ['browseruse', 'bu_', url, 43],
    ['agentmail', 'am_us_', hex, 64],
  ])('of %s that begins with %s is found and named', (service, prefix, alphabet, length) => {
    for (let draw = 0; draw < 30; draw++) {
      const value = prefix + random.text(alphabet, length)
      expect(findSecrets(`use ${value} please`)).toMatchObject([{ value, service }])
    }
  })
})

describe('a key in the place of a user', () => {
  const key = random.text(base62, 32)
  const github = makeToken(random, 'github').value

  it.each([
    `git clone https://${key}:x-oauth-basic@git.example.com/a/b.git`,
    `https://${key}:@api.example.com/v1`,
    `https://${key}:x-token-auth@git.example.com/a`,
    `https://${key}:X@example.freshdesk.com/api/v2/tickets`,
    `curl -u ${key}:X https://example.freshdesk.com/api/v2/tickets`,
    `curl -u "${key}:" https://api.example.com/v1/charges`,
    `curl --user ${key}:x https://api.example.com`,
    `curl -u '${key}:api_token' https://api.example.com/me`,
  ])('is found: %s', (text) => {
    expect(values(text)).toEqual([key])
  })

  it('is named where its form says whose it is', () => {
    expect(findSecrets(`https://${github}:x-oauth-basic@github.com/a/b`)).toMatchObject([
      { value: github, service: 'github' },
    ])
  })

  it('is none where it is a name', () => {
    for (const text of [
      'https://some-long-user-name-2024:@host/',
      'curl -u deploy-user-for-staging-2:X https://x',
    ])
      expect(values(text)).toEqual([])
  })
})

it('a password in a URL that is escaped for a shell or in JSON is found', () => {
  for (const text of [
    'psql postgres://bob:Tr0m\\!bone42@db.internal:5432/app',
    'psql "postgres://bob:Tr0m\\$bone42@db.internal/app"',
    '{"url":"https:\\/\\/bob:Tr0m!bone42@git.example.com\\/a"}',
  ])
    expect(values(text), text).toHaveLength(1)
})

it('an AWS secret key in two lines beside its id is found', () => {
  const id = makeToken(random, 'aws').value
  const secret = `${random.text(base62, 19)}/${random.text(base62, 19)}x`
  for (const at of [12, 20, 31])
    for (const text of [
      `aws_access_key_id=${id}\naws_secret_access_key=${secret.slice(0, at)}\n${secret.slice(at)}\n`,
      `${id}\n> ${secret.slice(0, at)}\n> ${secret.slice(at)}`,
    ])
      expect(values(text)).toContain(secret)
})

it('the key that a weather service calls an id is found', () => {
  const key = random.text(hex, 32)
  expect(values(`https://api.openweathermap.org/data/2.5/weather?q=Berlin&appid=${key}`)).toEqual([key])
  expect(values(`https://api.openweathermap.org/data/2.5/weather?appid=${key}&q=Berlin`)).toEqual([key])
})

it('a token whose prefix is told apart from its body is found', () => {
  const { value } = makeToken(random, 'npm')
  const github = value.replace('npm_', 'ghp_')
  for (const text of [
    `it is ghp underscore, then ${github.slice(4)}`,
    `ghp underscore ${github.slice(4)} is it`,
    `my key: npm underscore followed by ${value.slice(4)}`,
    `glpat hyphen, then ${random.text(url, 20)}`,
  ])
    expect(values(text), text).toHaveLength(1)
  expect(values('the name has an underscore, then a number_of_characters_follows')).toEqual([])
})
