/**
 * A secret is taken only over a way that is secure and read by the user alone, told by facts and not by words.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld } from '../../examples/demo/world/world.ts'
import type { World } from '../../examples/demo/world/world.ts'
import type { RequestTransport, TransportInput } from '../../src/index.ts'
import { openStage } from './stage.ts'
import type { Stage } from './stage.ts'

let world: World
let stage: Stage

beforeAll(async () => {
  world = await startWorld()
  stage = await openStage(world, { userCredentials: { trusted_proxies: ['10.0.0.0/8'] } })
})

afterAll(async () => {
  await stage.close()
  await world.close()
})

const request = (facts: Partial<RequestTransport>): RequestTransport => ({
  kind: 'request',
  encrypted: false,
  peer: '203.0.113.7',
  forwardedProto: [],
  forwarded: [],
  wasForwarded: false,
  isWebSocket: false,
  audience: 'self',
  ...facts,
})
const proxied = (...forwardedProto: string[]) =>
  request({ peer: '10.1.2.3', forwardedProto, wasForwarded: true })

const SECURE: [string, TransportInput][] = [
  ['T-091 a TLS socket', request({ encrypted: true })],
  ['T-092 a trusted proxy that says https', proxied('https')],
  ['T-094 loopback in development', request({ peer: '127.0.0.1' })],
  ['T-095 a wss upgrade behind the trusted proxy', { ...proxied('wss'), isWebSocket: true }],
  ['T-096 an attested channel', { channel: 'slack', attested: true, audience: 'self' }],
]
const INSECURE: [string, TransportInput | undefined][] = [
  ['nothing said', undefined],
  ['T-090 a plain socket', request({})],
  ['T-093 a trusted proxy that says http', proxied('http')],
  ['T-093 a trusted proxy that says nothing', proxied()],
  ['T-093 a trusted proxy that says both', proxied('https', 'http')],
  ['T-093 a proxy nobody trusts', request({ forwardedProto: ['https'], wasForwarded: true })],
  ['T-094 loopback behind a proxy', request({ peer: '127.0.0.1', wasForwarded: true })],
  ['T-095 a ws upgrade', request({ isWebSocket: true })],
  ['T-096 a channel that is not attested', { channel: 'slack', attested: false, audience: 'self' }],
  ['a made-up transport', 'https' as never],
]

describe.each(SECURE)('%s', (name, transport) => {
  it('takes a token', async () => {
    const said = { userId: `secure ${name}`, transport }
    expect(await stage.hear('Show my GitHub repositories', said)).toMatch(/Please provide/)
    expect(await stage.hear(world.github.issueToken('ranaroussi'), said)).toMatch(/^Successfully/)
  })
})

describe.each(INSECURE)('%s', (name, transport) => {
  it('asks for nothing, refuses a pasted token, says to revoke it, counts nothing', async () => {
    const said = { userId: `insecure ${name}`, transport }
    const token = world.github.issueToken('ranaroussi')
    expect(await stage.hear('Show my GitHub repositories', said)).toMatch(/not encrypted.*over https/s)
    for (let time = 0; time < 4; time += 1) {
      const outcome = await stage.say(`Add my GitHub token ${token}`, said)
      expect(outcome).toMatchObject({
        kind: 'reply',
        history: { user: 'Add my GitHub token [github token removed]' },
      })
      expect(JSON.stringify(outcome)).toMatch(/not encrypted.*revoke it/)
    }
    expect(await stage.hear(token, said)).toMatch(/not encrypted.*revoke it/)
    expect(world.github.requests(token)).toHaveLength(0)
    expect(stage.sinks()).not.toContain(token)
    expect(await stage.keyturn.credentials.status(said)).toMatchObject([
      { state: 'missing', lockedUntil: undefined },
    ])
  })
})

describe('a channel that others read', () => {
  const shared = { channel: 'slack', attested: true, audience: 'shared' } as const

  it('T-036 is no place for a token: none is asked for, a pasted one is refused and sent nowhere', async () => {
    const said = { userId: 't36', conversationId: 'room', transport: shared }
    const token = world.github.issueToken('ranaroussi')
    expect(await stage.hear('Show my GitHub repositories', said)).toMatch(/private message to connect/)
    expect(await stage.hear(token, said)).toMatch(/Others can read.*revoke it.*privately/s)
    expect(world.github.requests(token)).toHaveLength(0)
    expect(stage.sinks()).not.toContain(token)
  })

  it('T-036 a prompt that was given in private is not answered in public', async () => {
    const said = { userId: 't36-b', conversationId: 'talk' }
    const token = world.github.issueToken('ranaroussi')
    await stage.hear('Show my GitHub repositories', said)
    expect(await stage.hear(token, { ...said, transport: shared })).toMatch(/Others can read/)
    expect(world.github.requests(token)).toHaveLength(0)
  })

  it('a question asked there is not answered by somebody else', async () => {
    for (const login of ['ranaroussi', 'muxi-ai'])
      await stage.keyturn.credentials.set('GITHUB', {
        userId: 'asker',
        value: world.github.issueToken(login),
      })
    const room = { conversationId: 'room', transport: shared }
    expect(await stage.hear('Show my GitHub PRs', { ...room, userId: 'asker' })).toMatch(/Which one\?$/)
    expect(await stage.hear('muxi-ai', { ...room, userId: 'another' })).toBe('PASS: muxi-ai')
    expect(await stage.hear('ranaroussi', { ...room, userId: 'asker' })).toMatch(
      /RESUME: Show my GitHub PRs$/,
    )
  })
})

describe('settings', () => {
  it('T-094 loopback is refused in production', async () => {
    const key = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')
    const own = await openStage(world, {
      userCredentials: { encryption: { iterations: 100_000, key: '${{ secrets.KEY }}' } },
      keyturn: { production: true, secrets: { KEY: key } },
    })
    expect(
      await own.hear('Show my GitHub repositories', { transport: request({ peer: '127.0.0.1' }) }),
    ).toMatch(/not encrypted/)
    await own.close()
  })

  it('T-023 without a key, production is refused, and so is a vault whose key is gone', async () => {
    await expect(openStage(world, { keyturn: { production: true } })).rejects.toMatchObject({
      code: 'KEY_REQUIRED',
    })
    const own = await openStage(world)
    await own.keyturn.credentials.set('GITHUB', { userId: 'a', value: world.github.issueToken('ranaroussi') })
    await own.keyturn.close()
    const { rmSync } = await import('node:fs')
    const { dataFile } = await import('./stage.ts')
    rmSync(dataFile(own, 'key'))
    await expect(own.restart()).rejects.toMatchObject({ code: 'KEY_MISSING' })
  })

  it('T-097 require_https: false takes a token over a plain socket, and warns at start', async () => {
    const own = await openStage(world, { userCredentials: { require_https: false } })
    expect(own.logged.join('\n')).toMatch(/https/i)
    const said = { transport: request({}) }
    await own.hear('Show my GitHub repositories', said)
    expect(await own.hear(world.github.issueToken('ranaroussi'), said)).toMatch(/^Successfully/)
    await own.close()
  })

  it('T-048 a server that does not accept inline entry never asks for a token, and takes none', async () => {
    const own = await openStage(world, {
      userCredentials: { redirect_message: 'Go to the portal.' },
      auth: { type: 'bearer', accept_inline: false, token: '${{ user.credentials.GITHUB }}' },
    })
    const token = world.github.issueToken('ranaroussi')
    expect(await own.hear('Show my GitHub repositories')).toBe('Go to the portal.')
    expect(await own.hear(token)).toMatch(/did not keep it.*revoke it.*Go to the portal\./s)
    expect(world.github.requests(token)).toHaveLength(0)
    expect(own.sinks()).not.toContain(token)
    await own.close()
  })
})
