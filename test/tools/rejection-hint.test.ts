/** A tool that speaks of 401 is a hint: the service is asked, and only its definite no takes a credential out of use. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { NeedError } from '../../src/tools/need.ts'
import { openAcmeStage, startAcme, type Acme, type AcmeServer, type AcmeStage } from './acme.ts'

let acme: Acme
let stage: AcmeStage
let users = 0
let userId = ''

const SERVER: AcmeServer = { options: { tools: ['say', 'success', 'isError', 'protocol', 'structured'] } }

beforeAll(async () => {
  acme = await startAcme()
  stage = await openAcmeStage(acme, {
    acme: SERVER,
    second: SERVER,
    unchecked_one: SERVER,
    unchecked_two: SERVER,
  })
})
beforeEach(() => {
  users += 1
  userId = `user-${users}`
})
afterEach(() => {
  acme.fails = undefined
})
afterAll(async () => {
  await stage.close()
  await acme.close()
})

async function add(who = userId): Promise<string> {
  const value = acme.issue(`login-of-${who}`)
  await stage.keyturn.credentials.set('ACME', { userId: who, value })
  return value
}

async function call(tool: string, text: string, server = 'acme', who = userId) {
  const tools = await stage.tools(who)
  const found = tools.find((one) => one.server === server && one.originalName === tool)
  if (found === undefined) throw new Error(`there is no ${tool} of ${server}`)
  return found.call({ text })
}

const statuses = async () =>
  (await stage.keyturn.credentials.list({ userId })).map(({ service, status }) => `${service} ${status}`)

/** How often the service was asked about a token. */
const askedAbout = (token: string): number => acme.asked.filter((one) => one === token).length

/** The faces of a rejected credential, as real servers show them. */
const FACES: readonly (readonly [tool: string, text: string])[] = [
  ['success', '{"status":401,"object":"error","code":"unauthorized","message":"API token is invalid."}'],
  ['success', 'Error: Request failed with status code 401'],
  ['structured', '{"ok":false,"error":"invalid_auth"}'],
  ['isError', 'Bad credentials'],
  ['isError', 'An API error occurred: token_revoked'],
  ['isError', '401 Unauthorized'],
  ['protocol', 'GitLab API error: 401 Unauthorized'],
  ['protocol', 'Error POSTing to endpoint (HTTP 401): nope'],
  ['protocol', 'HTTP 400 Bad Request: API key not valid. Please pass a valid API key.'],
]

describe('a tool that speaks of 401', () => {
  it.each(FACES)(
    'T-123 while the credential is good has it asked about and not marked: %s %s',
    async (tool, text) => {
      const token = await add()
      await call('say', 'hello')
      const before = askedAbout(token)
      const result = await call(tool, text)
      expect(result.isError).toBe(['isError', 'protocol'].includes(tool))
      expect(askedAbout(token)).toBe(before + 1)
      expect(await statuses()).toEqual(['acme active'])
      expect(await call('say', 'hello', 'second')).toMatchObject({ isError: false })
    },
  )

  it.each(FACES)(
    'T-123 after it was revoked has it marked once, and the user asked: %s %s',
    async (tool, text) => {
      const token = await add()
      await call('say', 'hello')
      acme.people.delete(token)
      await expect(call(tool, text)).rejects.toMatchObject({
        code: 'CREDENTIAL_REQUIRED',
        need: { service: 'acme', server: 'acme', why: 'rejected' },
      })
      expect(await statuses()).toEqual(['acme rejected'])
    },
  )

  it.each([500, 503, 429, 403])('T-123 marks nothing while the service answers %d', async (status) => {
    const token = await add()
    await call('say', 'hello')
    acme.people.delete(token)
    acme.fails = status
    expect(await call('isError', 'Bad credentials')).toMatchObject({ isError: true })
    expect(await statuses()).toEqual(['acme active'])
  })

  it('T-123 all the time has the service asked once a minute, and once for all calls of a moment', async () => {
    const token = await add()
    await call('say', 'hello')
    const before = askedAbout(token)
    const text = 'Bad credentials'
    await Promise.all(Array.from({ length: 20 }, () => call('isError', text)))
    expect(askedAbout(token)).toBe(before + 1)
    stage.advance(40_000)
    await call('protocol', text, 'second')
    expect(askedAbout(token)).toBe(before + 1)
    stage.advance(21_000)
    await call('isError', text)
    expect(askedAbout(token)).toBe(before + 2)
  })

  it('T-123 of one user has nobody else’s credential asked about', async () => {
    const mine = await add()
    const theirs = await add(`${userId}-other`)
    await call('say', 'hello', 'acme', `${userId}-other`)
    await call('say', 'hello')
    const before = [askedAbout(mine), askedAbout(theirs)]
    await call('isError', 'Bad credentials')
    expect([askedAbout(mine), askedAbout(theirs)]).toEqual([(before[0] ?? 0) + 1, before[1]])
  })

  it.each([
    ['success', '[{"number":401,"title":"401 Unauthorized on login","body":"Bad credentials"}]'],
    ['success', '# How to handle 401 Unauthorized\nSend a valid token.'],
    ['success', '{"items":[{"status":401,"error":"unauthorized"}]}'],
    ['isError', 'Validation failed: title "401 Unauthorized" already exists'],
    ['protocol', 'Issue 401 was not found'],
    ['protocol', 'Rate limit exceeded (429), authentication required for more'],
  ])('T-123 as of something else raises no alarm at all: %s %s', async (tool, text) => {
    const token = await add()
    await call('say', 'hello')
    const before = askedAbout(token)
    await call(tool, text)
    expect(askedAbout(token)).toBe(before)
  })
})

