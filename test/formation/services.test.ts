import { describe, expect, it } from 'vitest'
import { normalizeServiceId } from '../../src/formation/service-id.ts'
import { formationOf, problemsOf, server, SMALLEST } from './formation-source.ts'

describe('the name of a service', () => {
  it.each([
    ['GITHUB', 'github'],
    ['GITHUB_TOKEN', 'github'],
    ['github', 'github'],
    ['OPENAI_API_KEY', 'openai'],
    ['ACME_KEY', 'acme'],
    ['MY-SERVICE_2', 'my-service_2'],
    ['TOKEN', 'token'],
    ['monkey', 'monkey'],
    ['GITHUB_TOKENS', 'github_tokens'],
  ])('%s is %s', (name, id) => {
    expect(normalizeServiceId(name)).toBe(id)
  })

  it.each([
    '',
    '_TOKEN',
    '1password',
    'a b',
    'a.b',
    'ä',
    '__proto__',
    'constructor',
    'x'.repeat(65),
    'x'.repeat(1_000_000),
    'a\n',
  ])('%j is none', (name) => {
    expect(normalizeServiceId(name)).toBeUndefined()
  })
})

function token(service: string, acceptInline: boolean): string {
  return server('auth:', `  accept_inline: ${acceptInline}`, `  token: "\${{ user.credentials.${service} }}"`)
}

function named(id: string, text: string): Record<string, string> {
  return { [`mcp/${id}.afs`]: text.replace('id: github', `id: ${id}`) }
}

describe('several servers of one service', () => {
  it('are one service, which accepts inline entry only if all of them do', () => {
    for (const accepts of [true, false]) {
      const formation = formationOf(
        SMALLEST,
        token('GITHUB', true),
        named('other', token('github_token', accepts)),
      )
      expect([...formation.services.values()]).toEqual([
        {
          service: 'github',
          servers: ['github', 'other'],
          acceptInline: accepts,
          fields: ['token'],
          credential: undefined,
        },
      ])
    }
  })

  it('a server that needs the service only in env accepts nothing inline', () => {
    const env = server('env:', '  TOKEN: "${{ user.credentials.GITHUB }}"')
    expect(
      formationOf(SMALLEST, token('GITHUB', true), named('other', env)).services.get('github')?.acceptInline,
    ).toBe(false)
  })

  it('have the fields of all of them, in order of appearance', () => {
    const fields = (...names: string[]) =>
      server('env:', ...names.map((name) => `  ${name}: "\${{ user.credentials.AWS.${name} }}"`))
    const formation = formationOf(
      SMALLEST,
      fields('key_id', 'secret'),
      named('other', fields('SECRET', 'session')),
    )
    expect(formation.services.get('aws')?.fields).toEqual(['key_id', 'secret', 'session'])
  })

  it('use a credential whole or by field, never both', () => {
    const whole = token('AWS', true)
    const byField = server('env:', '  X: "${{ user.credentials.AWS.secret }}"')
    for (const [first, second] of [
      [whole, byField],
      [byField, whole],
    ] as const) {
      const problems = problemsOf(SMALLEST, first, named('other', second))
      expect(problems).toHaveLength(1)
      expect(problems[0]?.place.file).toBe('mcp/other.afs')
      expect(problems[0]?.message).toMatch(/uses aws whole, and elsewhere its field secret is used/)
    }
  })

  it('agree on the credential block, or are told', () => {
    const block = (host: string) => `${token('ACME', true)}credential:\n  hosts: [${host}]\n`
    const same = formationOf(SMALLEST, block('a.example.com'), named('other', block('A.example.com')))
    expect(same.services.get('acme')?.credential?.hosts).toEqual(['a.example.com'])
    const problems = problemsOf(SMALLEST, block('a.example.com'), named('other', block('b.example.com')))
    expect(problems.map(({ place, message }) => `${place.file} ${message}`)).toEqual([
      'mcp/other.afs describes acme otherwise than mcp/github.afs does.',
    ])
  })
})
