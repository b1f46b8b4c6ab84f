import { describe, expect, it } from 'vitest'
import { readFormation } from '../../src/formation/read.ts'
import { firstCommand, formationOf, server, SMALLEST, written } from './formation-source.ts'

describe("the brief's spellings", () => {
  it('the quick setup, without a type, is a bearer token that may be given in the chat', () => {
    const auth = ['auth:', '  accept_inline: true', '  token: "${{ user.credentials.GITHUB }}"']
    const formation = formationOf(
      SMALLEST,
      server('args: ["-y", "@modelcontextprotocol/server-github"]', ...auth),
    )
    const github = firstCommand(formation)
    expect(github.auth).toMatchObject({ type: 'bearer', acceptInline: true })
    expect(github.auth?.values['token']?.parts).toEqual([
      { kind: 'credential', service: 'github', field: undefined },
    ])
    expect(github.args.map(({ parts }) => written(parts))).toEqual([
      [{ kind: 'text', text: '-y' }],
      [{ kind: 'text', text: '@modelcontextprotocol/server-github' }],
    ])
    expect([...formation.services.values()]).toEqual([
      {
        service: 'github',
        servers: ['github'],
        acceptInline: true,
        fields: ['token'],
        credential: undefined,
      },
    ])
  })

  it('type env names a variable, and does not accept inline entry unless it says so', () => {
    const formation = formationOf(
      SMALLEST,
      server('auth:', '  type: env', '  GITHUB_TOKEN: "${{ user.credentials.GITHUB }}"'),
    )
    expect(formation.servers[0]?.auth).toMatchObject({ type: 'env', acceptInline: false })
    expect(Object.keys(formation.servers[0]?.auth?.values ?? {})).toEqual(['GITHUB_TOKEN'])
    expect(formation.services.get('github')).toMatchObject({ acceptInline: false, fields: ['token'] })
  })

  it('a block without type that names a variable is of type env', () => {
    const formation = formationOf(
      SMALLEST,
      server('auth:', '  GITHUB_TOKEN: "${{ user.credentials.GITHUB_TOKEN }}"'),
    )
    expect(formation.servers[0]?.auth?.type).toBe('env')
  })

  it('type bearer with accept_inline is read as written', () => {
    const auth = [
      'auth:',
      '  type: bearer',
      '  accept_inline: true',
      '  token: "${{ user.credentials.GITHUB }}"',
    ]
    expect(formationOf(SMALLEST, server(...auth)).servers[0]?.auth).toMatchObject({
      type: 'bearer',
      acceptInline: true,
    })
  })

  it('redirect_message is read as one line and as a block', () => {
    const line =
      'user_credentials:\n  mode: redirect\n  redirect_message: "Add credentials at https://a.example.com"\n'
    const block =
      'user_credentials:\n  mode: redirect\n  redirect_message: |\n    Configure credentials at: https://a.example.com\n'
    expect(formationOf(line).redirectMessage).toBe('Add credentials at https://a.example.com')
    expect(formationOf(block).redirectMessage).toBe('Configure credentials at: https://a.example.com')
  })

  it('every hardening field is read', () => {
    const main = `user_credentials:
  mode: dynamic
  redirect_message: "Add credentials at https://credentials.example.com"
  encryption:
    key: "\${{ secrets.CREDENTIAL_KEY }}"
    salt: "muxi-user-credentials-salt-v1"
    iterations: 700000
    derive_from_formation_id: false
  require_https: true
  trusted_proxies: ["10.0.0.0/8", "fd00::/8", "192.0.2.7"]
  credential_ttl_minutes: 5
  max_attempts: 4
  public_url: https://agent.example.com
  prompts:
    collect-inline.ask: "Your {service} token, please:"
`
    const formation = formationOf(main)
    expect(formation).toMatchObject({
      id: 'default',
      mode: 'dynamic',
      requireHttps: true,
      trustedProxies: ['10.0.0.0/8', 'fd00::/8', '192.0.2.7'],
      credentialTtlMinutes: 5,
      maxAttempts: 4,
      publicUrl: 'https://agent.example.com',
      prompts: { 'collect-inline.ask': 'Your {service} token, please:' },
      encryption: { iterations: 700_000, deriveFromFormationId: false },
    })
    expect(formation.encryption.key).toMatchObject({
      kind: 'text',
      place: { file: 'formation.afs', line: 5, field: 'user_credentials.encryption.key' },
    })
    expect(formation.warnings).toEqual([])
  })

  it('an empty user_credentials block means the defaults', () => {
    expect(formationOf('schema: "1.0.0"\nuser_credentials:\n  # encryption:\n')).toMatchObject({
      mode: 'dynamic',
      requireHttps: true,
      credentialTtlMinutes: 60,
      maxAttempts: 3,
      trustedProxies: [],
      encryption: { key: undefined, salt: undefined, iterations: 600_000 },
    })
  })

  it("the example formation is the brief's and is sound without a warning", async () => {
    const formation = await readFormation(new URL('../../examples/formation', import.meta.url).pathname)
    expect(formation.id).toBe('acme-assistant')
    expect(formation.services.get('github')).toMatchObject({ acceptInline: true })
    expect(formation.warnings).toEqual([])
  })
})

