import { describe, expect, it } from 'vitest'
import { problemsOf, server, shortForm, SMALLEST } from './formation-source.ts'

const TOKEN_LINE = '  token: "${{ user.credentials.GITHUB }}"'

function credentials(...lines: readonly string[]): string {
  return ['schema: "1.0.0"', 'user_credentials:', ...lines.map((line) => `  ${line}`), ''].join('\n')
}

describe('values', () => {
  it.each([
    ['mode: dynamik', 'mode', 'must be one of "dynamic", "redirect", "link" (nearest: "dynamic").'],
    ['mode: link', 'mode', 'is "link", which needs public_url: where `keyturn serve` is reached, by https.'],
    ['mode: [dynamic]', 'mode', 'must be one of "dynamic", "redirect", "link".'],
    ['require_https: "yes"', 'require_https', 'must be true or false.'],
    ['max_attempts: 0', 'max_attempts', 'must be a whole number from 1 to 10 attempts.'],
    ['max_attempts: 2.5', 'max_attempts', 'must be a whole number from 1 to 10 attempts.'],
    ['max_attempts: .inf', 'max_attempts', 'must be a whole number from 1 to 10 attempts.'],
    ['max_attempts:', 'max_attempts', 'is empty.'],
    [
      'credential_ttl_minutes: "60"',
      'credential_ttl_minutes',
      'must be a whole number from 1 to 10080 minutes.',
    ],
    [
      'encryption: { iterations: 99999 }',
      'encryption.iterations',
      'must be a whole number from 100000 to 10000000 rounds.',
    ],
    ['encryption: [key]', 'encryption', 'must be a block of fields.'],
    [
      'encryption: { key: "${{ user.credentials.GITHUB }}" }',
      'encryption.key',
      "belongs to the formation and cannot hold a user's credential; use secrets.",
    ],
    [
      'trusted_proxies: [10.0.0.0/33]',
      'trusted_proxies[0]',
      'must be a network such as 10.0.0.0/8 or an address.',
    ],
    ['trusted_proxies: 10.0.0.0/8', 'trusted_proxies', 'must be a list.'],
    [
      'public_url: http://agent.example.com',
      'public_url',
      'must be an https: address without user name, query or fragment.',
    ],
    [
      'redirect_message: "Go to http://portal.example.com"',
      'redirect_message',
      'may only hold https: links without user name or password.',
    ],
    [
      'redirect_message: "Go to https://a:b@portal.example.com"',
      'redirect_message',
      'may only hold https: links without user name or password.',
    ],
    [
      'redirect_message: "javascript:alert(1)"',
      'redirect_message',
      'may only hold https: links without user name or password.',
    ],
    ['redirect_message: "a \\u202e b"', 'redirect_message', 'holds control or invisible characters.'],
    [
      'redirect_message: "Use ${{ secrets.PORTAL }}"',
      'redirect_message',
      'is shown to people and cannot hold placeholders.',
    ],
    ['redirect_message: " "', 'redirect_message', 'is empty.'],
    ['redirect_message: 7', 'redirect_message', 'must be a text; put it in quotes.'],
    ['prompts: { Collect: x }', 'prompts.Collect', 'is no name of a prompt, such as collect-inline.ask.'],
    ['prompts: { a.b: [x] }', 'prompts.a.b', 'must be a text, not a list or block.'],
    ['<<: { mode: redirect }', '<<', 'is a YAML merge key, which is not read here; write the fields out.'],
  ])('%s', (line, field, message) => {
    expect(problemsOf(credentials(line))).toEqual([
      {
        place: { file: 'formation.afs', line: 3, field: `user_credentials.${field}` },
        message,
        nearest: undefined,
      },
    ])
  })

  it.each([
    [
      ['auth:', '  type: oauth2', '  client_id: x'],
      'auth.type',
      'is "oauth2", which needs the client of this deployment; add credential.oauth2 with client_id.',
    ],
    [
      ['auth:', '  type: header', '  X-Key: x'],
      'auth.type',
      'is "header", but a command takes no headers; use "env" and name its variables.',
    ],
    [
      ['auth:', '  type: baerer', TOKEN_LINE],
      'auth.type',
      'must be one of "bearer", "basic", "api_key", "env", "header", "oauth2" (nearest: "bearer").',
    ],
    [['auth:', '  type: bearer'], 'auth.token', 'is missing.'],
    [['auth:', '  type: env'], 'auth', 'names no environment variable, such as GITHUB_TOKEN.'],
    [['auth:', '  type: api_key'], 'auth', 'must have one of token and key.'],
    [['auth:'], 'auth', 'is empty.'],
    [['auth: [x]'], 'auth', 'must be a block of fields.'],
    [['auth:', '  accept_inline: "yes"', TOKEN_LINE], 'auth.accept_inline', 'must be true or false.'],
    [['auth:', '  token: [x]'], 'auth.token', 'must be a text, not a list or block.'],
    [
      ['env:', '  <<: { A: b }'],
      'env.<<',
      'is a YAML merge key, which is not read here; write the fields out.',
    ],
    [['auth:', '  token:', '    ${{ x }}: y'], 'auth.token', 'must be a text, not a list or block.'],
    [
      ['args: ["${{ user.credentials.GITHUB }}"]'],
      'args[0]',
      "is readable by others on the machine and cannot hold a user's credential; use auth or env.",
    ],
    [['cwd: "/tmp/${{ secrets.X }}"'], 'cwd', 'cannot hold placeholders.'],
    [['env:', '  A B: x'], 'env.A B', 'is no name of an environment variable.'],
    [
      ['env:', '  NODE_OPTIONS: "${{ user.credentials.GITHUB }}"'],
      'env.NODE_OPTIONS',
      "decides what code runs and cannot hold a user's credential.",
    ],
  ])('a server: %j', (lines, field, message) => {
    const problems = problemsOf(SMALLEST, server(...lines))
    expect(problems.map(({ place, message: said }) => [place.field, said])).toEqual([[field, message]])
  })

  it.each(['"2.0.0"', '2', '[1]', '"one"'])('schema %s is refused', (schema) => {
    expect(problemsOf(`schema: ${schema}\n`).map(shortForm)).toEqual(['formation.afs:1 schema'])
  })

  it('an id that holds a placeholder is refused: it is fixed for good', () => {
    expect(problemsOf('id: "${{ secrets.ID }}"\n')[0]?.message).toBe(
      'is public and fixed for good; it cannot hold placeholders.',
    )
  })

  it('a placeholder in brackets without quotes is one problem, with the way out', () => {
    expect(
      problemsOf(SMALLEST, server('auth: {token: ${{ user.credentials.GITHUB }}}')).map(
        ({ place, message }) => [place.line, message],
      ),
    ).toEqual([[5, 'a placeholder inside brackets needs quotes: "${{ … }}".']])
  })

  it.each(['7', '" padded "', '"zero\\u200bwidth"', '""'])('id %s is refused', (id) => {
    expect(problemsOf(`id: ${id}\n`).map(shortForm)).toEqual(['formation.afs:1 id'])
  })
})
