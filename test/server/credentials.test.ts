import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createGitHubToken } from '../../src/testing/github-token.ts'
import { openServerStage, type ServerStage } from './server-stage.ts'

let server: ServerStage

beforeEach(async () => {
  server = await openServerStage()
})
afterEach(() => server.close())

const userId = 'alice@acme.com'

describe('credentials over HTTP', () => {
  it('are listed, set, shown and deleted, and the value never comes back', async () => {
    const value = server.good('ranaroussi')
    const set = await server.ask('PUT', '/v1/credentials/GITHUB_TOKEN', { json: { userId, value } })
    expect(set).toMatchObject({
      status: 200,
      json: { outcome: 'added', account: { service: 'github', name: 'ranaroussi', status: 'active' } },
    })
    const again = await server.ask('PUT', '/v1/credentials/github', { json: { userId, value } })
    expect(again.json).toMatchObject({ outcome: 'duplicate' })
    const list = await server.ask('GET', `/v1/credentials?userId=${encodeURIComponent(userId)}`)
    expect(list.json).toMatchObject({
      accounts: [{ name: 'ranaroussi', createdAt: expect.stringMatching(/Z$/) as string }],
    })
    const status = await server.ask('GET', `/v1/status?userId=${userId}`)
    expect(status.json).toMatchObject({
      requireHttps: true,
      services: expect.arrayContaining([
        expect.objectContaining({ service: 'github', state: 'connected' }),
      ]) as unknown,
    })
    const audit = await server.ask('GET', `/v1/audit?userId=${userId}&service=github&limit=50`)
    expect(audit.json).toMatchObject({
      entries: [{ act: 'attempt' }, { act: 'add', channel: 'api' }, { act: 'attempt' }],
    })
    const exported = await server.ask('GET', `/v1/users/export?userId=${userId}`)
    expect(exported.json).toMatchObject({ user: userId, accounts: [{ name: 'ranaroussi' }] })
    const change = (more: object) =>
      server.ask('PATCH', '/v1/credentials/GITHUB_TOKEN', { json: { userId, ...more } })
    expect(await change({ label: 'work', isDefault: true })).toMatchObject({
      status: 200,
      json: { account: { name: 'ranaroussi', label: 'work', isDefault: true } },
    })
    expect((await change({ label: '', isDefault: false })).json['account']).not.toHaveProperty('label')
    expect(await change({})).toMatchObject({ status: 400, json: { code: 'INPUT_INVALID' } })
    expect(await change({ account: 'nobody', label: 'x' })).toMatchObject({
      status: 404,
      json: { reason: 'not-found' },
    })
    const removed = await server.ask('DELETE', `/v1/credentials/GITHUB_TOKEN?userId=${userId}`)
    expect(removed).toMatchObject({ status: 200, json: { accounts: [{ name: 'ranaroussi' }] } })
    const gone = await server.ask('DELETE', `/v1/credentials/GITHUB_TOKEN?userId=${userId}`)
    expect(gone).toMatchObject({ status: 404, json: { code: 'CREDENTIAL_REFUSED', reason: 'not-found' } })
    const deleted = await server.ask('DELETE', `/v1/users?userId=${userId}`)
    expect(deleted.json).toMatchObject({ removed: 0, cleanUp: 'done', conversations: 'forgotten' })
    for (const { text } of [set, again, list, status, audit, exported, removed, gone])
      expect(text).not.toContain(value.slice(4))
  })

  it('that are refused say why, and what to do next', async () => {
    const set = (name: string, value: unknown, more: object = {}) =>
      server.ask('PUT', `/v1/credentials/${name}`, { json: { userId, value, ...more } })
    expect(await set('GITHUB', createGitHubToken())).toMatchObject({
      status: 422,
      json: {
        code: 'CREDENTIAL_REFUSED',
        reason: 'rejected',
        attemptsLeft: 2,
        type: 'urn:keyturn:problem:credential-refused',
      },
    })
    expect(await set('NOWHERE', 'x')).toMatchObject({ status: 404, json: { reason: 'unknown-service' } })
    expect(await set('GITHUB', 'two words')).toMatchObject({ status: 422, json: { reason: 'malformed' } })
    expect(await set('CRM', { username: 'ann' })).toMatchObject({
      status: 422,
      json: { reason: 'incomplete' },
    })
    for (let attempt = 0; attempt < 2; attempt += 1) await set('GITHUB', createGitHubToken())
    const locked = await set('GITHUB', server.good('ranaroussi'))
    expect(locked).toMatchObject({
      status: 423,
      json: { reason: 'locked', lockedUntil: expect.any(String) as string },
    })
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(60)
    const reason = 'ticket 4711'
    expect(
      (await server.ask('POST', '/v1/credentials/GITHUB/unlock', { json: { userId, reason } })).json,
    ).toEqual({ unlocked: true })
    expect(await set('GITHUB', server.good('ranaroussi'), { label: 'home' })).toMatchObject({ status: 200 })
    expect(await set('GITHUB', server.good('muxi-ai'), { label: 'home' })).toMatchObject({
      status: 409,
      json: { reason: 'label-taken', account: { name: 'ranaroussi' } },
    })
    await set('GITHUB', server.good('muxi-ai'))
    const several = await server.ask('DELETE', `/v1/credentials/GITHUB?userId=${userId}`)
    expect(several).toMatchObject({ status: 409, json: { reason: 'several', accounts: [{}, {}] } })
    const all = await server.ask('DELETE', `/v1/credentials/GITHUB?userId=${userId}&all=true`)
    expect(all).toMatchObject({ status: 200, json: { accounts: [{}, {}] } })
  })

  it('sent again under the same Idempotency-Key are asked about once', async () => {
    const value = createGitHubToken()
    const headers = { 'idempotency-key': 'request-1' }
    const ask = (json: object) => server.ask('PUT', '/v1/credentials/GITHUB', { headers, json })
    const answers = [await ask({ userId, value }), await ask({ userId, value }), await ask({ userId, value })]
    expect(answers.map(({ status, json }) => [status, json['attemptsLeft']])).toEqual([
      [422, 2],
      [422, 2],
      [422, 2],
    ])
    expect(server.stage.asked.filter((asked) => asked === value)).toHaveLength(1)
    expect(answers[1]?.headers.get('idempotency-replayed')).toBe('true')
    expect(await ask({ userId, value: createGitHubToken() })).toMatchObject({
      status: 409,
      json: { code: 'IDEMPOTENCY_CONFLICT' },
    })
    // Another caller's key of the same name is another key.
    const token = await server.keyFor('manage')
    const other = await server.ask('PUT', '/v1/credentials/GITHUB', {
      headers,
      token,
      json: { userId, value },
    })
    expect(other.json['attemptsLeft']).toBe(1)
    // What is kept for it is sealed.
    const kept = ['vault.db', 'vault.db-wal']
      .map((name) => readFileSync(join(server.stage.directory, '.keyturn', name), 'latin1'))
      .join('')
    expect(kept).toContain('request-1')
    expect(kept).not.toContain('urn:keyturn:problem')
    server.stage.advance(25 * 60 * 60_000)
    expect((await ask({ userId, value: server.good('ranaroussi') })).status).toBe(200)
  })

  it('of one key, sent at once, are stored by one of them', async () => {
    const json = { userId, value: server.good('ranaroussi') }
    const headers = { 'idempotency-key': 'at-once' }
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => server.ask('PUT', '/v1/credentials/GITHUB', { headers, json })),
    )
    expect(answers.filter(({ status }) => status === 200)).not.toHaveLength(0)
    expect(answers.filter(({ status }) => status !== 200).map(({ status }) => status)).toEqual(
      answers.filter(({ status }) => status !== 200).map(() => 409),
    )
    expect(server.stage.asked).toHaveLength(1)
  })
})

