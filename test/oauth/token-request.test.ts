/** What comes back from token endpoints as they are, over a real connection. */
import { inspect } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createGuardedFetch } from '../../src/net/guarded-fetch.ts'
import { requestTokens } from '../../src/oauth/token-request.ts'
import type { TokenAnswer } from '../../src/oauth/token-answer.ts'
import { startTcp } from '../providers/local-server.ts'
import { testClient } from './fixtures.ts'
import { FINAL, GRANTING, startQuirks, TEMPORARY, testTokens, type QuirkServer } from './quirks.ts'

let server: QuirkServer
const issued = testTokens()
const held = testTokens()

beforeAll(async () => {
  server = await startQuirks()
})
beforeEach(() => {
  server.seen.length = 0
})
afterAll(() => server.stop())

async function refresh(client = testClient(server.origin), timeoutMs?: number): Promise<TokenAnswer> {
  const parameters = { refresh_token: held.refresh }
  const answer = await requestTokens(client, { grantType: 'refresh_token', parameters, timeoutMs })
  const shown = inspect([answer, client], { depth: 12, showHidden: true }) + JSON.stringify(answer)
  const secrets = [issued.access, issued.refresh, held.refresh, client.clientSecret?.reveal() ?? '-']
  expect(secrets.filter((secret) => secret !== '-' && shown.includes(secret))).toEqual([])
  return answer
}

describe('a refresh at a token endpoint', () => {
  it.each(Object.entries(GRANTING))('is granted by an answer %s', async (_shape, answer) => {
    server.answer = answer(issued)
    const got = await refresh()
    expect(got.kind).toBe('granted')
    if (got.kind !== 'granted') return
    const { accessToken, refreshToken, expiresInSeconds } = got.tokens
    expect([accessToken.reveal(), refreshToken?.reveal(), expiresInSeconds]).toEqual([
      issued.access,
      issued.refresh,
      3600,
    ])
  })

  it.each(Object.entries(FINAL))('is final by %s', async (_shape, answer) => {
    server.answer = answer
    expect(await refresh()).toEqual({ kind: 'final', reason: 'ended' })
  })

  it.each(Object.entries(TEMPORARY))('keeps the grant at %s', async (_shape, answer) => {
    server.answer = answer
    expect(await refresh()).toMatchObject({ kind: 'temporary', refreshToken: undefined })
  })

  it('keeps the grant where nothing answers: a reset, a refused connection, a body that does not end, a redirect', async () => {
    const reset = await startTcp((socket) => socket.destroy())
    expect(await refresh(testClient(reset.origin))).toMatchObject({ kind: 'temporary', reason: 'network' })
    await reset.stop()
    expect(await refresh(testClient(reset.origin))).toMatchObject({ kind: 'temporary', reason: 'network' })
    server.answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"access_token":')
      return undefined
    }
    const slow = await refresh(testClient(server.origin), 200)
    expect(slow).toMatchObject({ kind: 'temporary', reason: 'timeout' })
    server.answer = (_request, response) => {
      response.writeHead(307, { location: `${server.origin}/elsewhere` }).end()
      return undefined
    }
    server.seen.length = 0
    expect(await refresh()).toMatchObject({ kind: 'temporary', reason: 'redirected' })
    expect(server.seen).toHaveLength(1)
  })

  it('T-102 goes to no private address that the operator did not name', async () => {
    const client = testClient(server.origin, { fetch: createGuardedFetch() })
    expect(await refresh(client)).toMatchObject({ kind: 'temporary', reason: 'network' })
    expect(server.seen).toEqual([])
  })

  it('says who the client is in the body, in a header or not at all, and sends a form or JSON', async () => {
    const [[, answer] = ['', GRANTING['with 201']]] = Object.entries(GRANTING)
    if (answer !== undefined) server.answer = answer(issued)
    const posting = testClient(server.origin)
    const { connect } = posting
    await refresh(posting)
    await refresh({ ...posting, connect: { ...connect, clientAuthentication: 'basic', tokenBody: 'json' } })
    await refresh({ ...posting, clientSecret: undefined })
    const [post, basic, none] = server.seen
    const secret = posting.clientSecret?.reveal() ?? ''
    const form = { grant_type: 'refresh_token', refresh_token: held.refresh }
    expect(Object.fromEntries(new URLSearchParams(post?.body))).toEqual({
      ...form,
      client_id: 'keyturn-test',
      client_secret: secret,
    })
    expect(JSON.parse(basic?.body ?? '')).toEqual(form)
    expect(basic?.headers['content-type']).toBe('application/json')
    const pair = Buffer.from(basic?.headers.authorization?.slice('Basic '.length) ?? '', 'base64').toString()
    expect(pair.split(':').map(decodeURIComponent)).toEqual(['keyturn-test', secret])
    expect(Object.fromEntries(new URLSearchParams(none?.body))).toEqual({
      ...form,
      client_id: 'keyturn-test',
    })
    expect(none?.headers.authorization).toBeUndefined()
  })
})
