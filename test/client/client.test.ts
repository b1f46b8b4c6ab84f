/** The client against the real server: the brief's lines as they are, but for the package's name. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Keyturn, KeyturnApiError } from '../../src/client/index.ts'
import { serve, type Serving } from '../../src/server/index.ts'
import { createGitHubToken } from '../../src/testing/github-token.ts'
import { openPartsStage, type PartsStage } from '../flow/parts-stage.ts'

let stage: PartsStage
let serving: Serving
let token: string

beforeAll(async () => {
  stage = await openPartsStage()
  const wished = { name: 'test', scopes: ['manage', 'turns', 'audit'] } as const
  token = (await stage.keyturn.server.store.createAccessKey(wished, { channel: 'cli' })).text
  serving = await serve(stage.keyturn, { port: 0 })
  process.env['KEYTURN_URL'] = serving.url
  process.env['KEYTURN_TOKEN'] = token
})
afterAll(async () => {
  delete process.env['KEYTURN_URL']
  delete process.env['KEYTURN_TOKEN']
  await serving.stop()
  await stage.close()
})

let sent: Request[] = []
afterEach(() => (sent = []))

/** A client whose server answers in order what a test says; what it throws is no answer at all. */
function clientOf(...answers: (Response | Error)[]): Keyturn {
  return new Keyturn({
    retries: answers.length - 1,
    fetch: async (input, init) => {
      sent.push(new Request(input, init))
      const answer = answers.shift()
      if (answer === undefined || answer instanceof Error) throw answer ?? new Error('none left')
      return answer
    },
  })
}

const problem = (status: number, code: string, headers: Record<string, string> = {}): Response =>
  Response.json({ code, detail: 'Because.', status }, { status, headers })

async function failureOf(work: Promise<unknown>): Promise<KeyturnApiError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(KeyturnApiError)
  return error as KeyturnApiError
}

