import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHandler } from '../../src/server/index.ts'
import { LOOPBACK, openServerStage, type ServerStage } from './server-stage.ts'

/** So often that no test comes to its end. */
const MANY = { perSecond: 1, burst: 1_000 }

let server: ServerStage

beforeEach(async () => {
  server = await openServerStage({ strangerRate: MANY, userRate: MANY })
})
afterEach(() => server.close())

/** Every route, as somebody who may would ask for it for a user. */
function routesFor(userId: string): readonly (readonly [string, string, object?])[] {
  const query = `userId=${userId}`
  return [
    ['POST', '/v1/turns', { userId, conversationId: 'talk', text: 'Hello' }],
    ['GET', `/v1/credentials?${query}`],
    ['PUT', '/v1/credentials/GITHUB', { userId, value: 'x' }],
    ['DELETE', `/v1/credentials/GITHUB?${query}`],
    ['POST', '/v1/credentials/GITHUB/unlock', { userId, reason: 'because' }],
    ['GET', `/v1/status?${query}`],
    ['GET', `/v1/audit?${query}`],
    ['GET', `/v1/users/export?${query}`],
    ['DELETE', `/v1/users?${query}`],
  ]
}

const all = (token: string | null, userId: string) =>
  Promise.all(
    routesFor(userId).map(async ([method, path, json]) => server.ask(method, path, { token, json })),
  )

