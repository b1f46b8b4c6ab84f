import { describe, expect, it } from 'vitest'
import { isKeyturnError } from '../../src/errors.ts'
import { parseFormation } from '../../src/formation/parse.ts'
import { describeProblem, showName } from '../../src/formation/problems.ts'
import { formationOf, problemsOf, server, shortForm, SMALLEST } from './formation-source.ts'

const TOKEN_LINE = '  token: "${{ user.credentials.GITHUB }}"'

function credentials(...lines: readonly string[]): string {
  return ['schema: "1.0.0"', 'user_credentials:', ...lines.map((line) => `  ${line}`), ''].join('\n')
}

describe('an unknown field names its file, line and the nearest known field', () => {
  it.each([
    ['max_atempts: 3', 'max_atempts', 'max_attempts'],
    ['maxAttempts: 3', 'maxAttempts', 'max_attempts'],
    ['redirect_mesage: x', 'redirect_mesage', 'redirect_message'],
    ['credential_ttl: 60', 'credential_ttl', 'credential_ttl_minutes'],
    ['require-https: true', 'require-https', 'require_https'],
    ['Mode: dynamic', 'Mode', 'mode'],
    ['key: x', 'key', 'encryption.key'],
    ['trusted_proxy: []', 'trusted_proxy', 'trusted_proxies'],
  ])('user_credentials: %s', (line, field, nearest) => {
    const [problem, ...rest] = problemsOf(credentials(line))
    expect(rest).toEqual([])
    expect(problem && shortForm(problem)).toBe(
      `formation.afs:3 user_credentials.${field} -> user_credentials.${nearest}`,
    )
  })

  it('inside encryption', () => {
    expect(
      problemsOf(credentials('encryption:', '  key: "${{ secrets.K }}"', '  iteration: 600000')).map(
        shortForm,
      ),
    ).toEqual([
      'formation.afs:5 user_credentials.encryption.iteration -> user_credentials.encryption.iterations',
    ])
  })

  it.each([
    ['acceptInline: true', 'acceptInline', 'accept_inline'],
    ['accept_inlin: true', 'accept_inlin', 'accept_inline'],
    ['tokne: x', 'tokne', 'token'],
    ['GITHUB_TOKEN: x', 'GITHUB_TOKEN', 'token'],
  ])('auth of type bearer: %s', (line, field, nearest) => {
    expect(
      problemsOf(SMALLEST, server('auth:', '  type: bearer', TOKEN_LINE, `  ${line}`)).map(shortForm),
    ).toEqual([`mcp/github.afs:8 auth.${field} -> auth.${nearest}`])
  })

  it('auth of type env, where a misspelt field is not taken for a variable', () => {
    const auth = [
      'auth:',
      '  type: env',
      '  GITHUB_TOKEN: "${{ user.credentials.GITHUB }}"',
      '  acept_inline: true',
    ]
    expect(problemsOf(SMALLEST, server(...auth)).map(shortForm)).toEqual([
      'mcp/github.afs:8 auth.acept_inline -> auth.accept_inline',
    ])
  })

  it('credential and its check', () => {
    const block = [
      'auth:',
      TOKEN_LINE,
      'credential:',
      '  host: [api.example.com]',
      '  hosts: [api.example.com]',
      '  check: { url: "https://api.example.com/me", identty: login, identity: login }',
    ]
    expect(problemsOf(SMALLEST, server(...block)).map(shortForm)).toEqual([
      'mcp/github.afs:8 credential.host -> credential.hosts',
      'mcp/github.afs:10 credential.check.identty -> credential.check.identity',
    ])
  })

  it('a prompt that there is not', () => {
    const files = { 'formation.afs': credentials('prompts: { colect-inline.ask: x, turn.heldBack: y }') }
    const promptKeys = ['turn.busy', 'turn.heldBack', 'collect-inline.ask']
    expect(parseFormation({ files, directory: '/' }).prompts).toHaveProperty(['turn.heldBack'])
    expect(() => parseFormation({ files, directory: '/', promptKeys })).toThrow(
      'prompts.colect-inline.ask is not the name of a prompt. The nearest known field is user_credentials.prompts.collect-inline.ask.',
    )
  })

  it('a misspelt command is found although other top-level fields are ignored', () => {
    const problems = problemsOf(SMALLEST, 'id: github\ncomand: npx\n').map(shortForm)
    expect(problems).toEqual(['mcp/github.afs:1 command', 'mcp/github.afs:2 comand -> command'])
  })
})

describe('one error for everything', () => {
  it('lists the problems of all files, with the first as facts', () => {
    const main = credentials('mode: dynamik', 'max_atempts: 3')
    const github = server('auth:', '  tokne: x')
    let caught: unknown
    try {
      formationOf(main, github, { 'mcp/slack.afs': 'id: slack\ntype: http\n' })
    } catch (error) {
      caught = error
    }
    expect(isKeyturnError(caught, 'CONFIGURATION_INVALID')).toBe(true)
    if (!isKeyturnError(caught)) return
    expect(caught.facts).toEqual({ count: 5, file: 'formation.afs', line: 3, field: 'user_credentials.mode' })
    for (const part of [
      'formation.afs:3',
      'formation.afs:4',
      'mcp/github.afs:5',
      'mcp/github.afs:6',
      'mcp/slack.afs:1',
    ]) {
      expect(caught.message).toContain(part)
    }
    expect(caught.message).toContain('The nearest known field is auth.token.')
  })

  it('two servers of one id are told of each other', () => {
    const problems = problemsOf(SMALLEST, server(), { 'mcp/other.afs': server() })
    expect(problems.map(describeProblem)).toEqual([
      'mcp/other.afs:2: id is the id of mcp/github.afs too; every server needs its own.',
    ])
  })

  it('never repeats a value, nor a name that looks like a token', () => {
    const token = ['ghp', 'A1b2'.repeat(9)].join('_')
    const main = credentials(`mode: ${token}`, `${token}: x`, `max_attempts: ${token}`)
    const github = server('auth:', `  ${token}: ${token}`, `  type: ${token}`, `  token: "\${{ ${token} }}"`)
    const text = JSON.stringify(problemsOf(main, github))
    expect(text).not.toContain(token.slice(4))
    expect(showName(token)).toBe('ghp_…')
  })
})
