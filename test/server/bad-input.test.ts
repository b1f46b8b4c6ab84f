import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createGitHubToken } from '../../src/testing/github-token.ts'
import { readJson } from '../../src/server/json.ts'
import { openServerStage, type ServerStage } from './server-stage.ts'

let server: ServerStage

beforeEach(async () => {
  server = await openServerStage({ bodyTimeoutMs: 200 })
})
afterEach(() => server.close())

/** Every route that takes a body. */
const WITH_BODY = [
  ['POST', '/v1/turns'],
  ['PUT', '/v1/credentials/GITHUB'],
  ['POST', '/v1/credentials/GITHUB/unlock'],
] as const

describe('a body that is none of ours', () => {
  it('T-108 is refused with 4xx at every route, nothing of it is repeated, and the server lives on', async () => {
    const marker = createGitHubToken()
    const bodies: readonly (readonly [string, number, string?])[] = [
      ['', 400],
      ['null', 400],
      ['[]', 400],
      [`["${marker}"]`, 400],
      [`"${marker}"`, 400],
      ['4', 400],
      ['{', 400],
      [`{"${marker}`, 400],
      [`{"userId": ${marker}}`, 400],
      [`{"${marker}": 1}`, 400],
      [`{"userId": "alice", "userId": "bob", "value": "${marker}"}`, 400],
      [`{"userId": "alice", "\\u0075serId": "bob", "value": "${marker}"}`, 400],
      ['{"__proto__": {"userId": "alice"}}', 400],
      ['{"constructor": {"prototype": {}}}', 400],
      [`{"userId": {"$ne": "${marker}"}, "value": 4, "text": [], "reason": {}}`, 400],
      [`${'['.repeat(10_000)}${']'.repeat(10_000)}`, 400],
      [`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, 400],
      [`{"userId": "alice", "value": "${'x'.repeat(10 * 1024 * 1024)}"}`, 413],
      ['{"userId": "\ud800"}', 400],
    ]
    for (const [method, path] of WITH_BODY) {
      for (const [body, status] of bodies) {
        const answer = await server.ask(method, path, { body })
        expect([method, path, body.slice(0, 40), answer.status]).toEqual([
          method,
          path,
          body.slice(0, 40),
          status,
        ])
        expect(answer.headers.get('content-type')).toBe('application/problem+json')
        expect(answer.text).not.toContain(marker.slice(4))
        expect(String(answer.json['detail']).length).toBeGreaterThan(20)
      }
    }
    expect((await server.ask('GET', '/health')).status).toBe(200)
    expect(server.stage.asked).toEqual([])
    expect(JSON.stringify(server.stage.logged)).not.toContain(marker.slice(4))
  })

  it('is refused in another encoding or of another type, and half of one when it does not go on', async () => {
    const bytes = Buffer.concat([Buffer.from('{"userId":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')])
    for (const [method, path] of WITH_BODY) {
      expect((await server.ask(method, path, { body: bytes })).status).toBe(400)
      const form = { body: 'userId=alice', headers: { 'content-type': 'application/x-www-form-urlencoded' } }
      expect((await server.ask(method, path, form)).status).toBe(415)
      const slow = new ReadableStream({ start: (stream) => stream.enqueue(Buffer.from('{"userId":')) })
      expect(await server.ask(method, path, { body: slow })).toMatchObject({
        status: 408,
        json: { code: 'BODY_TOO_SLOW' },
      })
      const endless = new ReadableStream({ pull: (stream) => stream.enqueue(Buffer.alloc(64 * 1024, 32)) })
      expect((await server.ask(method, path, { body: endless })).status).toBe(413)
    }
  })

  it('of a stranger is not read at all', async () => {
    let isRead = false
    const body = new ReadableStream(
      {
        pull(stream) {
          isRead = true
          stream.enqueue(Buffer.alloc(64 * 1024))
        },
      },
      { highWaterMark: 0 },
    )
    expect((await server.ask('PUT', '/v1/credentials/GITHUB', { body, token: null })).status).toBe(401)
    expect(isRead).toBe(false)
  })
})

describe('a query that is none of ours', () => {
  it('T-108 is refused: given twice, of another type, unknown, out of bounds', async () => {
    for (const path of [
      '/v1/credentials?userId=alice&userId=bob',
      '/v1/credentials?userId=',
      '/v1/credentials?userId=alice&colour=red',
      '/v1/credentials?userId[]=alice',
      `/v1/credentials?userId=${'x'.repeat(300)}`,
      '/v1/credentials?userId=%00',
      '/v1/credentials?userId=alice%20',
      '/v1/credentials?userId=alice&service=..%2f..%2fetc',
      '/v1/audit?userId=alice&limit=0',
      '/v1/audit?userId=alice&limit=1e9',
      '/v1/audit?userId=alice&limit=ten',
      '/v1/audit?userId=alice&since=yesterday',
      '/v1/status?userId=%F0%28',
    ]) {
      const answer = await server.ask('GET', path)
      expect([path, answer.status, String(answer.json['detail']).length > 20]).toEqual([path, 400, true])
    }
    for (const path of ['/v1/credentials/__proto__?userId=alice', '/v1/credentials/constructor?userId=alice'])
      expect((await server.ask('DELETE', path)).status).toBeGreaterThanOrEqual(400)
    expect((await server.ask('PATCH', '/v1/credentials')).status).toBe(400)
    expect((await server.ask('GET', '/v1/users/../../etc/passwd')).status).toBe(404)
  })
})

describe('JSON', () => {
  it('is read as one thing only', () => {
    for (const text of [
      '{"a":1,"a":2}',
      '{"a":1,"\\u0061":2}',
      '{"x":[{"b":1,"b":1}]}',
      '{"a":{"a":1,"a":2}}',
      '{"a" : 1 , "a"\n: 2}',
    ])
      expect([text, readJson(text)]).toEqual([text, { ok: false, fault: 'names a field twice' }])
    for (const text of [
      '{"a":1,"b":{"a":1}}',
      '[{"a":1},{"a":2}]',
      '{"a":"a","b":"a"}',
      '["a","a"]',
      '{"a":"\\"a\\":"}',
    ])
      expect(readJson(text)).toEqual({ ok: true, value: JSON.parse(text) as unknown })
    for (const text of ['', '{', '"', '"\\', '{"a"', '{"\\x":1}', '[1,]', 'NaN', "{'a':1}", '\ufeff{}'])
      expect([text, readJson(text).ok]).toEqual([text, false])
  })
})

describe('an error that nobody foresaw', () => {
  it('says nothing of itself', async () => {
    const secret = createGitHubToken()
    const { keyturn } = server
    const broken = { ...keyturn.credentials, list: () => Promise.reject(new TypeError(secret)) }
    const { createHandler } = await import('../../src/server/index.ts')
    const { LOOPBACK } = await import('./server-stage.ts')
    const handle = createHandler({ ...keyturn, credentials: broken })
    const headers = { authorization: `Bearer ${server.key}` }
    const response = await handle(
      new Request('http://127.0.0.1/v1/credentials?userId=alice', { headers }),
      LOOPBACK,
    )
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain(secret.slice(4))
    expect(JSON.stringify(server.stage.logged)).toContain('TypeError')
    expect(JSON.stringify(server.stage.logged)).not.toContain(secret.slice(4))
  })
})