describe('servers', () => {
  it('basic reads two fields of one credential, in order', () => {
    const auth = [
      'auth:',
      '  type: basic',
      '  username: "${{ user.credentials.JIRA.username }}"',
      '  password: "${{ user.credentials.JIRA.password }}"',
    ]
    const formation = formationOf(SMALLEST, server(...auth))
    expect(formation.services.get('jira')?.fields).toEqual(['username', 'password'])
  })

  it('api_key takes token and key for the same', () => {
    for (const field of ['token', 'key']) {
      const formation = formationOf(
        SMALLEST,
        server('auth:', '  type: api_key', `  ${field}: "\${{ user.credentials.ACME_API_KEY }}"`),
      )
      expect(formation.servers[0]?.auth?.values).toHaveProperty('token')
      expect([...formation.services.keys()]).toEqual(['acme'])
    }
  })

  it('numbers and truth values of env keep their spelling', () => {
    const formation = formationOf(
      SMALLEST,
      server('env:', '  PORT: 8080', '  MASK: 0x1F', '  RATIO: 1.0', '  DEBUG: true'),
    )
    const texts = Object.values(firstCommand(formation).env).map(({ parts }) => written(parts))
    expect(texts).toEqual(['8080', '0x1F', '1.0', 'true'].map((text) => [{ kind: 'text', text }]))
  })

  it('env holds user credentials inside longer texts, and its services follow the order of the file', () => {
    const lines = [
      'env:',
      '  HEADER: "Bearer ${{ user.credentials.SLACK }} for ${{ secrets.TEAM }}"',
      'auth:',
      '  GITHUB_TOKEN: "${{ user.credentials.GITHUB }}"',
    ]
    const github = firstCommand(formationOf(SMALLEST, server(...lines)))
    expect(github.services).toEqual(['slack', 'github'])
    expect(written(github.env['HEADER']?.parts)).toEqual([
      { kind: 'text', text: 'Bearer ' },
      { kind: 'credential', service: 'slack', field: undefined },
      { kind: 'text', text: ' for ' },
      { kind: 'secret', name: 'TEAM' },
    ])
  })

  it('the working folder is a private one unless named', () => {
    expect(firstCommand(formationOf(SMALLEST, server())).cwd).toBeUndefined()
    expect(firstCommand(formationOf(SMALLEST, server('cwd: tools'))).cwd).toBe('/srv/formation/tools')
  })

  it("other tools' top-level fields are ignored, in both files", () => {
    const main = `${SMALLEST}agents: [{ id: helper, custom: true }]\nllm: { models: [x] }\n`
    const github = server('description: GitHub tools', 'timeout_seconds: 30')
    expect(formationOf(main, github).servers).toHaveLength(1)
  })

  it('a server without id has the name of its file', () => {
    const formation = formationOf(SMALLEST, undefined, { 'mcp/acme-tools.afs': 'command: acme\n' })
    expect(formation.servers[0]?.id).toBe('acme-tools')
  })

  it('YAML aliases inside a file are followed', () => {
    const github = server('env:', '  FIRST: &shared "${{ user.credentials.GITHUB }}"', '  SECOND: *shared')
    expect(firstCommand(formationOf(SMALLEST, github)).env['SECOND']?.parts[0]).toMatchObject({
      service: 'github',
    })
  })
})
