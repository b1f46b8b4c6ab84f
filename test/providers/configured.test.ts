import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { checkSchema, type CredentialCheck } from '../../src/formation/credential-check.ts'
import { createConfiguredProvider, loopbackHostsOf } from '../../src/providers/configured.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { randomText } from '../../src/testing/random-text.ts'
import { ask, type Expected, type Given, verdictOf } from './asking.ts'
import { testProvider } from './contract.ts'
import type { Reply, Seen } from './fake-service.ts'
import { useFakes } from './fake-service.ts'

const place = { file: 'mcp/acme.afs', line: 7, field: 'credential' }
const token = randomText(32)
const api = 'https://api.acme.example'
const url = `${api}/v1/me`
type CheckInput = z.input<typeof checkSchema>

function acme(
  check: CheckInput,
  fieldNames: readonly string[] = ['token'],
  hosts = ['api.acme.example'],
): Provider {
  const read: CredentialCheck = checkSchema.parse(check)
  const facts = { id: 'acme', name: 'Acme', credentialName: 'API token', place }
  return createConfiguredProvider({ ...facts, fieldNames, hosts, check: read })
}

testProvider({
  provider: acme({
    url,
    identity: { key: 'user.id', name: 'user.email' },
    accept: { body: { ok: true } },
    reject: [
      { status: 200, body: { ok: false, error: 'expired' }, expired: true },
      { status: [200, 401], body: { ok: false, error: ['invalid_auth', 'token_*'] } },
      { status: 401, text: 'bad token' },
      { status: 403, header: 'x-refused', body: { ok: '*' } },
    ],
    expires: 'header:x-token-expires',
    scopes: 'user.scopes',
  }),
  given: { token },
  on: `GET ${url}`,
  good: [
    {
      status: 200,
      headers: { 'x-token-expires': '2026-12-01T10:00:00Z' },
      body: { ok: true, user: { id: 7, email: 'ran@acme.com', scopes: ['read', 'write'] } },
    },
  ],
  means: { key: '7', name: 'ran@acme.com', scopes: ['read', 'write'], expiresAt: Date.UTC(2026, 11, 1, 10) },
  identity: 'user.id',
  sees: ({ headers }) => expect(headers).toMatchObject({ authorization: `Bearer ${token}` }),
  rows: [
    ['200 and a no', { status: 200, body: { ok: false, error: 'invalid_auth' } }, 'rejected'],
    ['a no that begins like one', { status: 401, body: { ok: false, error: 'token_revoked' } }, 'rejected'],
    ['a no that is over', { status: 200, body: { ok: false, error: 'expired' } }, 'expired'],
    ['another no', { status: 200, body: { ok: false, error: 'busy' } }, 'unreadable'],
    ['a no in words', { status: 401, body: 'bad token: go away' }, 'rejected'],
    ['other words', { status: 401, body: 'a bad token' }, 'unreadable'],
    ['a no by its header', { status: 403, headers: { 'x-refused': '1' }, body: { ok: false } }, 'rejected'],
    ['a header without the body', { status: 403, headers: { 'x-refused': '1' }, raw: '{}' }, 'forbidden'],
    ['a user without a yes', { status: 200, body: { user: { id: 7 } } }, 'unreadable'],
  ],
})

const login = { login: 'ran' }
const whose = { key: 'ran', name: 'ran' }

