/** T-100: after `credential_ttl_minutes` the service is asked again; only its definite word, or another identity, stops a use. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createPrincipal } from '../../src/principal.ts'
import { createGitHubToken } from '../../src/testing/index.ts'
import { NeedError, readNeed } from '../../src/tools/need.ts'
import { openPartsStage, turnOf, type PartsStage } from '../flow/parts-stage.ts'

const TTL_MS = 60 * 60_000

let stage: PartsStage
let answer: (() => Response) | undefined
let users = 0
let userId = ''

beforeAll(async () => {
  stage = await openPartsStage({
    answer: (url) => (url.pathname === '/user' ? answer?.() : Response.json({ it: 'is there' })),
  })
})
beforeEach(async () => {
  users += 1
  userId = `user-${users}`
  answer = () => Response.json({ id: 7, login: 'ranaroussi' })
  expect(await stage.keyturn.credentials.set('GITHUB', { userId, value: createGitHubToken() })).toMatchObject(
    {
      outcome: 'added',
    },
  )
  stage.advance(TTL_MS + 1)
})
afterAll(() => stage.close())

const use = (): Promise<unknown> =>
  stage.keyturn
    .user({ userId, conversationId: 'talk' })
    .tool('github', async (_: undefined, { fetch }) => (await fetch('/repos')).json())(undefined)

const accounts = () => stage.keyturn.credentials.list({ userId })
const principal = () => createPrincipal(stage.parts.formation.id, userId)

describe('T-100 a re-check that tells of another identity', () => {
  it.each([
    ['another id under the same login', { id: 8, login: 'ranaroussi' }],
    ['another id and login', { id: 9, login: 'mallory' }],
    ['an id that reads like the old one', { id: '7 ', login: 'ranaroussi' }],
    ['the old id as a negative number', { id: -7, login: 'ranaroussi' }],
    ['a far larger id', { id: 7_000_000_007, login: 'ranaroussi' }],
  ])('goes on with nothing and keeps the row: %s', async (_what, identity) => {
    const [before] = await accounts()
    const seen = stage.asked.length
    answer = () => Response.json(identity)
    const result: unknown = await use().catch((error: unknown) => error)
    const [after, ...more] = await accounts()
    // What nobody can read as an identity says nothing; what says another one stops the use.
    if (typeof identity.id === 'number' && identity.id > 0) {
      expect(result).toBeInstanceOf(NeedError)
      expect(readNeed(result)).toMatchObject({ service: 'github', why: 'rejected', account: before?.id })
      expect(stage.asked.length).toBe(seen + 1)
      const audit = await stage.parts.vault.listAudit(principal(), { limit: 50 })
      expect(audit).toContainEqual(
        expect.objectContaining({ act: 'credential.denied', outcome: 'identity-changed', service: 'github' }),
      )
      const asked = await stage.keyturn.park(result, turnOf('show my repositories', { userId }))
      expect(asked.kind === 'reply' && asked.reply.text).toMatch(/GitHub/)
    } else expect(result).toEqual({ it: 'is there' })
    expect(more).toEqual([])
    expect(after).toMatchObject({ id: before?.id, identity: before?.identity })
  })

  it('that is the same goes on, under a new login too, and the row keeps its identity', async () => {
    answer = () => Response.json({ id: 7, login: 'ran-renamed' })
    expect(await use()).toEqual({ it: 'is there' })
    expect(await accounts()).toMatchObject([{ status: 'active' }])
  })
})

describe('a service that cannot say at a re-check', () => {
  it.each<[string, () => Response]>([
    ['503', () => new Response('down', { status: 503 })],
    ['500 with JSON', () => Response.json({ message: 'Bad credentials' }, { status: 500 })],
    ['429', () => new Response('', { status: 429, headers: { 'retry-after': '60' } })],
    ['a page instead of an answer', () => new Response('<html>Sign in</html>')],
    ['an answer without an identity', () => Response.json({})],
    [
      '403 for single sign-on',
      () =>
        Response.json({ message: 'Resource protected by organization SAML enforcement.' }, { status: 403 }),
    ],
    ['a redirect', () => new Response(null, { status: 302, headers: { location: 'https://evil.example/' } })],
  ])('costs nobody their tools: %s', async (_what, said) => {
    answer = said
    expect(await use()).toEqual({ it: 'is there' })
    expect(await accounts()).toMatchObject([{ status: 'active' }])
  })

  it('but a definite no stops the use, and the account is asked for anew', async () => {
    answer = () => Response.json({ message: 'Bad credentials' }, { status: 401 })
    await expect(use()).rejects.toBeInstanceOf(NeedError)
    expect(await accounts()).toMatchObject([{ identity: { name: 'ranaroussi' }, status: 'rejected' }])
  })
})
