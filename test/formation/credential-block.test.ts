import { describe, expect, it } from 'vitest'
import { parseFormation } from '../../src/formation/parse.ts'
import { formationOf, problemsOf, server, SMALLEST } from './formation-source.ts'

const AUTH = ['auth:', '  token: "${{ user.credentials.ACME }}"']

function block(hosts: string, url: string): string {
  return server(
    ...AUTH,
    'credential:',
    `  hosts: ${hosts}`,
    `  check: { url: "${url}", identity: user.login }`,
  )
}

function faults(hosts: string, url: string): readonly string[] {
  return problemsOf(SMALLEST, block(hosts, url)).map(({ place, message }) => `${place.field} ${message}`)
}

describe('T-098 where a credential of an unknown service may go', () => {
  it('public hosts over https are read', () => {
    const formation = formationOf(
      SMALLEST,
      block('[API.example.com, files.example.com]', 'https://api.example.com/v1/me?full=1'),
    )
    const credential = formation.services.get('acme')?.credential
    expect(credential?.check?.()).toEqual({
      method: 'GET',
      url: 'https://api.example.com/v1/me?full=1',
      headers: {},
      identity: 'user.login',
      accept: { status: 200, body: {} },
    })
    expect(credential).toEqual({
      hosts: ['api.example.com', 'files.example.com'],
      check: expect.any(Function) as unknown,
      fields: undefined,
      shapes: [],
      place: { file: 'mcp/github.afs', line: 7, field: 'credential' },
    })
  })

  it.each([
    ['http://api.example.com/me', 'must be an https: address.'],
    ['ftp://api.example.com/me', 'must be an https: address.'],
    ['/me', 'must be an https: address.'],
    ['https://user:word@api.example.com/me', 'must not hold a user name or password.'],
    ['https://user@api.example.com/me', 'must not hold a user name or password.'],
    ['https://api.example.com@evil.example.net/me', 'must not hold a user name or password.'],
    ['https://evil.example.net/me', 'must be at one of the hosts of this block.'],
    ['https://api.example.com.evil.example.net/me', 'must be at one of the hosts of this block.'],
    ['https://api.example.com:8443/me', 'must use the usual port of https.'],
    ['https://api.example.com/me#x', 'must not have a fragment (`#`).'],
    [
      'https://api.example.com/${{ user.credentials.ACME }}',
      'cannot hold placeholders: a credential is never part of an address.',
    ],
  ])('the check %s is refused', (url, message) => {
    expect(faults('[api.example.com]', url)).toEqual([`credential.check.url ${message}`])
  })

  it.each([
    ['10.1.2.3', 'private'],
    ['192.168.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['169.254.169.254', 'private'],
    ['100.64.0.1', 'private'],
    ['0.0.0.0', 'private'],
    ['[fd00::1]', 'private'],
    ['[fe80::1]', 'private'],
    ['metadata.google.internal', 'private'],
    ['printer.local', 'private'],
    ['intranet', 'private'],
    ['127.0.0.1', 'this machine'],
    ['[::1]', 'this machine'],
    ['[::ffff:7f00:1]', 'this machine'],
    ['[::ffff:a00:1]', 'private'],
    ['localhost', 'this machine'],
    ['a.localhost', 'this machine'],
  ])('the private host %s is refused, in hosts and in the check', (host, word) => {
    expect(faults(`["${host}"]`, `https://${host}/me`)).toEqual([
      expect.stringMatching(`credential.hosts\\[0\\] is .*${word}`),
      expect.stringMatching(`credential.check.url is .*${word}`),
    ])
  })

  it.each(['2130706433', '0x7f.1', '127.1', '017700000001'])(
    'the odd spelling %s of an address is no exact host',
    (host) => {
      expect(faults(`["${host}"]`, `https://${host}/me`)).toEqual([
        expect.stringMatching(/credential.hosts\[0\] must be an exact host name/),
        expect.stringMatching(/credential.check.url is this machine/),
      ])
    },
  )

  it.each([
    '*.example.com',
    'api.example.com/path',
    'user@api.example.com',
    'https://api.example.com',
    'a b',
    '',
    'api.example.com.',
    'api.example.com:443',
    'bücher.example',
  ])('%s is no exact host', (host) => {
    expect(faults(`["${host}", api.example.com]`, 'https://api.example.com/me')).toHaveLength(1)
  })

  it('in development this machine may be named, over http too; other private addresses may not', () => {
    const read = (hosts: string, url: string) =>
      parseFormation({
        files: { 'formation.afs': SMALLEST, 'mcp/a.afs': block(hosts, url) },
        directory: '/',
        allowLoopback: true,
      })
    expect(
      read('["127.0.0.1:4010"]', 'http://127.0.0.1:4010/me').services.get('acme')?.credential?.check?.().url,
    ).toBe('http://127.0.0.1:4010/me')
    expect(() => read('[10.0.0.1]', 'http://10.0.0.1/me')).toThrow(/private address/)
    expect(() => read('["127.0.0.1:4010"]', 'http://127.0.0.1:4011/me')).toThrow(/one of the hosts/)
  })

  it('the block needs a server with exactly one service', () => {
    const credential = ['credential:', '  hosts: [api.example.com]']
    const none = problemsOf(SMALLEST, server(...credential))
    const two = problemsOf(
      SMALLEST,
      server('env:', '  A: "${{ user.credentials.A }}${{ user.credentials.B }}"', ...credential),
    )
    expect([...none, ...two].map(({ message }) => message)).toEqual([
      'describes one service, but this server uses no user credentials.',
      'describes one service, but this server uses 2 user credentials.',
    ])
  })

  it('an identity that is no path, and a block without hosts, are refused', () => {
    const bad = server(
      ...AUTH,
      'credential:',
      '  hosts: []',
      '  check: { url: "https://api.example.com", identity: "a..b" }',
    )
    expect(problemsOf(SMALLEST, bad).map(({ place, message }) => `${place.field} ${message}`)).toEqual([
      'credential.hosts must have at least 1 entries.',
      'credential.check.identity must be a dotted path such as login or user.id, or header:NAME.',
    ])
  })

  it.each([
    [
      'a part of the credential in the address',
      ['url: "https://api.example.com/me?k={token}"', 'identity: a'],
      'url cannot hold a field',
    ],
    ['a body with GET', ['identity: a', 'body: { form: { a: b } }'], 'body needs `method: POST`'],
    [
      'a field that there is not',
      ['identity: a', 'headers: { X-Key: "{key}" }'],
      'headers.X-Key names a field "key"; the credential has token',
    ],
    ['nothing that tells a good answer', ['method: GET'], 'identity is missing'],
    [
      'a placeholder of the formation',
      ['identity: a', 'headers: { X-Key: "${{ user.credentials.ACME }}" }'],
      'headers.X-Key takes a field of the credential as {token}',
    ],
    [
      'a method that changes things',
      ['identity: a', 'method: DELETE'],
      'method must be one of "GET", "POST"',
    ],
    [
      'a row of reject without a status',
      ['identity: a', 'reject: [{ text: no }]'],
      'reject[0].status is missing',
    ],
    ['an identity of half', ['identity: { key: id }'], 'identity.name is missing'],
    [
      'a misspelt field of a row',
      ['identity: a', 'reject: [{ status: 401, txt: no }]'],
      'reject[0].txt is not a known field',
    ],
    [
      'a header that says where it goes',
      ['identity: a', 'headers: { Host: evil.example }'],
      'headers.Host is not a header that a check may set',
    ],
  ])('T-071 a check with %s is refused at its place', (_what, lines, message) => {
    const url = lines.some((line) => line.startsWith('url:')) ? [] : ['url: "https://api.example.com/me"']
    const check = ['  check:', ...[...url, ...lines].map((line) => `    ${line}`)]
    const bad = server(...AUTH, 'credential:', '  hosts: [api.example.com]', ...check)
    const told = problemsOf(SMALLEST, bad).map(({ place, message: said }) => `${place.field} ${said}`)
    expect(told).toEqual([expect.stringContaining(`credential.check.${message}`)])
  })

  it('fields that the block describes are asked for besides those that servers use', () => {
    const lines = [
      'credential:',
      '  hosts: [api.example.com]',
      '  fields: { token: { label: API key }, region: { secret: false } }',
      '  check: { url: "https://api.example.com/me", identity: id, headers: { X-Key: "{region}:{token}" } }',
    ]
    const { services } = formationOf(SMALLEST, server(...AUTH, ...lines))
    expect(services.get('acme')?.fields).toEqual(['token', 'region'])
  })
})
