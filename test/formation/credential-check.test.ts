import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { checkSchema, faultOfCheck, fieldsSchema } from '../../src/formation/credential-check.ts'

const url = 'https://api.acme.example/me'
const identity = 'user.id'

describe('the check of a credential block', () => {
  it('fills in what is usual', () => {
    expect(checkSchema.parse({ url, identity })).toEqual({
      method: 'GET',
      url,
      headers: {},
      identity,
      accept: { status: 200, body: {} },
    })
  })

  it.each<[string, unknown]>([
    ['a method that changes things', { url, identity, method: 'DELETE' }],
    ['a field that it does not know', { url, identity, regex: '.*' }],
    ['no address', { identity }],
    ['a path with blanks', { url, identity: 'user id' }],
    ['a path without end', { url, identity: Array(20).fill('a').join('.') }],
    ['a header without a name', { url, identity: 'header:' }],
    ['a name of a header with a line break', { url, identity, headers: { 'X-A\r\nX-B': 'a' } }],
    ['a header with a line break', { url, identity, headers: { 'X-A': 'a\r\nX-B: b' } }],
    ['a header that says where it goes', { url, identity, headers: { Host: 'evil.example' } }],
    ['a header of the connection', { url, identity, headers: { 'Transfer-Encoding': 'chunked' } }],
    ['a body of two forms', { url, identity, method: 'POST', body: { form: {}, json: {} } }],
    ['a body of no form', { url, identity, method: 'POST', body: 'a=b' }],
    ['a status that is none', { url, identity, accept: { status: 99 } }],
    ['a status as a text', { url, identity, accept: { status: '200' } }],
    ['rows that are no list', { url, identity, reject: { status: 401 } }],
    ['no rows', { url, identity, reject: [] }],
    ['a row without a status', { url, identity, reject: [{ body: { ok: false } }] }],
    ['a row with a pattern', { url, identity, reject: [{ status: 401, body: { error: { regex: '.*' } } }] }],
    ['too many rows', { url, identity, reject: Array(31).fill({ status: 401 }) }],
    ['a list', []],
    ['null', null],
  ])('refuses %s', (_what, value) => {
    expect(checkSchema.safeParse(value).success).toBe(false)
  })

  it.each<[string, z.input<typeof checkSchema>, string, string]>([
    [
      'a credential in the address',
      { url: `${url}?key={token}`, identity },
      'url',
      'never part of an address',
    ],
    ['a body with GET', { url, identity, body: { form: { a: 'b' } } }, 'body', 'method: POST'],
    ['nothing that tells a good answer', { url }, 'identity', 'accept.body'],
    [
      'a field that the credential does not have',
      { url, identity, headers: { 'X-Key': '{key}' } },
      'headers.X-Key',
      '"key"',
    ],
    ['an empty field', { url, identity, headers: { 'X-Key': '{}' } }, 'headers.X-Key', '""'],
    [
      'a placeholder of the rest of the file',
      { url, identity, headers: { 'X-Key': '${{ user.credentials.ACME }}' } },
      'headers.X-Key',
      '{token}',
    ],
    [
      'a field deep in a body',
      { url, identity, method: 'POST', body: { json: { a: [{ b: '{secret}' }] } } },
      'body',
      '"secret"',
    ],
  ])('says what is wrong with %s', (_what, value, path, fault) => {
    const found = faultOfCheck(checkSchema.parse(value), ['token'])
    expect(found?.path.join('.')).toBe(path)
    expect(found?.fault).toContain(fault)
  })

  it('has nothing against what is right', () => {
    const check = {
      url,
      identity,
      method: 'POST' as const,
      headers: { 'X-Key': 'k {token}' },
      body: { json: { a: '{token}', b: {} } },
    }
    expect(faultOfCheck(checkSchema.parse(check), ['token'])).toBeUndefined()
  })
})

describe('the fields of a credential block', () => {
  it('are secret unless they are said not to be', () => {
    expect(fieldsSchema.parse({ key: {} })).toEqual({ key: { secret: true, environment: [] } })
  })

  it.each<[string, unknown]>([
    ['none', {}],
    ['none that is secret', { site: { secret: false } }],
    ['a name in capitals', { Key: {} }],
    ['an inherited name', { ['__proto__x y']: {} }],
    ['a variable in small letters', { key: { environment: ['acme_key'] } }],
    ['a member that it does not know', { key: { hidden: true } }],
    ['a text for yes', { key: { secret: 'no' } }],
  ])('refuse %s', (_what, value) => {
    expect(fieldsSchema.safeParse(value).success).toBe(false)
  })
})