describe('a check that a formation describes', () => {
  useFakes()

  const pair = { username: 'alice', password: 'correct horse' }
  const basic = `Basic ${Buffer.from('alice:correct horse').toString('base64')}`

  it.each<[string, CheckInput, Given, Partial<Seen>]>([
    [
      'as a bearer token',
      { url, identity: 'login' },
      { token },
      { headers: { authorization: `Bearer ${token}` } },
    ],
    [
      'in a header of its own',
      { url, identity: 'login', headers: { 'X-Api-Key': '{token}' } },
      { token },
      { headers: { 'x-api-key': token } },
    ],
    [
      'behind words of its own',
      { url, identity: 'login', headers: { Authorization: 'Token token={token}' } },
      { token },
      { headers: { authorization: `Token token=${token}` } },
    ],
    [
      'as two headers',
      { url, identity: 'login', headers: { 'X-Key': '{api_key}', 'X-App': '{app_key}' } },
      { api_key: token, app_key: 'a1b2' },
      { headers: { 'x-key': token, 'x-app': 'a1b2' } },
    ],
    ['as Basic', { url, identity: 'login' }, pair, { headers: { authorization: basic } }],
    [
      'in a form',
      { method: 'POST', url, identity: 'login', body: { form: { key: '{token}', kind: 'me' } } },
      { token },
      { body: `key=${token}&kind=me` },
    ],
    [
      'in JSON',
      { method: 'POST', url, identity: 'login', body: { json: { auth: [{ key: 'k:{token}' }], n: 1 } } },
      { token },
      { body: `{"auth":[{"key":"k:${token}"}],"n":1}` },
    ],
  ])('sends the credential %s, and nowhere else', async (_how, check, given, sees) => {
    const provider = acme(check, Object.keys(given))
    const on = `${check.method ?? 'GET'} ${url}`
    const { verdict, seen } = await ask({ provider, given, on }, [{ status: 200, body: login }])
    expect(verdict).toEqual(verdictOf(whose))
    expect(seen[0]).toMatchObject({ ...sees, headers: sees.headers ?? {} })
    const places = [...Object.values(seen[0]?.headers ?? {}), seen[0]?.body ?? '', seen[0]?.url ?? '']
    expect(places.filter((text) => text.includes(token)).length).toBe(
      'token' in given || 'api_key' in given ? 1 : 0,
    )
  })

  it.each<[string, CheckInput, Reply, Expected]>([
    ['401 with JSON', { url, identity: 'login' }, { status: 401, raw: '{"any":"thing"}' }, 'rejected'],
    ['401 with words', { url, identity: 'login' }, { status: 401, body: 'Unauthorized' }, 'rejected'],
    ['401 with nothing', { url, identity: 'login' }, { status: 401 }, 'rejected'],
    [
      '401 with a page',
      { url, identity: 'login' },
      { status: 401, headers: { 'content-type': 'text/html' }, body: '<p>' },
      'unreadable',
    ],
    [
      '401 where another no is described',
      { url, identity: 'login', reject: [{ status: 403 }] },
      { status: 401, raw: '{}' },
      'unreadable',
    ],
    [
      'the no that is described',
      { url, identity: 'login', reject: [{ status: 403 }] },
      { status: 403, raw: '{}' },
      'rejected',
    ],
    [
      'a name in a header',
      { url, identity: 'header:x-user', accept: { body: { ok: true } } },
      { status: 200, headers: { 'x-user': 'ran' }, body: { ok: true } },
      whose,
    ],
    [
      'a key without a name',
      { url, identity: { key: 'id', name: 'name' } },
      { status: 200, body: { id: 7 } },
      { key: '7', name: '7' },
    ],
    [
      'nobody’s name',
      { url, accept: { body: { valid: true } } },
      { status: 200, body: { valid: true } },
      { anonymous: true },
    ],
    [
      'nobody’s name, and no',
      { url, accept: { body: { valid: true } } },
      { status: 200, body: { valid: false } },
      'unreadable',
    ],
    [
      'one of several yeses',
      { url, accept: { status: 201, body: { state: ['active', 'new*'] } } },
      { status: 201, body: { state: 'newish' } },
      { anonymous: true },
    ],
    [
      'a number for a text',
      { url, accept: { body: { code: 0 } } },
      { status: 200, body: { code: '0' } },
      'unreadable',
    ],
    [
      'null',
      { url, accept: { body: { error: null } } },
      { status: 200, body: { error: null } },
      { anonymous: true },
    ],
    [
      'an inherited yes',
      { url, accept: { body: { 'constructor.name': 'Object' } } },
      { status: 200, raw: '{}' },
      'unreadable',
    ],
    [
      'marks of patterns as they are',
      { url, identity: 'login', reject: [{ status: 400, text: '(a+)+$ .' }] },
      { status: 400, body: '(a+)+$ .' },
      'rejected',
    ],
    [
      'marks of patterns as no patterns',
      { url, identity: 'login', reject: [{ status: 400, text: '(a+)+$ .' }] },
      { status: 400, body: 'aaaa' },
      'unreadable',
    ],
  ])('reads %s', async (_says, check, reply, means) => {
    const { verdict } = await ask({ provider: acme(check), given: { token }, on: `GET ${url}` }, [reply])
    expect(verdict).toEqual(verdictOf(means))
  })

  it('is not asked without a check, and takes its credentials to its hosts', () => {
    const facts = { id: 'acme', name: 'Acme', credentialName: 'token', fieldNames: ['token'], place }
    const provider = createConfiguredProvider({ ...facts, hosts: ['api.acme.example', 'files.acme.example'] })
    expect(provider.check).toBeUndefined()
    expect(provider.locate({})?.origins).toEqual(['https://api.acme.example', 'https://files.acme.example'])
  })

  it('says which field is secret, and asks for it by its label', () => {
    const facts = { id: 'acme', name: 'Acme', credentialName: 'keys', hosts: ['api.acme.example'], place }
    const fields = { account: { label: 'account number', secret: false, environment: ['ACME_ACCOUNT'] } }
    const provider = createConfiguredProvider({ ...facts, fieldNames: ['email', 'account', 'key'], fields })
    expect(provider.fields.map(({ name, label, isSecret }) => [name, label, isSecret])).toEqual([
      ['email', 'email', false],
      ['account', 'account number', false],
      ['key', 'key', true],
    ])
    expect(provider.fields[1]?.environment).toEqual(['ACME_ACCOUNT'])
  })
})

