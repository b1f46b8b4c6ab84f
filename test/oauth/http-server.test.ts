/** An MCP server over HTTP, and an access token that it does not accept any more: the call goes on with the renewed one. */
import { afterEach, expect, it } from 'vitest'
import type { Keyturn, UserTool } from '../../src/index.ts'
import { acmeHttp } from '../tools/http/stage.ts'
import { type ConnectingStage, openConnectingStage, replyOf, say } from './connecting-stage.ts'

let stage: ConnectingStage
afterEach(() => stage.close())

async function whoami(keyturn: Keyturn): Promise<UserTool> {
  const tools = await keyturn.user({ userId: 'alice', conversationId: 'talk' }).tools()
  const tool = tools.find(({ originalName }) => originalName === 'whoami')
  if (tool === undefined) throw new Error('There is no such tool.')
  return tool
}

it.each(['session', 'stateless', 'modern'] as const)(
  'a call is not lost with an access token that ended early, and the user is asked nothing (%s)',
  async (era) => {
    const http = await acmeHttp(era)
    const ended = new Set<string | undefined>()
    http.people.has = (token) => !ended.has(token)
    http.people.get = (token) => (ended.has(token) ? undefined : 'ranaroussi')
    stage = await openConnectingStage({ url: http.url })
    const keyturn = await stage.open()
    const { link = '' } = replyOf(await say(keyturn, 'add my crm account'))
    await keyturn.oauth.callback(new Request(await stage.server.allow(link)), { userId: 'alice' })
    const tool = await whoami(keyturn)
    const sent = (): (string | undefined)[] => [
      ...new Set(
        http.came.flatMap(({ headers: { authorization } }) => authorization?.replace('Bearer ', '') ?? []),
      ),
    ]
    expect(await tool.call()).toMatchObject({ content: [{ text: 'ranaroussi' }] })
    const [first, another] = sent()
    expect([first === undefined, another]).toEqual([false, undefined])
    ended.add(first)
    const [before] = await keyturn.credentials.list({ userId: 'alice' })
    expect(await tool.call()).toMatchObject({ content: [{ text: 'ranaroussi' }] })
    expect(sent()).toHaveLength(2)
    const [after] = await keyturn.credentials.list({ userId: 'alice' })
    expect([before?.status, after?.status, after?.id]).toEqual(['active', 'active', before?.id])
    http.came.length = 0
    expect(await tool.call()).toMatchObject({ content: [{ text: 'ranaroussi' }] })
    expect(sent()).not.toContain(first)
  },
)

it('a token that the formation writes something around is sent so, and in no other form', async () => {
  const http = await acmeHttp('session')
  http.people.has = (token) => token.startsWith('v2.')
  http.people.get = () => 'ranaroussi'
  stage = await openConnectingStage({ url: http.url, token: 'v2.${{ user.credentials.CRM }}' })
  const keyturn = await stage.open()
  const { link = '' } = replyOf(await say(keyturn, 'add my crm account'))
  await keyturn.oauth.callback(new Request(await stage.server.allow(link)), { userId: 'alice' })
  expect(await (await whoami(keyturn)).call()).toMatchObject({ content: [{ text: 'ranaroussi' }] })
})
