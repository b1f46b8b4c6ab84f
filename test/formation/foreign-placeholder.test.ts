/** Placeholders of other tools are refused where they stand, with what to write instead; text that only looks a little like one is not. */
import { describe, expect, it } from 'vitest'
import { problemsOf, server, SMALLEST } from './formation-source.ts'

const problem = (...lines: readonly string[]): string[] =>
  problemsOf(SMALLEST, server(...lines)).map(
    ({ place, message }) => `${place.line} ${place.field} ${message}`,
  )
const quoted = (text: string): string => JSON.stringify(text)

describe('in auth', () => {
  it.each([
    ...[
      '${GITHUB_TOKEN}',
      '${input:github_token}',
      '${env:GITHUB_TOKEN}',
      '$GITHUB_TOKEN',
      '${GITHUB_TOKEN:-none}',
    ],
    ...['<TOKEN>', '<your token>', '{{token}}', '{{ github.token }}', '%GITHUB_TOKEN%', '$env:GITHUB_TOKEN'],
    ...[
      'YOUR_TOKEN_HERE',
      'your-github-token',
      'YOUR_GITHUB_PERSONAL_ACCESS_TOKEN',
      'ghp_xxxxxxxxxxxx',
      'changeme',
    ],
    ...[
      'change-me',
      'INSERT_API_KEY',
      'paste your key here',
      'token-goes-here',
      'TODO',
      'xxxx',
      '********',
      '...',
    ],
    ...['Bearer ${GITHUB_TOKEN}', 'Bearer <TOKEN>', 'token YOUR_TOKEN', 'Bearer $GITHUB_TOKEN', 'a ${B} c'],
    ...[
      '$(pass github)',
      '{env:GITHUB_TOKEN}',
      'env.GITHUB_TOKEN',
      'secrets.GITHUB',
      'process.env.GITHUB_TOKEN',
    ],
    ...[
      'user.credentials.GITHUB',
      'op://vault/github/token',
      'env:GITHUB_TOKEN',
      '${{ user.credentials.A }}${B}',
    ],
  ])('T-118 %s is refused, and told what to write', (text) => {
    const [said, more] = problem('auth:', `  GITHUB_TOKEN: ${quoted(text)}`)
    expect(said).toMatch(
      /^6 auth\.GITHUB_TOKEN holds a placeholder of another tool \(.+\), which is not filled in here; write "\$\{\{ user\.credentials\.GITHUB_TOKEN \}\}"\.$/,
    )
    expect(more).toBeUndefined()
  })

  it('T-118 is named by its form alone, never by its text', () => {
    const [said] = problem('auth:', '  token: "Bearer ${secretly_named}"')
    expect(said).toContain('(${…})')
    expect(said).toContain('write "${{ user.credentials.SERVICE }}"')
    expect(said).not.toContain('secretly')
  })

  it.each([
    '${{ user.credentials.A }}',
    'Bearer ${{ user.credentials.A }}',
    'pa$$word-1',
    'a%20b%20',
    'yours',
    'mytoken9',
  ])('%s is taken', (text) => {
    expect(problem('auth:', `  A_TOKEN: ${quoted(text)}`)).toEqual([])
  })
})

describe('in env', () => {
  it.each([
    '${X}',
    'http://${HOST}:80',
    '${env:X}',
    '${input:x}',
    '$X',
    '{{x}}',
    '%X%',
    '<X>',
    'YOUR_API_KEY',
  ])('T-118 %s is refused, and told what to write', (text) => {
    expect(problem('env:', `  KEY: ${quoted(text)}`)).toEqual([
      expect.stringMatching(
        /^6 env\.KEY holds a placeholder .+ "\$\{\{ secrets\.KEY \}\}" for what all share\.$/,
      ),
    ])
  })

  it.each([
    ...[
      '<b>Hello</b> {{name}}',
      '%Y-%m-%d',
      '100%',
      'a$b',
      'cost $5',
      '{"a":{"b":1}}',
      '^[a-z]+$',
      'your-org',
    ],
    ...['Please insert a coin or change this setting as you like', '~/.config', 'debug'],
  ])('%s is taken', (text) => {
    expect(problem('env:', `  KEY: ${quoted(text)}`)).toEqual([])
  })
})

describe('in a command line', () => {
  it.each([
    '${input:token}',
    '--key=${env:KEY}',
    '${workspaceFolder}/a',
    '${TOKEN}',
    '<dir>',
    '$HOME',
    '%APPDATA%',
  ])('T-118 %s is refused', (text) => {
    expect(problem(`args: [-y, ${quoted(text)}]`)).toEqual([
      expect.stringMatching(/^5 args\[1\] holds a placeholder .+; write the value out, or give it in env\.$/),
    ])
  })

  it.each([
    'exec server --port ${PORT:-80} "$@"',
    'print("<html>")',
    '{{.Names}} and {{.Image}}',
    'user@host',
  ])('%s is taken', (text) => {
    expect(problem(`args: [-c, ${quoted(text)}]`)).toEqual([])
  })
})
