/** The canary behind HTTP: unique secrets through every route and the one-time page, then every answer, log line and number searched. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TransportInput } from '../../src/net/transport.ts'
import { createHandler, type Handler } from '../../src/server/index.ts'
import { createCanary } from '../../src/testing/index.ts'
import { LOOPBACK } from '../server/server-stage.ts'
import { openCanaryStage, type CanaryStage, type Mood } from './canary-stage.ts'

const canary = createCanary()
const GITHUB = canary.secrets.filter(({ name }) => name.startsWith('github'))
const MOODS: readonly Mood[] = [
  'accepts',
  'rejects',
  'wants single sign-on',
  'is asked too often',
  'echoes an error',
  'breaks off',
  'takes too long',
  'answers nonsense',
]

let stage: CanaryStage
let handle: Handler
let key: string
const answers: string[] = []

beforeAll(async () => {
  stage = await openCanaryStage()
  const wished = { name: 'canary', scopes: ['turns', 'manage', 'audit'] } as const
  const { store } = stage.keyturn.server
  key = (await store.createAccessKey(wished, { channel: 'cli' })).text
  handle = createHandler(stage.keyturn, {
    serviceRate: { perSecond: 1_000, burst: 10_000 },
    bodyTimeoutMs: 200,
  })
})
afterAll(() => stage.close())

/** One request; its answer with all headers is a sink. */
async function ask(
  method: string,
  path: string,
  body?: string,
  headers: Record<string, string> = {},
  connection: TransportInput = LOOPBACK,
): Promise<Response> {
  const response = await handle(
    new Request(`http://127.0.0.1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body }),
    }),
    connection,
  )
  answers.push(JSON.stringify([response.status, [...response.headers], await response.clone().text()]))
  return response
}

describe('a secret that goes over HTTP leaves no trace', () => {
  it.each(MOODS)('T-054 T-055 where the service %s', async (mood) => {
    stage.mood = mood
    const userId = `user of ${mood}`
    for (const { text } of GITHUB) {
      const json = JSON.stringify({ userId, value: text })
      await ask('PUT', '/v1/credentials/GITHUB', json, { 'idempotency-key': `${mood}-${GITHUB.length}` })
      await ask('PUT', '/v1/credentials/GITHUB', json)
      const turn = { userId, conversationId: 'talk', text: `Add my GitHub token ${text}` }
      const transport = { channel: 'web', attested: true, audience: 'self' }
      await ask('POST', '/v1/turns', JSON.stringify({ ...turn, transport }))
      await ask('POST', '/v1/turns', JSON.stringify(turn))
      // In every place where it does not belong.
      await ask('PUT', '/v1/credentials/GITHUB', `{"userId":"${userId}","${text}":"${text}"`)
      await ask(
        'PUT',
        '/v1/credentials/GITHUB',
        JSON.stringify({ userId, [text]: text, value: { [text]: 1 } }),
      )
      await ask(
        'PUT',
        '/v1/credentials/GITHUB',
        JSON.stringify({ userId: { text }, value: text, label: [text] }),
      )
      await ask('GET', `/v1/credentials?userId=${userId}&service=${encodeURIComponent(text)}`)
      await ask('GET', `/v1/audit?userId=${userId}&since=${encodeURIComponent(text)}`)
      await ask('DELETE', `/v1/credentials/${encodeURIComponent(text)}?userId=${userId}`)
      await ask('POST', `/v1/${encodeURIComponent(text)}`, json)
      await ask('PUT', '/v1/credentials/GITHUB', json, { authorization: `Bearer ${text}` })
      await ask('PUT', '/v1/credentials/GITHUB', json, { 'content-type': `text/${text}` })
      await ask('PUT', '/v1/credentials/GITHUB', json, {}, { ...LOOPBACK, peer: '192.0.2.7' })
      await page(userId, text)
    }
    for (const path of ['/v1/status', '/v1/credentials', '/v1/audit', '/v1/users/export'])
      await ask('GET', `${path}?userId=${encodeURIComponent(userId)}`)
    await ask('GET', '/metrics')
    await ask('GET', '/openapi.json')
    const sinks = [
      ...(await stage.sinks()),
      { kind: 'text', name: 'answers', text: answers.join('\n') } as const,
    ]
    const { findings, sinks: read } = canary.scan(sinks)
    expect(findings).toEqual([])
    expect(read.find(({ name }) => name === 'answers')?.bytes).toBeGreaterThan(10_000)
    expect(stage.moods.has(mood)).toBe(true)
  })
})

/** A secret on the one-time page, where it belongs and where it does not. */
async function page(userId: string, text: string): Promise<void> {
  const principal = { formation: 'canary', user: userId } as never
  const facts = { conversationId: 'talk', service: 'github' }
  const ticket = await stage.keyturn.server.store.createTicket(principal, facts, { channel: 'api' })
  const path = `/connect/${ticket.text}`
  const cookie = (await ask('GET', path)).headers.get('set-cookie')?.split(';')[0] ?? ''
  const word = cookie.split('=')[1] ?? ''
  const form = { 'content-type': 'application/x-www-form-urlencoded', cookie }
  const send = (fields: Record<string, string>) =>
    ask('POST', path, new URLSearchParams({ 'form-token': word, ...fields }).toString(), form)
  await send({ act: 'check', 'form-token': text, 'field-token': text })
  await send({ act: 'check', 'field-token': `${text} ${text}` })
  await send({ act: 'check', 'field-token': text })
  await ask('GET', path)
  await send({ act: text, [text]: text })
  await send({ act: 'add' })
}
