/** One variable, two givers: a value that everybody shares never stands where a user's own belongs. */
import { describe, expect, it } from 'vitest'
import { problemsWith } from './problems-with.ts'

const BEARER = 'auth: { type: bearer, token: "${{ user.credentials.GITHUB }}" }'

describe('T-118 a variable of env that auth gives too', () => {
  it.each([
    ['by the name of type env', 'auth: { type: env, GH: "${{ user.credentials.GITHUB }}" }', 'GH: shared'],
    ['by a name that the tools of the service read', BEARER, 'GITHUB_TOKEN: shared'],
    ['by the other name that they read', BEARER, 'GITHUB_PERSONAL_ACCESS_TOKEN: "${{ secrets.GH }}"'],
    ['in other letters', BEARER, 'github_token: shared'],
    ['with a secret of the formation', BEARER, 'GITHUB_TOKEN: "${{ secrets.SHARED }}"'],
    ['with the credential of another service', BEARER, 'GITHUB_TOKEN: "${{ user.credentials.SLACK }}"'],
    [
      'by the name made for an API key',
      'auth: { type: api_key, token: "${{ user.credentials.ACME }}" }',
      'ACME_API_KEY: shared',
    ],
    [
      'by a name made from a field',
      'auth: { username: "${{ user.credentials.CRM.username }}", password: "${{ user.credentials.CRM.password }}" }',
      'CRM_PASSWORD: shared',
    ],
    [
      'by a name guessed for an unknown service',
      'auth: { type: bearer, token: "${{ user.credentials.ACME }}" }',
      'ACME_TOKEN: shared',
    ],
    [
      'of a service that only env uses',
      '',
      'OTHER: "${{ user.credentials.GITHUB }}"\n  GITHUB_TOKEN: shared',
    ],
  ])('is refused: %s', (_what, auth, env) => {
    const name = /(?:\n\s*)?(\w+): [^\n]*$/.exec(env)?.[1] ?? ''
    const problems = problemsWith(`command: npx\nenv:\n  ${env}\n${auth}\n`)
    // At most the same variable twice: once as a clash, once as a name that tools read.
    expect(problems.length).toBeGreaterThan(0)
    for (const problem of problems) expect(problem).toContain(`env.${name} `)
  })

  it('is no clash where env alone gives the user’s own, and where the names are different', () => {
    const own = 'command: npx\nenv: { GITHUB_TOKEN: "${{ user.credentials.GITHUB }}" }\n'
    expect(problemsWith(own)).toEqual([])
    const other = `command: npx\nenv: { GITHUB_HOST: example.com }\n${BEARER}\n`
    expect(problemsWith(other)).toEqual([])
  })
})

describe('a placeholder of another tool', () => {
  it.each([
    '${GITHUB_TOKEN}',
    '${env:GITHUB_TOKEN}',
    '${input:github_token}',
    '{{github_token}}',
    '{{ config.token }}',
    '<TOKEN>',
    '<your-github-token>',
    '$GITHUB_TOKEN',
    '%GITHUB_TOKEN%',
    'YOUR_TOKEN_HERE',
    'Bearer ${TOKEN}',
    '${TOKEN:-none}',
  ])('is refused in auth and env, with what to write instead: %s', (value) => {
    const text = JSON.stringify(value)
    for (const block of [`auth: { type: bearer, token: ${text} }`, `env: { SOME_NAME: ${text} }`]) {
      const [problem = '', ...more] = problemsWith(`command: npx\n${block}\n`)
      expect(problem).toMatch(/holds a placeholder of another tool.*\$\{\{ user\.credentials\.[A-Z_]+ \}\}/)
      expect(problem).not.toContain('GITHUB_TOKEN')
      expect(more).toEqual([])
    }
  })

  it('is refused in an argument, but where a shell fills it in', () => {
    expect(problemsWith('command: npx\nargs: ["--root", "${HOME}"]\n')).toHaveLength(1)
    expect(problemsWith('command: sh\nargs: ["-c", "exec server --root ${HOME}"]\n')).toEqual([])
  })

  it.each([
    'a{b}c',
    '{"a": {"b": 1}}',
    'https://example.com/?a=${',
    '<html>…</html> text',
    '100%',
    'a $ b',
    'docker ps --format {{.Names}} --all',
  ])('is not seen in %s', (value) => {
    expect(problemsWith(`command: npx\nenv: { SOME_NAME: ${JSON.stringify(value)} }\n`)).toEqual([])
  })
})
