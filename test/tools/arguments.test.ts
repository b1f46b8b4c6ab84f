import { describe, expect, it } from 'vitest'
import { isKeyturnError } from '../../src/errors.ts'
import { checkArguments, withoutCredentialParameters } from '../../src/tools/arguments.ts'
import { makeServer, makeToken } from './fixtures.ts'

const token = makeToken()
const server = makeServer({ args: [], type: 'bearer', auth: { token: '${{ user.credentials.GITHUB }}' } })
const open = makeServer({ args: [] })

function isRefused(
  given: Record<string, unknown>,
  secrets: readonly string[] = [token],
  of = server,
): boolean {
  try {
    checkArguments(of, 'create_issue', given, secrets)
    return false
  } catch (error) {
    if (!isKeyturnError(error, 'TOOL_ARGUMENT_REFUSED')) throw error
    expect(JSON.stringify(error)).not.toContain(token)
    return true
  }
}

describe('arguments that a model filled in', () => {
  it.each([
    'token',
    'access_token',
    'accessToken',
    'api_key',
    'apiKey',
    'API-Key',
    'authorization',
    'github_token',
    'GITHUB_PERSONAL_ACCESS_TOKEN',
    'slackToken',
    'credentials',
  ])('T-042 are refused with a credential parameter: %s', (name) =>
    expect(isRefused({ [name]: 'anything' })).toBe(true),
  )

  it.each([
    'page_token',
    'next_page_token',
    'max_tokens',
    'key',
    'name',
    'tokens',
    'issue_key',
    'password',
    'cache_key',
    'author',
  ])('may fill in %s', (name) => expect(isRefused({ [name]: 'anything' })).toBe(false))

  it('may fill in a token where the server has no user’s credential', () => {
    expect(isRefused({ token: 'anything' }, [], open)).toBe(false)
  })

  it.each([
    ['as it is', (text: string) => text],
    ['in a sentence', (text: string) => `please use ${text}, thanks`],
    ['in Base64', (text: string) => Buffer.from(text).toString('base64')],
    ['in hexadecimal', (text: string) => Buffer.from(text).toString('hex')],
    ['wrapped', (text: string) => `${text.slice(0, 20)}\n ${text.slice(20)}`],
  ])('T-042 are refused with the live credential %s, however deep', (_what, form) => {
    expect(isRefused({ body: form(token) })).toBe(true)
    expect(isRefused({ files: [{ content: { text: form(token) } }] })).toBe(true)
    expect(isRefused({ files: { [form(token)]: 1 } })).toBe(true)
  })

  it('are refused with a short password only where it is the whole of one', () => {
    expect(isRefused({ body: 'abcd' }, ['abcd'])).toBe(true)
    expect(isRefused({ body: 'the abcd of it' }, ['abcd'])).toBe(false)
  })

  it('T-046 are refused with our placeholder, and may hold those of workflow files', () => {
    expect(isRefused({ body: 'use ${{ user.credentials.GITHUB }}' })).toBe(true)
    expect(isRefused({ nested: ['${{user . credentials.SLACK}}'] })).toBe(true)
    expect(isRefused({ content: 'env:\n  T: ${{ secrets.GITHUB_TOKEN }}' })).toBe(false)
  })

  it.each([{ lc: 1, type: 'secret', id: ['CREDENTIAL_KEY'] }, { $secret: 'GITHUB' }])(
    'T-047 stay as they are: %j',
    (given) => {
      const before = JSON.stringify(given)
      expect(isRefused({ body: given })).toBe(false)
      expect(JSON.stringify(given)).toBe(before)
    },
  )
})

describe('the parameters that a model sees', () => {
  const tool = {
    name: 'post',
    description: 'x',
    inputSchema: {
      type: 'object',
      properties: {
        text: { type: 'string' },
        slack_token: { type: 'string' },
        page_token: { type: 'string' },
      },
      required: ['slack_token', 'text'],
    },
  }

  it('T-042 have no place for a credential', () => {
    expect(withoutCredentialParameters(server, tool).inputSchema).toEqual({
      type: 'object',
      properties: { text: { type: 'string' }, page_token: { type: 'string' } },
      required: ['text'],
    })
  })

  it('are the server’s own where it has no user’s credential', () => {
    expect(withoutCredentialParameters(open, tool)).toBe(tool)
    expect(withoutCredentialParameters(server, { ...tool, inputSchema: {} }).inputSchema).toEqual({})
  })
})
