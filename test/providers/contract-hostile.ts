/**
 * What no answer may do, whatever it says: be believed where it has no right form, be followed elsewhere, cost an attempt, or bring the
 * credential back.
 */
import { expect, it } from 'vitest'
import { showName } from '../../src/providers/account-name.ts'
import { judge as judgeReplies, verdictOf, type Contract } from './asking.ts'
import type { Reply } from './fake-service.ts'

const PAGE = {
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<html><h1>Sign in</h1></html>',
}

/** Bodies that are no answer of any service, under the status of a good one. */
const NO_ANSWERS: readonly (readonly [says: string, reply: Partial<Reply>])[] = [
  ['a page', PAGE],
  ['nothing', {}],
  ['a list', { raw: '[]' }],
  ['null', { raw: 'null' }],
  ['a text', { raw: '"alice"' }],
  ['a number', { raw: '7' }],
  ['an empty object', { raw: '{}' }],
  ['JSON that was cut', { raw: '{"id": 1, "login": "al' }],
  ['plain text', { body: 'alice' }],
  ['JSON of two values', { raw: '{"id":1}{"id":2}' }],
  ['a hundred thousand brackets', { raw: '['.repeat(100_000) }],
  ['more than 1 MiB', { raw: `{"pad":"${'x'.repeat(1_100_000)}"}` }],
  ['only inherited names', { raw: '{"__proto__":{"id":1,"login":"a"},"constructor":{"name":"a"}}' }],
]

/** Values that are no immutable key, as JSON. */
const NO_KEYS: readonly string[] = [
  '{"toString":"x"}',
  '{"toString":null,"valueOf":null}',
  '{"length":3}',
  '["alice"]',
  '[[1]]',
  'null',
  'true',
  'false',
  '1.5',
  '1e999',
  '9007199254740993',
  '""',
  `"${'x'.repeat(1_000_000)}"`,
  '"\\ud800"',
]

/** Texts that are a key, but may be shown and stored only made safe. */
const ODD_KEYS: readonly string[] = [
  'a\u0000b\u001b[31mc\r\nd',
  '\u202Erevo\u2066x',
  '<img src=x onerror=alert(1)>',
  "'; DROP TABLE accounts; --",
  '../../etc/passwd',
  '__proto__',
  '${{ user.credentials.GITHUB }}',
]

/** Tests of a provider against answers that are out to harm. */
export function testHostileAnswers(contract: Contract): void {
  const { good, identity, told = good.length - 1 } = contract
  const answer = good[told]
  if (answer === undefined) throw new Error('The contract has no good answer.')
  const before = good.slice(0, told)
  const judge = async (reply: Partial<Reply>) => {
    const { headers: _, body: __, ...rest } = answer
    return judgeReplies(contract, [...before, { ...rest, ...reply }])
  }

  it.each(
    identity === undefined ? NO_ANSWERS.filter(([says]) => !/object|inherited/.test(says)) : NO_ANSWERS,
  )('T-099 does not believe a good status with %s', async (_says, reply) => {
    const { verdict } = await judge({ ...withoutKey(answer, identity), ...reply })
    expect(verdict).toEqual(verdictOf('unreadable'))
  })

  it.each([400, 401, 402, 403, 404, 410, 418, 422, 451])(
    'T-056 rejects nothing on a page or foreign JSON with %i',
    async (status) => {
      for (const reply of [PAGE, { raw: '{"proxy":"denied"}' }, { raw: '[]' }, { raw: 'null' }]) {
        const { verdict } = await judge({ ...reply, status })
        expect(verdict.verdict).toBe('unknown')
      }
    },
  )

  it.each([301, 302, 303, 307, 308])('T-101 does not follow %i', async (status) => {
    const { verdict, seen } = await judge({ status, headers: { location: 'https://evil.example/user' } })
    expect(verdict).toEqual(verdictOf('redirected'))
    expect(seen.length).toBe(good.slice(0, told).length + 1)
  })

  it('T-056 calls an outage an outage, and waits as long as it is told', async () => {
    for (const status of [500, 502, 503, 504, 529]) {
      expect((await judge({ status, ...PAGE })).verdict).toEqual(verdictOf('unavailable'))
    }
    const limited = await judge({ status: 429, headers: { 'retry-after': '30' }, raw: '{}' })
    expect(limited.verdict).toMatchObject({
      verdict: 'unknown',
      reason: 'rate-limited',
      retryAfterMs: 30_000,
    })
    expect((await judge({ breaks: true })).verdict).toEqual(verdictOf('network'))
  })

  if (identity === undefined) return

  it.each(NO_KEYS.map((key) => [key.slice(0, 40), key] as const))(
    'T-099 takes %s for no identity',
    async (_says, key) => {
      if (identity.startsWith('header:') && !/^"x/.test(key) && key !== '""') return expect(key).not.toBe('')
      const { verdict } = await judge(withKey(answer, identity, key))
      expect(verdict).toEqual(verdictOf('unreadable'))
    },
  )

  it.each(ODD_KEYS)('T-111 makes an identity of %j that can be stored and shown', async (key) => {
    if (identity.startsWith('header:') && /[^\x20-\x7e]/.test(key)) return expect(key).not.toBe('')
    const { verdict } = await judge(withKey(answer, identity, JSON.stringify(key)))
    if (verdict.verdict !== 'valid') return expect(verdict).toEqual(verdictOf('unreadable'))
    expect(verdict.identity?.key).toMatch(/^[A-Za-z0-9._@+%-]{1,128}$/)
    const name = verdict.identity?.name ?? ''
    expect(showName(name)).toBe(name)
    expect(name).toMatch(/^[^\p{C}<>[\]{}|\\`]{1,64}$/u)
  })

  it('T-050 does not take the credential itself for an identity', async () => {
    const secret = contract.provider.fields.find(({ isSecret }) => isSecret)?.name ?? ''
    const { verdict } = await judge(withKey(answer, identity, JSON.stringify(contract.given[secret])))
    expect(verdict).toEqual(verdictOf('unreadable'))
  })
}

/** The good answer with another value (JSON) where the key stands. */
function withKey(answer: Reply, identity: string, key: string): Partial<Reply> {
  if (identity.startsWith('header:')) {
    const name = identity.slice('header:'.length)
    return { body: answer.body, headers: { ...answer.headers, [name]: String(JSON.parse(key)) } }
  }
  const mark = 'the-key-stands-here'
  const body: unknown = JSON.parse(JSON.stringify(answer.body))
  setAt(body, identity.split('.'), mark)
  return {
    ...(answer.headers && { headers: answer.headers }),
    raw: JSON.stringify(body).replace(`"${mark}"`, () => key),
  }
}

/** Where a header tells the key, a body of any form is good with it: it goes. */
function withoutKey(answer: Reply, identity: string | undefined): Partial<Reply> {
  if (identity?.startsWith('header:') !== true) return {}
  const name = identity.slice('header:'.length)
  return { headers: Object.fromEntries(Object.entries(answer.headers ?? {}).filter(([one]) => one !== name)) }
}

function setAt(value: unknown, [name = '', ...rest]: readonly string[], given: unknown): void {
  const object = value as Record<string, unknown>
  if (!Object.hasOwn(object, name)) throw new Error(`The good answer has no ${name}.`)
  if (rest.length === 0) object[name] = given
  else setAt(object[name], rest, given)
}
