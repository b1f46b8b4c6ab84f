import type { LookupAddress } from 'node:dns'
import { afterEach, describe, expect, it } from 'vitest'
import type { CredentialBlock } from '../../src/formation/formation.ts'
import type { AddressLookup } from '../../src/net/guarded-fetch.ts'
import { createServices, type ServicesOptions } from '../../src/providers/create-services.ts'
import type { Service, Verdict } from '../../src/providers/service.ts'
import { basicFields, checkOptions, makeBlock, makeFormation, makeToken, tokenFields } from './fixtures.ts'
import { startHttp, startTcp, type LocalServer } from './local-server.ts'

const running: LocalServer[] = []
const token = makeToken('acme_')

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
})

/** A service that knows one token and one password, and tells whatever identity it is given. */
async function startService(identity: unknown, status = 200): Promise<LocalServer> {
  const basic = `Basic ${Buffer.from('alice:correct horse').toString('base64')}`
  const server = await startHttp((request, response) => {
    const isKnown = [`Bearer ${token}`, basic].includes(request.headers.authorization ?? '')
    response.writeHead(isKnown ? status : 401, { 'content-type': 'application/json' })
    response.end(JSON.stringify(isKnown ? identity : { error: 'no' }))
  })
  running.push(server)
  return server
}

function check(
  url: string,
  options?: ServicesOptions,
  fields = tokenFields(token),
  path = 'user.name',
): Promise<Verdict> {
  const block = makeBlock([new URL(url).hostname], url, path)
  return describedBy(block, options, Object.keys(fields)).check(fields, checkOptions())
}

function describedBy(credential: CredentialBlock, options?: ServicesOptions, fields = ['token']): Service {
  return createServices(makeFormation([{ service: 'acme', fields, credential }]), options).get('acme')
}

const originsOf = (block: CredentialBlock): readonly string[] => describedBy(block).origins

describe('a service described by a formation', () => {
  it('tells whose token it is by the configured path', async () => {
    const { origin } = await startService({ user: { name: 'acme-bot' } })
    expect(await check(`${origin}/me`)).toMatchObject({
      verdict: 'valid',
      checked: true,
      identity: { key: 'acme-bot', name: 'acme-bot' },
    })
  })

  it('is asked with Basic for a user name and password', async () => {
    const { origin } = await startService({ user: { name: 'alice' } })
    expect(await check(`${origin}/me`, {}, basicFields('alice', 'correct horse'))).toMatchObject({
      verdict: 'valid',
    })
    expect(await check(`${origin}/me`, {}, basicFields('alice', 'wrong horse'))).toMatchObject({
      verdict: 'rejected',
    })
  })

  it('rejects by 401', async () => {
    const { origin } = await startService({})
    expect(await check(`${origin}/me`, {}, tokenFields(makeToken()))).toEqual({
      verdict: 'rejected',
      reason: 'rejected',
    })
  })

  it.each([
    [200, { user: {} }, 'unreadable'],
    [200, { user: { name: ['a'] } }, 'unreadable'],
    [200, { user: { name: '' } }, 'unreadable'],
    [204, {}, 'unreadable'],
    [403, {}, 'forbidden'],
    [429, {}, 'rate-limited'],
    [500, {}, 'unavailable'],
    [302, {}, 'redirected'],
  ])('stays undecided at %i with %j', async (status, body, reason) => {
    const { origin } = await startService(body, status)
    expect(await check(`${origin}/me`)).toMatchObject({ verdict: 'unknown', reason })
  })

  it('T-111 does not find an identity in inherited members', async () => {
    const { origin } = await startService({ user: {} })
    for (const path of ['__proto__.constructor.name', 'user.constructor.name', 'toString']) {
      expect(await check(`${origin}/me`, {}, tokenFields(token), path)).toMatchObject({ verdict: 'unknown' })
    }
  })
})

describe('the address behind a configured host', () => {
  const publicAddress = { address: '192.0.43.8', family: 4 }
  const here = { address: '127.0.0.1', family: 4 }

  /** A DNS that answers differently each time. */
  function rebinding(...answers: LookupAddress[][]): AddressLookup {
    return (_hostname, _options, callback) => callback(null, answers.shift() ?? [here])
  }

  it('T-102 is refused at the connection when the DNS now says 127.0.0.1', async () => {
    let connections = 0
    const server = await startTcp(() => connections++)
    running.push(server)
    const url = `https://api.acme.example:${server.port}/me`
    expect(await check(url, { lookup: rebinding([here]) })).toMatchObject({ reason: 'network' })
    expect(await check(url, { lookup: rebinding([publicAddress, here]) })).toMatchObject({
      reason: 'network',
    })
    expect(await check(url, { lookup: rebinding([{ address: '::ffff:7f00:1', family: 6 }]) })).toMatchObject({
      reason: 'network',
    })
    expect(connections).toBe(0)
  })

  it('T-102 is looked at although the standard fetch is handed over wrapped, and left to a host that has its own', async () => {
    let connections = 0
    const server = await startTcp((socket) => socket.end(String(connections++)))
    running.push(server)
    const block = makeBlock(['api.acme.example'], `https://api.acme.example:${server.port}/me`)
    const wrapped = {
      ...checkOptions(),
      fetch: (...given: Parameters<typeof fetch>) => globalThis.fetch(...given),
    }
    const service = describedBy(block, { lookup: rebinding([here]) })
    expect(await service.check(tokenFields(token), wrapped)).toMatchObject({ reason: 'network' })
    expect(connections).toBe(0)
    const own = (): Promise<Response> => Promise.resolve(Response.json({ login: 'alice' }))
    const hosted = describedBy(block, { fetch: own })
    expect(await hosted.check(tokenFields(token), wrapped)).toMatchObject({ verdict: 'valid' })
  })

  it('may be private where the operator said so', async () => {
    let connections = 0
    const server = await startTcp((socket) => {
      connections++
      socket.end('no TLS here')
    })
    running.push(server)
    const url = `https://api.acme.example:${server.port}/me`
    const options = { lookup: rebinding([here]), privateHosts: ['api.acme.example'] }
    expect(await check(url, options)).toMatchObject({ reason: 'network' })
    expect(connections).toBe(1)
  })

  it.each([
    ['http', 'http://api.acme.example/me', 'not https'],
    ['a password in it', 'https://u:p@api.acme.example/me', 'user name or password'],
    ['a private address', 'https://10.0.0.7/me', 'private address'],
    ['the metadata address', 'https://169.254.169.254/latest', 'private address'],
    ['an IPv4-mapped private address', 'https://[::ffff:a00:7]/me', 'private address'],
    ['a number for 10.0.0.7', 'https://167772167/me', 'private address'],
    ['no URL', 'api.acme.example', 'not a URL'],
  ])('T-098 is refused at the start for a check URL with %s', (_what, url, fault) => {
    const hosts = URL.canParse(url) ? [new URL(url).hostname.replace(/[[\]]/g, '')] : ['api.acme.example']
    expect(() => originsOf(makeBlock(hosts, url))).toThrow(fault)
  })

  it('T-053 is refused at the start for a check URL on no host of the block', () => {
    expect(() => originsOf(makeBlock(['api.acme.example'], 'https://evil.example/me'))).toThrow(
      'not among its hosts',
    )
    expect(originsOf(makeBlock(['api.acme.example'], 'https://api.acme.example:8443/me'))).toEqual([
      'https://api.acme.example:8443',
      'https://api.acme.example',
    ])
  })
})