describe('T-098 a block that would take a credential elsewhere', () => {
  it.each([
    ['http', 'http://api.acme.example/me', ['api.acme.example'], 'not https'],
    ['a password in it', 'https://u:p@api.acme.example/me', ['api.acme.example'], 'user name or password'],
    ['a private address', 'https://10.0.0.7/me', ['10.0.0.7'], 'private address'],
    ['the metadata address', 'https://169.254.169.254/latest', ['169.254.169.254'], 'private address'],
    ['a number for 10.0.0.7', 'https://167772167/me', ['10.0.0.7'], 'private address'],
    ['an IPv4-mapped private address', 'https://[::ffff:a00:7]/me', ['[::ffff:a00:7]'], 'private address'],
    ['no URL', 'api.acme.example', ['api.acme.example'], 'not a URL'],
    [
      'a host that is none of its own',
      'https://evil.example/me',
      ['api.acme.example'],
      'not among its hosts',
    ],
    [
      'a host that only begins like one',
      'https://api.acme.example.evil.example/me',
      ['api.acme.example'],
      'not among its hosts',
    ],
  ])('is refused at the start: %s', (_what, address, hosts, fault) => {
    expect(() => acme({ url: address, identity: 'login' }, ['token'], hosts)).toThrow(fault)
  })

  it('may be this machine, and a private host where the operator says so', () => {
    expect(
      acme({ url: 'http://127.0.0.1:8080/me', identity: 'login' }, ['token'], ['127.0.0.1']).locate({})?.api,
    ).toBe('http://127.0.0.1:8080')
    expect(loopbackHostsOf(['127.0.0.1', 'localhost:80', 'api.acme.example'])).toEqual([
      '127.0.0.1',
      'localhost',
    ])
    const check = checkSchema.parse({ url: 'https://10.0.0.7/me', identity: 'login' })
    const facts = {
      id: 'acme',
      name: 'Acme',
      credentialName: 'token',
      fieldNames: ['token'],
      hosts: ['10.0.0.7'],
      place,
    }
    expect(
      createConfiguredProvider({ ...facts, check }, { privateHosts: ['10.0.0.7'] }).locate({})?.api,
    ).toBe('https://10.0.0.7')
  })
})
