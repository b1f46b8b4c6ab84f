/** T-125: whatever a service answers, what comes of it is a verdict, and the attempt that was reserved for it is free again. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createServices } from '../../src/providers/create-services.ts'
import { showName } from '../../src/providers/account-name.ts'
import type { Service, Verdict } from '../../src/providers/service.ts'
import { createGitHubToken } from '../../src/testing/index.ts'
import { openPartsStage, turnOf } from '../flow/parts-stage.ts'
import type { PartsStage } from '../flow/parts-stage.ts'
import { naughty, oddJson } from '../odd-json.ts'
import { makeBlock, makeFormation, makeGitHub, tokenFields } from './fixtures.ts'

const account = fc.record({ id: oddJson, login: oddJson }, { requiredKeys: [] })
const statuses = fc.constantFrom(200, 200, 200, 401, 403, 404, 429, 500)
const headers = fc.dictionary(
  fc.constantFrom(
    ...['x-oauth-scopes', 'x-github-sso', 'retry-after', 'x-ratelimit-remaining', 'x-ratelimit-reset'],
    'github-authentication-token-expiration',
  ),
  naughty.filter((text) => /^[\x21-\x7e]*$/.test(text)),
)

const clock = { now: () => 0 }
const fields = tokenFields(createGitHubToken())
const askGitHub = (answer: () => unknown): Promise<Verdict> =>
  makeGitHub().check(fields, { fetch: () => answer() as Promise<Response>, clock, signal: undefined })
const askDoor = (answer: () => unknown): Promise<Verdict> => {
  const credential = makeBlock(['door.example'], 'https://door.example/me', 'user.login')
  const fetch = (): Promise<Response> => answer() as Promise<Response>
  const services = createServices(makeFormation([{ service: 'door', credential }]), { fetch })
  return services.get('door').check(fields, { fetch, clock, signal: undefined })
}

describe('T-125 any JSON', () => {
  it.each([
    ['GitHub', askGitHub],
    ['a service of the formation', askDoor],
  ])('of %s is a verdict, and valid only with a plain id', async (_, ask) => {
    await fc.assert(
      fc.asyncProperty(statuses, headers, fc.oneof(account, oddJson), async (status, said, body) => {
        const given = { status, headers: { ...said, 'content-type': 'application/json' } }
        const verdict = await ask(() => new Response(JSON.stringify(body), given))
        expect(['valid', 'rejected', 'unknown']).toContain(verdict.verdict)
        if (verdict.verdict === 'valid') {
          const { key = '', name = '' } = verdict.identity ?? {}
          expect(key).toMatch(/^[^\p{C}]{1,512}$/u)
          // In any script, as it is shown.
          expect([name, name.length > 0, name.length <= 64]).toEqual([showName(name), true, true])
        }
      }),
      { numRuns: 400 },
    )
  })

  it.each([
    ['an id that is an object with toString', '{"id":{"toString":"x"},"login":"a"}'],
    ['an id that is a list', '{"id":[7],"login":"a"}'],
    ['an id that is true', '{"id":true,"login":"a"}'],
    ['an id past 2⁵³', '{"id":9007199254740993,"login":"a"}'],
    ['an id with a fraction', '{"id":7.5,"login":"a"}'],
    ['a login that is an object', '{"id":7,"login":{"toString":"x"}}'],
    ['members of the prototype', '{"__proto__":{"id":7,"login":"a"}}'],
    ['a list', '[{"id":7,"login":"a"}]'],
    ['ten thousand levels', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['ten thousand levels in the id', `{"id":${'['.repeat(10_000)}${']'.repeat(10_000)},"login":"a"}`],
  ])('of GitHub with %s says nothing', async (_, body) => {
    const verdict = await askGitHub(
      () => new Response(body, { headers: { 'content-type': 'application/json' } }),
    )
    expect(verdict).toEqual({ verdict: 'unknown', reason: 'unreadable', retryAfterMs: undefined })
  })
})

/** What a `fetch` of the host's may give that is no response at all. */
const NO_RESPONSES: Readonly<Record<string, () => unknown>> = {
  nothing: () => undefined,
  'a text': () => 'ok',
  'an empty object': () => ({}),
  'headers that are none': () => ({ status: 200, type: 'basic', headers: 7, body: null }),
  'no status': () => ({ headers: new Headers(), body: null }),
  'a status that is an object': () => ({
    status: { valueOf: () => 200 },
    headers: new Headers(),
    body: null,
  }),
  'a getter that throws': () => ({
    get status(): number {
      throw new TypeError('no')
    },
  }),
  'a revoked proxy': () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    return proxy
  },
  'a throw': () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- a host's fetch may throw anything
    throw { toString: 'x' }
  },
  'a body that is used': () => {
    const used = Response.json({ id: 7, login: 'a' })
    void used.text()
    return used
  },
  'a body of other things than bytes': () => new Response(ReadableStream.from([7, {}, null]) as never),
}

describe('T-125 what is no response', () => {
  it.each(Object.entries(NO_RESPONSES))('is unknown: %s', async (_, answer) => {
    for (const ask of [askGitHub, askDoor]) expect((await ask(answer)).verdict).toBe('unknown')
  })
})

describe('T-125 an attempt', () => {
  let stage: PartsStage
  let answer: () => unknown = () => undefined
  let check: Service['check'] | undefined
  beforeAll(async () => {
    stage = await openPartsStage({
      answer: () => answer() as Response,
      wrap: (parts) => {
        const get = (id: string): Service => {
          const service = parts.services.get(id)
          return check === undefined ? service : { ...service, check }
        }
        return { ...parts, services: { ...parts.services, get } }
      },
    })
  })
  afterAll(() => stage.close())

  /** More tries than would lock somebody out; then the service says yes. */
  async function tries(userId: string, onProgress?: () => void): Promise<void> {
    for (let time = 0; time < 4; time += 1) {
      const turn = turnOf(`Add my GitHub token ${createGitHubToken()}`, { userId, onProgress })
      const outcome = await stage.keyturn.turn(turn)
      expect(outcome).toMatchObject({ kind: 'reply' })
      expect(outcome.history.assistant).not.toMatch(/One moment|Too many/)
    }
  }

  it.each([
    ...Object.entries(NO_RESPONSES).filter(([name]) => name !== 'nothing'),
    ['an id with toString', () => Response.json({ id: { toString: 'x' }, login: 'a' })] as const,
  ])('is free again after %s', async (name, given) => {
    answer = given
    await tries(`answer ${name}`)
    answer = () => undefined
    const token = createGitHubToken()
    stage.known.set(token, 'ranaroussi')
    const set = await stage.keyturn.credentials.set('GITHUB', { userId: `answer ${name}`, value: token })
    expect(set).toMatchObject({ ok: true, outcome: 'added' })
  })

  it('is free again after a check that throws, and after progress words that nobody could take', async () => {
    for (const thrown of [new TypeError('no'), 'no', undefined, { toString: 'x' }]) {
      check = () =>
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- so may a check
        Promise.reject(thrown)
      await tries(`throws ${typeof thrown} ${thrown instanceof Error}`)
    }
    check = () => Promise.resolve({ verdict: 'unknown', reason: 'unavailable', retryAfterMs: undefined })
    await tries('progress', () => {
      throw new Error('The connection is closed.')
    })
    check = undefined
    const token = createGitHubToken()
    stage.known.set(token, 'ranaroussi')
    const outcome = await stage.keyturn.turn(turnOf(`Add my GitHub token ${token}`, { userId: 'progress 2' }))
    expect(outcome.history.assistant).toMatch(/^Successfully added/)
  })
})
