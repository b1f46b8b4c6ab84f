import { afterEach, beforeEach, expect, it } from 'vitest'
import { openServerStage, type ServerStage } from './server-stage.ts'

let server: ServerStage

beforeEach(async () => {
  server = await openServerStage()
})
afterEach(() => server.close())

it('a request that goes on tells its text, and nothing of how far the host’s own agent had come', async () => {
  const { keyturn, key } = server
  const who = { userId: 'alice', conversationId: 'talk' }
  const transport = { channel: 'https', attested: true, audience: 'self' } as const
  const work = keyturn.user(who).tool('github', (given: string) => given)
  const need: unknown = await work('x').catch((error: unknown) => error)
  const asked = await keyturn.park(
    need,
    { ...who, text: 'Show my repositories', transport },
    { plan: 'of the host' },
  )
  expect(asked.kind).toBe('reply')
  const json = { ...who, messageId: 'm1', text: server.good('ranaroussi'), transport }
  const told = await server.ask('POST', '/v1/turns', { token: key, json })
  expect(told.json).toMatchObject({ kind: 'resume', text: 'Show my repositories' })
  expect(told.text).not.toContain('of the host')
  // The host that parked it is told.
  const again = await keyturn.turn({ ...json })
  expect(again).toMatchObject({ kind: 'resume', progress: JSON.stringify({ plan: 'of the host' }) })
})
