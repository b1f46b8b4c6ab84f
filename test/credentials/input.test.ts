/** T-108: the management API, called with anything at all, answers with a clear error, and the process lives on. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isKeyturnError } from '../../src/errors.ts'
import { Secret } from '../../src/secret.ts'
import { createGitHubToken } from '../../src/testing/index.ts'
import { openPartsStage, turnOf, type PartsStage } from '../flow/parts-stage.ts'

let stage: PartsStage
const token = createGitHubToken()

beforeAll(async () => {
  stage = await openPartsStage()
  stage.known.set(token, 'ranaroussi')
})
afterAll(() => stage.close())

/** An object in an object, 10,000 deep. */
function deep(): object {
  let inner: object = {}
  for (let depth = 0; depth < 10_000; depth++) inner = { inner }
  return inner
}

const cyclic: Record<string, unknown> = {}
cyclic['self'] = cyclic
const angry = new Proxy(
  {},
  {
    ownKeys: () => {
      throw new Error(token)
    },
    get: () => {
      throw new Error(token)
    },
  },
)

/** In place of a whole body, of a text, of a value. */
const ANYTHING: readonly (readonly [string, unknown])[] = [
  ['nothing', undefined],
  ['null', null],
  ['a list', []],
  ['a list of itself', [['a']]],
  ['a number', 7],
  ['not a number', Number.NaN],
  ['a bigint', 7n],
  ['true', true],
  ['a symbol', Symbol('x')],
  ['a function', () => token],
  ['an empty object', {}],
  ['10,000 objects in each other', deep()],
  ['an object that holds itself', cyclic],
  ['an object that throws', angry],
  ['an object that says toString', { toString: 1 }],
  ['an object that is no text', { toString: () => 'github' }],
  ['a prototype', JSON.parse('{"__proto__":{"userId":"alice"}}')],
  ['a date', new Date(0)],
  ['a text of two megabytes', 'x'.repeat(2 * 1024 * 1024)],
  ['half a surrogate pair', '\ud800'],
]

type Call = (given: unknown) => Promise<unknown>
type Loose = Record<string, (...given: unknown[]) => Promise<unknown>>

/** Every place of the API that takes something of a caller. */
const PLACES: readonly (readonly [string, (credentials: Loose, users: Loose) => Call])[] = [
  [
    'list',
    ({ list }) =>
      (given) =>
        list?.(given) ?? Promise.resolve(),
  ],
  [
    'list: userId',
    ({ list }) =>
      (userId) =>
        list?.({ userId }) ?? Promise.resolve(),
  ],
  [
    'list: service',
    ({ list }) =>
      (service) =>
        list?.({ userId: 'alice', service }) ?? Promise.resolve(),
  ],
  [
    'status',
    ({ status }) =>
      (given) =>
        status?.(given) ?? Promise.resolve(),
  ],
  [
    'set: name',
    ({ set }) =>
      (name) =>
        set?.(name, { userId: 'alice', value: token }) ?? Promise.resolve(),
  ],
  [
    'set: options',
    ({ set }) =>
      (given) =>
        set?.('GITHUB', given) ?? Promise.resolve(),
  ],
  [
    'set: value',
    ({ set }) =>
      (value) =>
        set?.('GITHUB', { userId: 'alice', value }) ?? Promise.resolve(),
  ],
  [
    'set: field',
    ({ set }) =>
      (username) =>
        set?.('CRM', { userId: 'alice', value: { username, password: 'x' } }) ?? Promise.resolve(),
  ],
  [
    'set: label',
    ({ set }) =>
      (label) =>
        set?.('GITHUB', { userId: 'alice', value: token, label }) ?? Promise.resolve(),
  ],
  [
    'set: channel',
    ({ set }) =>
      (channel) =>
        set?.('GITHUB', { userId: 'alice', value: token, channel }) ?? Promise.resolve(),
  ],
  [
    'set: signal',
    ({ set }) =>
      (signal) =>
        set?.('GITHUB', { userId: 'alice', value: token, signal }) ?? Promise.resolve(),
  ],
  [
    'delete: name',
    ({ delete: remove }) =>
      (name) =>
        remove?.(name, { userId: 'bob' }) ?? Promise.resolve(),
  ],
  [
    'delete: options',
    ({ delete: remove }) =>
      (given) =>
        remove?.('GITHUB', given) ?? Promise.resolve(),
  ],
  [
    'delete: account',
    ({ delete: remove }) =>
      (account) =>
        remove?.('GITHUB', { userId: 'bob', account }) ?? Promise.resolve(),
  ],
  [
    'deleteService',
    ({ deleteService }) =>
      (given) =>
        deleteService?.('GITHUB', given) ?? Promise.resolve(),
  ],
  [
    'unlock: options',
    ({ unlock }) =>
      (given) =>
        unlock?.('GITHUB', given) ?? Promise.resolve(),
  ],
  [
    'unlock: reason',
    ({ unlock }) =>
      (reason) =>
        unlock?.('GITHUB', { userId: 'bob', reason }) ?? Promise.resolve(),
  ],
  [
    'users.export',
    (_, { export: take }) =>
      (given) =>
        take?.(given) ?? Promise.resolve(),
  ],
  [
    'users.delete',
    (_, { delete: remove }) =>
      (given) =>
        remove?.(given) ?? Promise.resolve(),
  ],
]

describe('T-108 the management API', () => {
  it.each(PLACES)(
    'given anything at %s, refuses it by code or does what it says, and shows no value',
    async (place, callOf) => {
      const { credentials, users } = stage.keyturn
      const call = callOf(credentials as unknown as Loose, users as unknown as Loose)
      for (const [what, given] of ANYTHING) {
        const result: unknown = await call(given).catch((error: unknown) => {
          expect(isKeyturnError(error), `${place}, ${what}: ${String(error)}`).toBe(true)
          expect(isKeyturnError(error) && error.code, `${place}, ${what}`).toMatch(
            /^(?:INPUT|PRINCIPAL)_INVALID$/,
          )
          expect(JSON.stringify(error).length).toBeLessThan(1000)
          return error
        })
        expect(isKeyturnError(result) && JSON.stringify(result).includes(token), what).toBe(false)
      }
      // What was given before and after is served as ever.
      const who = { userId: `carol of ${place}` }
      expect(await credentials.set('GITHUB', { ...who, value: Secret.fromText(token) })).toMatchObject({
        ok: true,
      })
      expect(await credentials.list(who)).toMatchObject([{ identity: { name: 'ranaroussi' } }])
      expect(await credentials.delete('GITHUB', who)).toMatchObject({ ok: true })
    },
  )

  it.each(ANYTHING)('a user who is %s is refused before anything is read', (_what, given) => {
    expect(() => stage.keyturn.user(given as never)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^(?:INPUT|PRINCIPAL)_INVALID$/) as string }),
    )
  })

  it.each(ANYTHING)('a turn that is %s is refused by code', async (_what, given) => {
    for (const input of [given, { ...turnOf('hello'), text: given }, { ...turnOf('hello'), userId: given }]) {
      const error: unknown = await stage.keyturn.turn(input as never).catch((thrown: unknown) => thrown)
      if (isKeyturnError(error)) expect(error.code).toMatch(/^(?:INPUT|PRINCIPAL)_INVALID$/)
      else expect(error).toMatchObject({ kind: expect.any(String) as string })
    }
  })
})
