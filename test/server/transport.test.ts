import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RequestTransport } from '../../src/net/transport.ts'
import { parseFormation } from '../../src/formation/parse.ts'
import { stringify } from 'yaml'
import { LOOPBACK, openServerStage, type ServerStage } from './server-stage.ts'

let server: ServerStage | undefined
afterEach(() => server?.close())

const FAR: RequestTransport = { ...LOOPBACK, peer: '192.0.2.7' }
const PROXY: RequestTransport = { ...LOOPBACK, peer: '10.0.0.9', wasForwarded: true }

/** A formation with GitHub and what a test adds to `user_credentials`. */
function formationWith(more: object) {
  return (directory: string) =>
    parseFormation({
      directory,
      files: {
        'formation.afs': stringify({
          schema: '1.0.0',
          id: 'parts',
          user_credentials: {
            encryption: { key: '${{ secrets.CREDENTIAL_KEY }}', iterations: 100_000 },
            trusted_proxies: ['10.0.0.0/8'],
            ...more,
          },
        }),
        'mcp/github.afs': stringify({
          schema: '1.0.0',
          id: 'github',
          type: 'command',
          command: process.execPath,
          args: ['-e', '0'],
          auth: { type: 'bearer', accept_inline: true, token: '${{ user.credentials.GITHUB }}' },
        }),
      },
    })
}

async function open(more: object = {}, production = false): Promise<ServerStage> {
  const secrets = {
    CREDENTIAL_KEY: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64'),
  }
  const keyturn = { production, secrets }
  server = await openServerStage({ parts: { formation: formationWith(more), keyturn } })
  return server
}

/** What becomes of a user's own request for a prompt, of a token in the chat, and of one that is set. */
async function asUser(opened: ServerStage, connection: RequestTransport | undefined) {
  const token = await opened.tokenOf('alice')
  const json = { conversationId: 'talk', text: 'Add my GitHub token' }
  const turn = await opened.ask('POST', '/v1/turns', { token, connection, json })
  const value = opened.good('ranaroussi')
  const set = await opened.ask('PUT', '/v1/credentials/GITHUB', { token, connection, json: { value } })
  return [turn.json['code'] ?? turn.json['kind'], set.json['code'] ?? set.json['outcome']]
}

const REFUSED = ['TRANSPORT_INSECURE', 'TRANSPORT_INSECURE']
const TAKEN = ['reply', 'added']

describe('the way a request came', () => {
  let usual: ServerStage
  beforeEach(async () => {
    usual = await open()
  })

  it('T-090 a plain socket from elsewhere is refused before any token is believed, and counts for nothing', async () => {
    expect(await asUser(usual, FAR)).toEqual(REFUSED)
    for (const token of [usual.key, 'nonsense', null]) {
      const answer = await usual.ask('GET', '/v1/credentials?userId=alice', { token, connection: FAR })
      expect(answer).toMatchObject({ status: 403, json: { code: 'TRANSPORT_INSECURE' } })
      expect(answer.json['detail']).toContain('revoke')
    }
    expect(usual.stage.asked).toEqual([])
  })

  it('T-091 a TLS socket is taken', async () => {
    expect(await asUser(usual, { ...FAR, encrypted: true })).toEqual(TAKEN)
  })

  it('T-092 a trusted proxy that says https is taken', async () => {
    expect(await asUser(usual, { ...PROXY, forwardedProto: ['https'] })).toEqual(TAKEN)
  })

  it('T-093 a trusted proxy that says http, nothing, or two things is refused, and so is anybody else who says https', async () => {
    for (const connection of [
      { ...PROXY, forwardedProto: ['http'] },
      PROXY,
      { ...PROXY, forwardedProto: ['https', 'http'] },
      { ...PROXY, forwardedProto: ['https, http'] },
      { ...FAR, wasForwarded: true, forwardedProto: ['https'] },
      { ...LOOPBACK, wasForwarded: true, forwardedProto: ['https'] },
      undefined,
    ])
      expect(await asUser(usual, connection)).toEqual(REFUSED)
  })

  it('T-094 this machine is taken in development; in production a program is, and a user is not', async () => {
    expect(await asUser(usual, LOOPBACK)).toEqual(TAKEN)
    await usual.close()
    const strict = await open({}, true)
    expect(await asUser(strict, LOOPBACK)).toEqual(REFUSED)
    expect(await strict.ask('GET', '/v1/credentials?userId=alice')).toMatchObject({ status: 200 })
    const forwarded = { ...LOOPBACK, wasForwarded: true }
    expect(await strict.ask('GET', '/v1/status?userId=alice', { connection: forwarded })).toMatchObject({
      status: 403,
    })
  })

  it('T-097 with require_https: false every way is taken, and the status says so', async () => {
    await usual.close()
    const lax = await open({ require_https: false })
    expect(await asUser(lax, FAR)).toEqual(TAKEN)
    expect((await lax.ask('GET', '/v1/status?userId=alice')).json['requireHttps']).toBe(false)
  })
})