describe('a caller', () => {
  it('who is nobody is told so at every route, also at one that is not there', async () => {
    const { tokenOf, key } = server
    const stranger = await generateKeyPair('ES256')
    const forged = await new SignJWT({
      sub: 'alice',
      iss: 'https://id.example',
      aud: 'keyturn',
      exp: 2 ** 33,
    })
      .setProtectedHeader({ alg: 'ES256' })
      .sign(stranger.privateKey)
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"alice"}').toString('base64url')}.`
    const shared = await new SignJWT({
      sub: 'alice',
      iss: 'https://id.example',
      aud: 'keyturn',
      exp: 2 ** 33,
    })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(Buffer.from(JSON.stringify(await exportJWK(stranger.publicKey))))
    const tokens = [
      null,
      '',
      'nonsense',
      `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`,
      key.toUpperCase(),
      `ktk_${'0'.repeat(16)}_${'A'.repeat(43)}`,
      'x'.repeat(100_000),
      forged,
      unsigned,
      shared,
      await tokenOf('alice', { exp: 1 }),
      await tokenOf('alice', { exp: undefined }),
      await tokenOf('alice', { aud: 'another' }),
      await tokenOf('alice', { iss: 'https://id.example.evil' }),
      await tokenOf('alice', { sub: undefined }),
      await tokenOf('alice', { sub: ['alice'] }),
      await tokenOf(' alice'),
      await tokenOf('alice', { nbf: 2 ** 32 }),
    ]
    for (const token of tokens) {
      const answers = [...(await all(token, 'alice')), await server.ask('GET', '/v1/nothing', { token })]
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 401))
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
      expect(answers[0]?.headers.get('www-authenticate')).toBe('Bearer')
    }
  })

  it('who is a user reaches their own matters, and what is not theirs looks like what is not there', async () => {
    const { good, tokenOf } = server
    await server.ask('PUT', '/v1/credentials/GITHUB', { json: { userId: 'bob', value: good('muxi-ai') } })
    const token = await tokenOf('alice')
    const own = await server.ask('PUT', '/v1/credentials/GITHUB', {
      token,
      json: { value: good('ranaroussi') },
    })
    expect(own).toMatchObject({ status: 200, json: { account: { name: 'ranaroussi' } } })
    expect((await server.ask('GET', '/v1/credentials', { token })).json).toMatchObject({
      accounts: [{ name: 'ranaroussi' }],
    })
    const nothing = await server.ask('GET', '/v1/nothing', { token })
    expect(nothing).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } })
    for (const userId of ['bob', 'nobody-at-all', 'Alice', 'alice%20']) {
      for (const answer of await all(token, userId)) expect(answer.text).toBe(nothing.text)
    }
    // What only managers do is not there for a user either, for themselves.
    for (const [method, path, json] of [
      ['POST', '/v1/credentials/GITHUB/unlock', { userId: 'alice', reason: 'because' }],
      ['DELETE', '/v1/users?userId=alice', undefined],
      ['GET', '/metrics', undefined],
    ] as const)
      expect((await server.ask(method, path, { token, json })).text).toBe(nothing.text)
    expect((await server.ask('GET', '/v1/credentials?userId=bob')).json).toMatchObject({
      accounts: [{ name: 'muxi-ai' }],
    })
  })

  it('who is a program reaches what the scopes of its key allow, and a revoked or expired key nothing', async () => {
    const allowed = async (token: string) =>
      (await all(token, 'nobody')).map(({ json }) => json['code'] !== 'NOT_FOUND')
    expect(await allowed(await server.keyFor('turns'))).toEqual([true, ...Array<boolean>(8).fill(false)])
    expect(await allowed(await server.keyFor('audit'))).toEqual(routesFor('x').map((_, at) => at === 6))
    expect(await allowed(await server.keyFor('manage'))).toEqual(
      routesFor('x').map((_, at) => at !== 0 && at !== 6),
    )
    const { store } = server.keyturn.server
    const soon = { name: 'soon', scopes: ['turns'] as const, expiresAt: Date.now() + 1_000 }
    const { text } = await store.createAccessKey(soon, { channel: 'cli' })
    expect((await server.ask('GET', '/v1/nothing', { token: text })).status).toBe(404)
    server.stage.advance(2_000)
    expect((await server.ask('GET', '/v1/nothing', { token: text })).status).toBe(401)
    const [first] = await store.listAccessKeys()
    expect(await store.revokeAccessKey(first?.id ?? '', { channel: 'cli' })).toBe(true)
    expect(await store.revokeAccessKey(first?.id ?? '', { channel: 'cli' })).toBe(false)
    expect((await server.ask('GET', '/v1/nothing')).status).toBe(401)
  })

  it('who names no user with a service key is told to', async () => {
    const answers = await Promise.all([
      server.ask('GET', '/v1/credentials'),
      server.ask('PUT', '/v1/credentials/GITHUB', { json: { value: 'x' } }),
      server.ask('POST', '/v1/turns', { json: { conversationId: 'talk', text: 'Hello' } }),
      server.ask('DELETE', '/v1/users'),
      server.ask('GET', '/v1/audit'),
    ])
    for (const { status, json } of answers) {
      expect([status, json['code']]).toEqual([400, 'BODY_INVALID'])
      expect(json['detail']).toContain('userId')
    }
  })

  it('whose token cannot be checked for want of the provider’s keys is told that, and is nobody until then', async () => {
    const { keyturn, tokenOf } = server
    let isBroken = true
    const provider = createServer((_request, response) => {
      if (isBroken) response.writeHead(500).end()
      else response.writeHead(200, { 'content-type': 'application/json' }).end('{"keys":[]}')
    })
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
    const { port } = provider.address() as AddressInfo
    const tokens = {
      issuer: 'https://id.example',
      audience: 'keyturn',
      keys: `http://127.0.0.1:${port}/keys`,
    }
    const authorization = `Bearer ${await tokenOf('alice')}`
    const ask = async () => {
      const handle = createHandler(keyturn, { tokens, strangerRate: MANY })
      const request = new Request('https://keyturn.example/v1/status', { headers: { authorization } })
      const response = await handle(request, LOOPBACK)
      return [
        response.status,
        response.headers.get('retry-after'),
        ((await response.json()) as { code: string }).code,
      ]
    }
    expect(await ask()).toEqual([503, '5', 'IDENTITY_UNAVAILABLE'])
    isBroken = false
    expect(await ask()).toEqual([401, null, 'UNAUTHENTICATED'])
    await new Promise((resolve) => provider.close(resolve))
    expect(await ask()).toEqual([503, '5', 'IDENTITY_UNAVAILABLE'])
  })

  it('who asks too often, or guesses keys, waits', async () => {
    const rates = { perSecond: 1, burst: 2 }
    const handle = createHandler(server.keyturn, { serviceRate: rates, strangerRate: rates })
    const ask = async (token: string) =>
      handle(
        new Request('http://127.0.0.1/v1/nothing', { headers: { authorization: `Bearer ${token}` } }),
        LOOPBACK,
      )
    const known = [await ask(server.key), await ask(server.key), await ask(server.key)]
    expect(known.map(({ status }) => status)).toEqual([404, 404, 429])
    expect(known[2]?.headers.get('retry-after')).toBe('1')
    const guesses = [await ask('guess'), await ask('guess'), await ask('guess')]
    expect(guesses.map(({ status }) => status)).toEqual([401, 401, 429])
    server.stage.advance(3_000)
    expect((await ask(server.key)).status).toBe(404)
    // Somebody who guesses behind the same proxy holds up nobody who is known.
    for (let guess = 0; guess < 5; guess += 1) await ask('guess')
    expect((await ask(server.key)).status).toBe(404)
  })

  it('is refused by token options that would believe anybody', () => {
    const good = { issuer: 'https://id.example', audience: 'keyturn', keys: 'https://id.example/keys' }
    const bad = [
      { ...good, issuer: '' },
      { ...good, audience: '' },
      { ...good, algorithms: [] },
      { ...good, algorithms: ['HS256' as never] },
      { ...good, algorithms: ['none' as never] },
      { ...good, keys: 'http://id.example/keys' },
      { ...good, keys: 'file:///etc/keys' },
      { ...good, keys: 'https://name:word@id.example/keys' },
    ]
    for (const tokens of bad)
      expect(() => createHandler(server.keyturn, { tokens })).toThrow(
        expect.objectContaining({ code: 'CONFIGURATION_INVALID' }),
      )
  })
})