describe('a tool that speaks of 401, of a service that cannot be asked', () => {
  const set = (value: string) => stage.keyturn.credentials.set('UNCHECKED', { userId, value })

  it('T-123 has the user asked once for that server, and marks nothing for another', async () => {
    await set('unchecked-secret-of-ada')
    await expect(call('isError', 'Bad credentials', 'unchecked_one')).rejects.toMatchObject({
      need: { service: 'unchecked', server: 'unchecked_one', why: 'rejected' },
    })
    expect(await statuses()).toEqual(['unchecked active'])
    expect(await call('say', 'hello', 'unchecked_two')).toMatchObject({ isError: false })
    expect(await call('isError', 'Bad credentials', 'unchecked_one')).toMatchObject({ isError: true })
    expect(await call('say', 'hello', 'unchecked_one')).toMatchObject({ isError: false })
  })

  it('T-123 has the user asked again once they have given another one', async () => {
    await set('unchecked-secret-of-ada')
    await expect(call('protocol', '401 Unauthorized', 'unchecked_one')).rejects.toThrow(NeedError)
    await stage.keyturn.credentials.deleteService('UNCHECKED', { userId })
    await set('another-secret-of-ada')
    await expect(call('protocol', '401 Unauthorized', 'unchecked_one')).rejects.toThrow(NeedError)
    expect(await call('protocol', '401 Unauthorized', 'unchecked_one')).toMatchObject({ isError: true })
  })
})

describe('a request of the host’s own that is answered with 401', () => {
  it('T-123 comes back as it is while the credential is good, through fetch and in a function', async () => {
    await add()
    const user = stage.user(userId)
    expect((await user.fetch('acme')('/owners-only')).status).toBe(401)
    const read = user.tool('acme', async (path: string, { fetch }) => (await fetch(path)).status)
    expect(await read('/owners-only')).toBe(401)
    expect(await statuses()).toEqual(['acme active'])
  })

  it('T-123 asks the user once the service does not accept the credential', async () => {
    const token = await add()
    acme.people.delete(token)
    await expect(stage.user(userId).fetch('acme')('/me')).rejects.toMatchObject({ need: { why: 'rejected' } })
    expect(await statuses()).toEqual(['acme rejected'])
  })
})

describe('an error of the tool itself', () => {
  it('is a result for the model, scrubbed and marked as an error, and ends no request', async () => {
    const token = await add()
    const results = [await call('protocol', 'no {token} here'), await call('isError', 'out of {token}')]
    expect(results).toEqual([
      {
        content: [
          { type: 'text', text: 'The tool protocol failed: acme says: no [acme token removed] here.' },
        ],
        isError: true,
      },
      { content: [{ type: 'text', text: 'out of [acme token removed]' }], isError: true },
    ])
    expect(JSON.stringify(results)).not.toContain(token)
  })
})