describe('a turn over HTTP', () => {
  const turn = (text: string, more: object = {}) => ({
    json: {
      userId,
      conversationId: 'talk',
      text,
      transport: { channel: 'web', attested: true, audience: 'self' },
      ...more,
    },
  })

  it('asks for a token, takes it, and the same message gets the same answer', async () => {
    const ask = await server.ask('POST', '/v1/turns', turn('Add my GitHub token', { messageId: 'one' }))
    expect(ask.json).toMatchObject({ kind: 'reply', reply: { form: { service: 'github', masked: true } } })
    const value = server.good('ranaroussi')
    const added = await server.ask('POST', '/v1/turns', turn(value, { messageId: 'two' }))
    expect(added.text).toContain("'ranaroussi'")
    expect((await server.ask('POST', '/v1/turns', turn(value, { messageId: 'two' }))).json).toEqual(
      added.json,
    )
    expect(server.stage.asked).toHaveLength(1)
    expect(added.text).not.toContain(value.slice(4))
    const pass = await server.ask('POST', '/v1/turns', turn('What is the weather?'))
    expect(pass.json).toMatchObject({ kind: 'pass', text: 'What is the weather?' })
  })

  it('T-096 a program that does not attest how the message came is given no prompt for a token', async () => {
    for (const transport of [undefined, { channel: 'web', attested: false, audience: 'self' }]) {
      const answer = await server.ask('POST', '/v1/turns', turn('Add my GitHub token', { transport }))
      expect(answer.json).toMatchObject({ kind: 'reply' })
      expect(answer.json['reply']).not.toHaveProperty('form')
    }
  })
})
