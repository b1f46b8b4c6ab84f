import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  fromRequest,
  judgeTransport,
  type RequestTransport,
  type Transport,
  type TransportInput,
  type TransportRules,
} from '../../src/net/transport.ts'

const STRICT: TransportRules = { trustedProxies: [], requireHttps: true, production: true }
const DEVELOPMENT: TransportRules = { ...STRICT, production: false }
/** The proxy of these tests is this machine, as the peer of every request here. */
const BEHIND_PROXY: TransportRules = { ...STRICT, trustedProxies: ['127.0.0.1/32'] }

/** TLS by a key known to both sides (RFC 4279): real encryption, and no certificate to keep in the repository. */
const TLS_KEY = Buffer.alloc(32, 7)
const TLS = { ciphers: 'PSK', maxVersion: 'TLSv1.2', checkServerIdentity: () => undefined } as const

let plain: http.Server
let encrypted: https.Server
let received: RequestTransport | undefined

beforeAll(async () => {
  const receive = (request: http.IncomingMessage) => {
    received = fromRequest(request)
  }
  const answer = (request: http.IncomingMessage, response: http.ServerResponse) => {
    receive(request)
    response.end()
  }
  plain = http.createServer(answer)
  encrypted = https.createServer(
    { ciphers: TLS.ciphers, maxVersion: TLS.maxVersion, pskCallback: () => TLS_KEY },
    answer,
  )
  for (const server of [plain, encrypted]) {
    server.on('upgrade', (request, socket) => {
      receive(request)
      socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  }
})

afterAll(() => {
  plain.close()
  encrypted.close()
})

/** Sends a real request with these header lines, names and values in turn, and gives the facts the server read. */
async function send(
  headers: readonly string[] = [],
  via: 'http' | 'https' = 'http',
): Promise<RequestTransport> {
  received = undefined
  const { port } = (via === 'http' ? plain : encrypted).address() as AddressInfo
  const options = { host: '127.0.0.1', port, headers: ['Host', 'localhost', ...headers], agent: false }
  const secret: ConnectionOptions = { ...TLS, pskCallback: () => ({ psk: TLS_KEY, identity: 'test' }) }
  const request = via === 'http' ? http.request(options) : https.request({ ...options, ...secret })
  request.end()
  request.once('response', (answer) => answer.resume())
  await Promise.race([once(request, 'response'), once(request, 'upgrade')])
  if (received === undefined) throw new Error('no request arrived')
  return received
}

function judge(input: TransportInput | undefined, rules: TransportRules): string {
  const { secure, audience, reason }: Transport = judgeTransport(input, rules)
  return `${secure ? 'secure' : 'insecure'} ${audience} ${reason}`
}

const UPGRADE = ['Connection', 'Upgrade', 'Upgrade', 'websocket']

describe('how a request came', () => {
  it('T-090 a plain HTTP socket is insecure', async () => {
    const request = await send()
    expect(judge({ ...request, peer: '203.0.113.9' }, STRICT)).toBe('insecure self not-encrypted')
    expect(judge({ ...request, peer: '203.0.113.9' }, DEVELOPMENT)).toBe('insecure self not-encrypted')
    expect(judge({ ...request, peer: undefined }, DEVELOPMENT)).toBe('insecure self not-encrypted')
  })

  it('T-091 a TLS socket is secure, whatever a stranger writes into headers', async () => {
    expect(judge(await send([], 'https'), STRICT)).toBe('secure self tls')
    expect(judge(await send(['X-Forwarded-Proto', 'http'], 'https'), STRICT)).toBe('secure self tls')
  })

  it.each([
    [['X-Forwarded-Proto', 'https']],
    [['x-forwarded-proto', 'https', 'X-Forwarded-For', '198.51.100.1, 10.0.0.1']],
    [['Forwarded', 'for=198.51.100.1;proto=https;by=10.0.0.1']],
    [['Forwarded', 'For="[2001:db8::1]:4711"; Proto="https"']],
    [['Forwarded', 'proto=https', 'X-Forwarded-Proto', 'https']],
    [['Forwarded', 'for=198.51.100.1', 'X-Forwarded-Proto', 'https']],
  ])('T-092 a trusted proxy that says https once is secure: %j', async (headers) => {
    expect(judge(await send(headers), BEHIND_PROXY)).toBe('secure self trusted-proxy')
    expect(judge(await send(headers), STRICT)).toBe('insecure self proxy-not-trusted')
    expect(judge(await send(headers), DEVELOPMENT)).toBe('insecure self proxy-not-trusted')
  })

  it('T-092 a proxy is trusted by the address of the socket, also inside IPv6', async () => {
    const request = await send(['X-Forwarded-Proto', 'https', 'X-Forwarded-For', '10.0.0.1'])
    const rules = { ...STRICT, trustedProxies: ['10.0.0.0/8', 'fd00::/8'] }
    for (const peer of ['10.9.8.7', '::ffff:10.9.8.7', 'fd00::7']) {
      expect(judge({ ...request, peer }, rules)).toBe('secure self trusted-proxy')
    }
    for (const peer of ['11.0.0.1', '::ffff:11.0.0.1', 'fe80::1', '127.0.0.1', undefined]) {
      expect(judge({ ...request, peer }, rules)).toBe('insecure self proxy-not-trusted')
    }
  })

  it.each([
    [[], 'proxy-says-nothing'],
    [['X-Forwarded-For', '198.51.100.1'], 'proxy-says-nothing'],
    [['X-Forwarded-Proto', 'http'], 'proxy-says-otherwise'],
    [['X-Forwarded-Proto', 'HTTPS'], 'proxy-says-otherwise'],
    [['X-Forwarded-Proto', 'https,http'], 'proxy-says-otherwise'],
    [['X-Forwarded-Proto', 'https, https'], 'proxy-says-otherwise'],
    [['X-Forwarded-Proto', 'https', 'X-Forwarded-Proto', 'https'], 'proxy-says-otherwise'],
    [['X-Forwarded-Proto', 'https', 'x-forwarded-proto', 'http'], 'proxy-says-otherwise'],
    [['X-Forwarded-Proto', 'https', 'Forwarded', 'proto=http'], 'proxy-says-otherwise'],
    [['X-Forwarded-Proto', 'wss'], 'proxy-says-otherwise'],
    [['X-Forwarded-Proto', ''], 'proxy-says-otherwise'],
    [['Forwarded', 'proto=http'], 'proxy-says-otherwise'],
    [['Forwarded', 'proto=https, proto=https'], 'proxy-says-otherwise'],
    [['Forwarded', 'proto=https;proto=https'], 'proxy-says-otherwise'],
    [['Forwarded', 'proto=https', 'Forwarded', 'proto=https'], 'proxy-says-otherwise'],
    [['Forwarded', 'for="a, proto=https'], 'proxy-says-otherwise'],
    [['Forwarded', 'for=x, for=y;proto=https'], 'proxy-says-otherwise'],
  ])('T-093 a trusted proxy with %j is insecure', async (headers, reason) => {
    expect(judge(await send(headers), BEHIND_PROXY)).toBe(`insecure self ${reason}`)
  })

  it('T-093 a trusted proxy that speaks TLS to us and says http of the client is insecure', async () => {
    expect(judge(await send(['X-Forwarded-Proto', 'http'], 'https'), BEHIND_PROXY)).toBe(
      'insecure self proxy-says-otherwise',
    )
    expect(judge(await send([], 'https'), BEHIND_PROXY)).toBe('secure self tls')
  })

  it('T-094 this machine counts in development and without any forwarding header only', async () => {
    expect(judge(await send(), DEVELOPMENT)).toBe('secure self development-loopback')
    expect(judge(await send(), STRICT)).toBe('insecure self loopback-in-production')
    for (const name of [
      'X-Forwarded-For',
      'X-Forwarded-Host',
      'X-Real-IP',
      'Via',
      'Forwarded',
      'CF-Connecting-IP',
    ]) {
      expect(judge(await send([name, 'for=x']), DEVELOPMENT)).toBe('insecure self proxy-not-trusted')
    }
  })

  it('T-095 a WebSocket is judged by its upgrade request', async () => {
    expect(judge(await send(UPGRADE, 'https'), STRICT)).toBe('secure self tls')
    expect(judge(await send(UPGRADE), STRICT)).toBe('insecure self loopback-in-production')
    expect(judge(await send([...UPGRADE, 'X-Forwarded-Proto', 'https']), BEHIND_PROXY)).toBe(
      'secure self trusted-proxy',
    )
    expect(judge(await send([...UPGRADE, 'X-Forwarded-Proto', 'wss']), BEHIND_PROXY)).toBe(
      'secure self trusted-proxy',
    )
    expect(judge(await send([...UPGRADE, 'X-Forwarded-Proto', 'ws']), BEHIND_PROXY)).toBe(
      'insecure self proxy-says-otherwise',
    )
  })

  it('says who sees the conversation as the host said it', async () => {
    const request = await send([], 'https')
    expect(judge({ ...request, audience: 'shared' }, STRICT)).toBe('secure shared tls')
    expect(
      fromRequest({ rawHeaders: [], socket: {} } as unknown as http.IncomingMessage, { audience: 'shared' })
        .audience,
    ).toBe('shared')
  })
})

describe('other ways', () => {
  it('T-096 a channel counts once its adapter attests it, and is shared unless it says otherwise', () => {
    expect(judge({ channel: 'slack', attested: true, audience: 'self' }, STRICT)).toBe(
      'secure self attested-channel',
    )
    expect(judge({ channel: 'slack', attested: true, audience: 'shared' }, STRICT)).toBe(
      'secure shared attested-channel',
    )
    expect(judge({ channel: 'slack', attested: false, audience: 'self' }, STRICT)).toBe(
      'insecure self channel-not-attested',
    )
    const untyped = [
      { channel: 'slack' },
      { channel: 'slack', attested: 'yes', audience: 'self' },
      { attested: 1 },
      {},
    ]
    for (const input of untyped) {
      expect(judge(input as unknown as TransportInput, STRICT)).toMatch(/^insecure \w+ channel-not-attested$/)
      expect(judge(input as unknown as TransportInput, { ...STRICT, requireHttps: false })).toMatch(
        /^insecure/,
      )
    }
  })

  it('a terminal is secure; nothing told is not', () => {
    expect(judge('terminal', STRICT)).toBe('secure self terminal')
    for (const input of [undefined, null, 'https', true]) {
      expect(judge(input as unknown as TransportInput, STRICT)).toBe('insecure self missing')
    }
  })

  it('T-097 require_https: false waives encryption, and does not make a shared audience private', async () => {
    const waived = { ...STRICT, requireHttps: false }
    const request = await send()
    expect(judge(request, waived)).toBe('secure self https-not-required')
    expect(judge(undefined, waived)).toBe('secure self https-not-required')
    expect(judge({ ...request, audience: 'shared' }, waived)).toBe('secure shared https-not-required')
    expect(judge(await send([], 'https'), waived)).toBe('secure self tls')
  })
})
