import { describe, expect, it } from 'vitest'
import { formationOf, server } from './formation-source.ts'

const INLINE = server('auth:', '  accept_inline: true', '  token: "${{ user.credentials.GITHUB }}"')

function warningsOf(lines: readonly string[], github = INLINE): readonly string[] {
  const main = ['user_credentials:', ...lines.map((line) => `  ${line}`), ''].join('\n')
  return formationOf(main, github).warnings.map(
    ({ place, message }) => `${place.file}:${place.line} ${place.field}: ${message}`,
  )
}

describe('weak settings are said with their place', () => {
  it.each([
    [
      'require_https: false',
      /formation.afs:2 user_credentials.require_https: Tokens may be given over connections that are not encrypted/,
    ],
    [
      'encryption: { derive_from_formation_id: true }',
      /derive_from_formation_id: The key is derived from the formation id, which is public/,
    ],
    [
      'encryption: { key: "0123456789abcdef0123456789abcdef" }',
      /encryption.key: The key stands in the file itself/,
    ],
    ['encryption: { iterations: 100000 }', /encryption.iterations: Fewer rounds than the usual 600000/],
    ['trusted_proxies: ["10.0.0.0/8", "0.0.0.0/0"]', /trusted_proxies\[1\]: So wide a network/],
    ['trusted_proxies: ["::/0"]', /trusted_proxies\[0\]: So wide a network/],
    ['max_attempts: 10', /max_attempts: More than 5 attempts/],
  ])('%s', (line, warning) => {
    const warnings = warningsOf([line])
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toMatch(warning)
  })

  it('mode redirect without words, and inline entry that then has no effect', () => {
    expect(warningsOf(['mode: redirect'])).toEqual([
      expect.stringMatching(/redirect_message: Mode redirect has no redirect_message/),
      expect.stringMatching(
        /mcp\/github.afs:6 auth.accept_inline: accept_inline has no effect in mode redirect/,
      ),
    ])
  })

  it('a service that nobody can add a credential of', () => {
    const env = server('auth:', '  GITHUB_TOKEN: "${{ user.credentials.GITHUB }}"')
    expect(warningsOf(['mode: dynamic'], env)).toEqual([
      expect.stringMatching(/Nobody can add a credential of github/),
    ])
    expect(warningsOf(['redirect_message: "https://a.example.com"'], env)).toEqual([])
  })

  it('inline entry of a server that needs no user', () => {
    const shared = server('auth:', '  accept_inline: true', '  token: "${{ secrets.SHARED }}"')
    expect(warningsOf(['mode: dynamic'], shared)).toEqual([
      expect.stringMatching(/accept_inline has no effect: this server needs no user/),
    ])
  })

  it('secrets in plain text and in command lines, without repeating them', () => {
    const token = ['ghp', 'A1b2'.repeat(9)].join('_')
    const plain = server(
      'args: ["--key", "${{ secrets.KEY }}"]',
      'env:',
      `  GITHUB_TOKEN: "${token}"`,
      `  OTHER: ${token}`,
      '  LOG_LEVEL: information',
    )
    const warnings = warningsOf(['mode: dynamic'], plain)
    expect(warnings).toEqual([
      expect.stringMatching(/args\[1\]: A secret in a command line is readable by others/),
      expect.stringMatching(/env.GITHUB_TOKEN: GITHUB_TOKEN stands in the file in plain text/),
      expect.stringMatching(/env.OTHER: OTHER stands in the file in plain text/),
    ])
    expect(warnings.join()).not.toContain(token)
  })

  it.each([
    ['atuh', 'auth'],
    ['agrs', 'args'],
    ['evn', 'env'],
    ['credental', 'credential'],
    ['tpye', 'type'],
  ])('a misspelt field of a server that is sound without it: %s', (name, meant) => {
    expect(warningsOf(['mode: dynamic'], server(`${name}: { token: "\${{ user.credentials.X }}" }`))).toEqual(
      [`mcp/github.afs:5 ${name}: ${name} is not read; is it meant to be ${meant}?`],
    )
  })

  it('a credential in a field that is not read', () => {
    const url = server('url: "https://mcp.example.com/${{ user.credentials.X }}"', 'headers: [a]')
    expect(warningsOf(['mode: dynamic'], url)).toEqual([
      'mcp/github.afs:5 url: url is not read, so nobody is asked for the credential in it; use auth or env.',
    ])
  })

  it('a misspelt user_credentials block, which is otherwise ignored', () => {
    const { warnings } = formationOf('user_credential:\n  mode: redirect\n')
    expect(warnings.map(({ message }) => message)).toEqual([
      'user_credential is not read; is it meant to be user_credentials?',
    ])
  })
})
