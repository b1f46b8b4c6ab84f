/** Connecting in a chat, at a real authorization server: by a link, by a device's code, and what is refused. */
import { afterEach, describe, expect, it } from 'vitest'
import type { Keyturn, Resolved } from '../../src/index.ts'
import { type ConnectingStage, openConnectingStage, PUBLIC_URL, replyOf, say } from './connecting-stage.ts'

let stage: ConnectingStage
afterEach(() => stage.close())

const accountsOf = (keyturn: Keyturn, userId = 'alice') => keyturn.credentials.list({ userId })

/** What is told when a parked request goes on. */
const firstResolved = (keyturn: Keyturn): Promise<Resolved> =>
  new Promise((resolve) => keyturn.onResolved((resolved) => resolve(resolved)))

/** The request of a browser that was sent back. */
const back = (url: URL): Request => new Request(url)

const textOf = async (response: Response): Promise<string> => {
  const page = await response.text()
  return /<h1>(.*)<\/h1>/.exec(page)?.[1] ?? page
}

describe('a link in the chat', () => {
  it('connects an account, and the request that waited goes on by itself, on another instance', async () => {
    stage = await openConnectingStage()
    const [chat, other] = [await stage.open(), await stage.open()]
    const resolved = firstResolved(chat)
    const reply = replyOf(await say(chat, 'add my crm account'))
    expect(reply.text).toContain('open this link')
    const link = new URL(reply.link ?? '')
    expect([
      link.origin,
      link.searchParams.get('redirect_uri'),
      link.searchParams.get('code_challenge_method'),
    ]).toEqual([stage.server.origin, `${PUBLIC_URL}/oauth/callback`, 'S256'])
    const response = await other.oauth.callback(back(await stage.server.allow(link.href)), {
      userId: 'alice',
    })
    expect([response.status, await textOf(response)]).toEqual([
      200,
      'Connected. You can go back to the chat.',
    ])
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
    expect(await accountsOf(chat)).toMatchObject([
      { service: 'crm', identity: { name: 'ranaroussi' }, status: 'active', checked: true, isGranted: true },
    ])
    expect((await resolved).outcome.kind).not.toBe('pass')
  }, 120_000)

  it('T-104 is good once, for ten minutes, for the user who asked, and only whole', async () => {
    stage = await openConnectingStage()
    const keyturn = await stage.open()
    const late = await stage.open({ offsetMs: 10 * 60_000 + 1000 })
    const begin = async (): Promise<URL> => {
      const begun = await keyturn.oauth.begin({ userId: 'alice', conversationId: 'talk', service: 'CRM' })
      if (begun?.kind !== 'link') throw new Error('It is no link.')
      return stage.server.allow(begun.url)
    }
    const refused: [what: string, status: number][] = []
    const note = async (what: string, request: Request, by = keyturn, userId?: string): Promise<void> => {
      const { status } = await by.oauth.callback(request, userId === undefined ? {} : { userId })
      refused.push([what, status])
    }
    const foreign = await begin()
    await note('another user', back(foreign), keyturn, 'mallory')
    await note('the same after another user', back(foreign), keyturn, 'alice')
    await note('too late', back(await begin()), late)
    const without = await begin()
    without.searchParams.delete('state')
    await note('no state', back(without))
    const wrong = await begin()
    wrong.searchParams.set('state', 'x'.repeat(43))
    await note('a wrong state', back(wrong))
    const twice = await begin()
    twice.searchParams.append('code', 'another')
    await note('two codes', back(twice))
    const guessed = await begin()
    guessed.searchParams.set('code', 'guessed')
    await note('a wrong code', back(guessed))
    const [first, second] = [await begin(), await begin()]
    first.searchParams.set('code', second.searchParams.get('code') ?? '')
    await note('the code of another request', back(first))
    const declined = new URL(await begin())
    declined.searchParams.delete('code')
    declined.searchParams.set('error', 'access_denied')
    await note('declined', back(declined))
    await note('posted', new Request(await begin(), { method: 'POST' }))
    expect(refused).toEqual([
      ['another user', 403],
      ['the same after another user', 400],
      ['too late', 400],
      ['no state', 400],
      ['a wrong state', 400],
      ['two codes', 502],
      ['a wrong code', 502],
      ['the code of another request', 502],
      ['declined', 200],
      ['posted', 405],
    ])
    expect(await accountsOf(keyturn)).toEqual([])
    const good = await begin()
    expect((await keyturn.oauth.callback(back(good))).status).toBe(200)
    expect((await keyturn.oauth.callback(back(good))).status).toBe(400)
    expect(await accountsOf(keyturn)).toHaveLength(1)
  }, 180_000)

  it('is not shown where others read, nor over an open connection', async () => {
    stage = await openConnectingStage()
    const keyturn = await stage.open()
    const input = { userId: 'alice', conversationId: 'talk', text: 'add my crm account' }
    const shared = { channel: 'slack', attested: true, audience: 'shared' } as const
    for (const transport of [shared, undefined]) {
      const { text, link } = replyOf(await keyturn.turn({ ...input, transport }))
      expect([link, text.includes(stage.server.origin)]).toEqual([undefined, false])
    }
  }, 120_000)
})

describe("a device's code in the chat", () => {
  it('connects an account with no page of ours, whoever asks the service', async () => {
    stage = await openConnectingStage({ hasAddress: false })
    const chat = await stage.open()
    const resolved = firstResolved(chat)
    const { text, link } = replyOf(await say(chat, 'add my crm account'))
    const code = /enter the code (\S+)/.exec(text)?.[1] ?? ''
    expect(link).toBe(`${stage.server.origin}/device`)
    await stage.server.allow(`${link ?? ''}?user_code=${encodeURIComponent(code)}`)
    await expect
      .poll(() => accountsOf(chat), { timeout: 60_000, interval: 500 })
      .toMatchObject([{ service: 'crm', identity: { name: 'ranaroussi' }, isGranted: true }])
    expect((await resolved).service).toBe('crm')
  }, 120_000)
})
