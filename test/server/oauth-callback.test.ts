/** The server takes what a service sends a browser back with, from the browser of the user who began, over an encrypted connection. */
import { afterEach, describe, expect, it } from 'vitest'
import type { Keyturn } from '../../src/index.ts'
import type { TransportInput } from '../../src/net/transport.ts'
import { createHandler, type Handler } from '../../src/server/index.ts'
import { type ConnectingStage, openConnectingStage, replyOf, say } from '../oauth/connecting-stage.ts'
import { LOOPBACK } from './server-stage.ts'

const SECURE: TransportInput = { channel: 'https', attested: true, audience: 'self' }

let stage: ConnectingStage
let keyturn: Keyturn
afterEach(() => stage.close())

/** The address that a browser is sent back to once its user allowed what Alice asked for in the chat. */
async function sentBack(): Promise<URL> {
  const { link = '' } = replyOf(await say(keyturn, 'add my crm account'))
  return stage.server.allow(link)
}

const visit = (
  handle: Handler,
  url: URL,
  cookie: string | undefined,
  connection: TransportInput = SECURE,
): Promise<Response> =>
  handle(new Request(url, cookie === undefined ? {} : { headers: { cookie } }), connection)

const names = async (userId: string): Promise<readonly string[]> =>
  (await keyturn.credentials.list({ userId })).map(({ identity }) => identity.name)

/** A host whose cookie is the user's name. */
const userOf = (request: Request): Promise<string | undefined> =>
  Promise.resolve(request.headers.get('cookie') ?? undefined)

describe('a browser that comes back', () => {
  it.each(['dynamic', 'link'] as const)('connects who began, in mode %s', async (mode) => {
    stage = await openConnectingStage({ mode })
    keyturn = await stage.open()
    const response = await visit(createHandler(keyturn, { userOf }), await sentBack(), 'alice')
    expect([response.status, await response.text()]).toEqual([200, expect.stringContaining('Connected.')])
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await names('alice')).toEqual(['ranaroussi'])
  })

  it('T-104 finishes nothing for anybody else, for nobody, and over an open connection', async () => {
    stage = await openConnectingStage()
    keyturn = await stage.open()
    const handle = createHandler(keyturn, { userOf })
    const open: TransportInput = { ...LOOPBACK, peer: '192.0.2.7' }
    const cases = [
      [await sentBack(), 'mallory', SECURE],
      [await sentBack(), undefined, SECURE],
      [await sentBack(), 'alice', open],
    ] as const
    for (const [url, cookie, connection] of cases) {
      expect((await visit(handle, url, cookie, connection)).status).toBe(403)
    }
    for (const user of ['alice', 'mallory']) expect(await names(user)).toEqual([])
  })

  it('is held up after many in a short time, and Alice is not', async () => {
    stage = await openConnectingStage()
    keyturn = await stage.open()
    const handle = createHandler(keyturn, { visitorRate: { perSecond: 1 / 60, burst: 3 } })
    const peer = (name: string): TransportInput => ({ ...LOOPBACK, encrypted: true, peer: name })
    const guess = new URL('https://agent.acme.example/oauth/callback?state=guessed&code=guessed')
    const statuses = []
    for (let times = 0; times < 5; times += 1)
      statuses.push((await visit(handle, guess, undefined, peer('192.0.2.7'))).status)
    expect(statuses).toEqual([400, 400, 400, 429, 429])
    expect((await visit(handle, await sentBack(), undefined, peer('192.0.2.8'))).status).toBe(200)
    expect(await names('alice')).toEqual(['ranaroussi'])
  })
})