describe('the TypeScript client', () => {
  it("does what the brief's lines say", async () => {
    const value = createGitHubToken()
    stage.known.set(value, 'ranaroussi')
    const client = new Keyturn()
    // The brief's, with a value that GitHub knows.
    await client.credentials.set('GITHUB_TOKEN', { value, userId: 'alice@acme.com' })
    const credentials = await client.credentials.list({ userId: 'alice@acme.com' })
    expect(credentials).toMatchObject([{ service: 'github', name: 'ranaroussi', status: 'active' }])
    expect(await client.credentials.status({ userId: 'alice@acme.com' })).toContainEqual(
      expect.objectContaining({ service: 'github', state: 'connected' }),
    )
    const labelled = await client.credentials.change('GITHUB_TOKEN', {
      userId: 'alice@acme.com',
      label: 'work',
      isDefault: true,
    })
    expect(labelled).toMatchObject({ name: 'ranaroussi', label: 'work', isDefault: true })
    const bare = await client.credentials.change('GITHUB', { userId: 'alice@acme.com', label: null })
    expect([bare.label, bare.isDefault]).toEqual([undefined, true])
    await client.credentials.delete('GITHUB_TOKEN', { userId: 'alice@acme.com' })
    expect(await client.credentials.list({ userId: 'alice@acme.com' })).toEqual([])
    const since = new Date(Date.now() - 60_000)
    const audit = await client.audit.list({ userId: 'alice@acme.com', since, limit: 10 })
    expect(audit.map(({ act }) => act)).toContain('delete')
    expect(await client.users.export({ userId: 'alice@acme.com' })).toMatchObject({ user: 'alice@acme.com' })
    expect(await client.users.delete({ userId: 'alice@acme.com' })).toMatchObject({ cleanUp: 'done' })
    expect((await client.services()).map(({ service }) => service)).toEqual(['crm', 'door', 'github'])
    const turn = { userId: 'bob', conversationId: 'talk', text: 'Hello there' }
    expect(await client.turn(turn)).toMatchObject({ kind: 'pass', text: 'Hello there' })
    expect(await client.credentials.unlock('GITHUB', { userId: 'bob', reason: 'asked for' })).toBe(false)
  })

  it('throws one kind of error, which says why and holds neither token nor value', async () => {
    const client = new Keyturn()
    const value = createGitHubToken()
    const rejected = await failureOf(client.credentials.set('GITHUB_TOKEN', { value, userId: 'carol' }))
    expect(rejected).toMatchObject({
      code: 'CREDENTIAL_REFUSED',
      reason: 'rejected',
      status: 422,
      problem: { attemptsLeft: 2 },
    })
    const nobody = await failureOf(new Keyturn({ token: 'nonsense' }).credentials.list({ userId: 'carol' }))
    expect(nobody).toMatchObject({ code: 'UNAUTHENTICATED', status: 401 })
    const away = new Keyturn({ url: 'http://127.0.0.1:9', retries: 0 })
    const unreachable = await failureOf(away.credentials.set('GITHUB', { value, userId: 'carol' }))
    expect(unreachable).toMatchObject({ code: 'UNREACHABLE', status: undefined })
    for (const error of [rejected, nobody, unreachable]) {
      const shown = `${JSON.stringify(error)} ${String(error)} ${error.stack ?? ''}`
      expect(shown).not.toContain(value.slice(4))
      expect(shown).not.toContain(token.slice(4))
      expect(error).not.toHaveProperty('cause')
    }
  })

  it('refuses addresses that would carry its token in the clear, and to start without one', () => {
    for (const url of [
      'http://keyturn.example',
      'ftp://127.0.0.1',
      'nonsense',
      'https://a:b@keyturn.example',
      'https://keyturn.example?x=1',
      'http://127.0.0.1.evil.example',
    ])
      expect(() => new Keyturn({ url })).toThrow(expect.objectContaining({ code: 'CONFIGURATION_INVALID' }))
    expect(() => new Keyturn({ token: '' })).toThrow(/keyturn access create/)
    const client = new Keyturn()
    for (const name of ['../users', 'a/b', '', '..', 'x?y', 'x#y', '%2e%2e'])
      expect(() => client.credentials.set(name, { value: 'x', userId: 'dave' })).toThrow(
        expect.objectContaining({ code: 'CONFIGURATION_INVALID' }),
      )
  })

  it('sends again what may pass, under the same key, and what may not pass once', async () => {
    const stored = (): Response => Response.json({ outcome: 'added', account: {} })
    const again = clientOf(
      new Error('reset'),
      problem(503, 'VAULT_UNAVAILABLE'),
      problem(429, 'RATE_LIMITED', { 'retry-after': '0' }),
      stored(),
    )
    await again.credentials.set('GITHUB', { value: 'x', userId: 'erin' })
    expect(sent).toHaveLength(4)
    expect(new Set(sent.map(({ headers }) => headers.get('idempotency-key'))).size).toBe(1)
    sent = []
    for (const [status, code] of [
      [400, 'BODY_INVALID'],
      [401, 'UNAUTHENTICATED'],
      [404, 'NOT_FOUND'],
      [409, 'CREDENTIAL_REFUSED'],
      [422, 'CREDENTIAL_REFUSED'],
      [500, 'INTERNAL'],
    ] as const) {
      const error = await failureOf(
        clientOf(problem(status, code), stored()).credentials.list({ userId: 'erin' }),
      )
      expect([error.status, error.code]).toEqual([status, code])
    }
    expect(sent).toHaveLength(6)
    // A lock of an hour is not waited for.
    const locked = problem(429, 'RATE_LIMITED', { 'retry-after': '3600' })
    expect((await failureOf(clientOf(locked, stored()).credentials.list({ userId: 'erin' }))).code).toBe(
      'RATE_LIMITED',
    )
  })

  it('follows no redirect, takes no page for an answer, and gives up when it is told to', async () => {
    const moved = new Response(null, { status: 302, headers: { location: 'https://evil.example' } })
    expect((await failureOf(clientOf(moved).credentials.list({ userId: 'f' }))).code).toBe('ANSWER_INVALID')
    expect(sent[0]?.redirect).toBe('manual')
    const page = new Response('<html>', { headers: { 'content-type': 'text/html' } })
    expect((await failureOf(clientOf(page).credentials.list({ userId: 'f' }))).code).toBe('ANSWER_INVALID')
    const aborted = AbortSignal.abort()
    const error = await failureOf(new Keyturn().credentials.list({ userId: 'f', signal: aborted }))
    expect(error.code).toBe('ABORTED')
    const controller = new AbortController()
    const waiting = clientOf(problem(503, 'X', { 'retry-after': '20' }), Response.json({}))
    const given = failureOf(waiting.credentials.list({ userId: 'f', signal: controller.signal }))
    setTimeout(() => controller.abort(), 20)
    expect((await given).code).toBe('ABORTED')
  })
})
