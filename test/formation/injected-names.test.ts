/** What all share never stands in for a user's own credential: found when the formation is read, and at the start as well. */
import { describe, expect, it } from 'vitest'
import type { CommandServer } from '../../src/formation/formation.ts'
import { parseFormation } from '../../src/formation/parse.ts'
import { FormationError } from '../../src/formation/problems.ts'
import { parseTemplate } from '../../src/formation/template.ts'
import { planLaunch } from '../../src/tools/stdio/environment.ts'
import { knownVariables } from '../../src/providers/variables.ts'
import { credential, makeToken } from '../tools/fixtures.ts'
import { DIRECTORY, server, SMALLEST } from './formation-source.ts'

function problemsOf(...lines: readonly string[]): string[] {
  const files = { 'formation.afs': SMALLEST, 'mcp/github.afs': server(...lines) }
  try {
    parseFormation({ files, directory: DIRECTORY, variablesOf: knownVariables })
    return []
  } catch (error) {
    if (!(error instanceof FormationError)) throw error
    return error.problems.map(({ place, message }) => `${place.file}:${place.line} ${place.field} ${message}`)
  }
}

const BEARER = ['auth:', '  type: bearer', '  token: "${{ user.credentials.GITHUB }}"']
const env = (name: string, value: string): string[] => ['env:', `  ${name}: ${JSON.stringify(value)}`]
const SHARED = '${{ secrets.GITHUB_TOKEN }}'
const STANDS_IN =
  /^mcp\/github\.afs:\d+ (?:env|auth)\.\S+ is a variable in which tools read the user's own [\w-]+ credential/

describe('a variable of env', () => {
  it.each([
    ['GITHUB_TOKEN', SHARED],
    ['GITHUB_PERSONAL_ACCESS_TOKEN', SHARED],
    ['github_personal_access_token', SHARED],
    ['Github_Token', SHARED],
    ['GITHUB_TOKEN', 'plain-text'],
    ['GITHUB_TOKEN', 'Bearer ${{ secrets.X }}'],
    ['GITHUB_TOKEN', '${{ user.credentials.GITLAB }}'],
    ['GITHUB_ACCESS_TOKEN', SHARED],
    ['GITHUB_PAT', SHARED],
    ['GH_TOKEN', SHARED],
    ['GITHUB_OAUTH_TOKEN', SHARED],
    ['GITHUB_BEARER_TOKEN', SHARED],
    ['GITHUB_USER_TOKEN', SHARED],
    ['github_mcp_pat', SHARED],
    ['GITHUB_AUTHORIZATION', 'Bearer ${{ secrets.X }}'],
  ])('T-118 %s: %s beside a bearer token of GitHub is refused', (name, value) => {
    expect(problemsOf(...BEARER, ...env(name, value))).toEqual([expect.stringMatching(STANDS_IN)])
  })

  it.each([
    [['auth:', '  type: api_key', '  token: "${{ user.credentials.ACME }}"'], 'ACME_API_KEY'],
    [['auth:', '  type: api_key', '  key: "${{ user.credentials.ACME }}"'], 'acme_api_key'],
    [['auth:', '  ACME_SECRET: "${{ user.credentials.ACME }}"'], 'ACME_SECRET'],
    [['auth:', '  type: env', '  acme_secret: "${{ user.credentials.ACME }}"'], 'ACME_SECRET'],
    [
      [
        'auth:',
        '  username: "${{ user.credentials.ACME.username }}"',
        '  password: "${{ user.credentials.ACME.password }}"',
      ],
      'ACME_PASSWORD',
    ],
    [['auth:', '  token: "${{ secrets.A }}"'], 'GITHUB_PERSONAL_ACCESS_TOKEN'],
    [['auth:', '  ACME_SECRET: "${{ secrets.A }}"'], 'Acme_Secret'],
  ])('T-118 that auth gives too is refused: %j', (auth, name) => {
    expect(problemsOf(...auth, ...env(name, SHARED))).toEqual([
      expect.stringMatching(
        / env\.\S+ is a variable that auth gives too \(auth\.\w+\); take it out of one of the two\.$/,
      ),
    ])
    expect(problemsOf(...auth, ...env(name, '${{ user.credentials.ACME.other }}')).join()).toContain(
      'auth gives too',
    )
  })

  it.each([
    ['SLACK_BOT', 'SLACK_BOT_TOKEN'],
    ['SLACK', 'SLACK_BOT_TOKEN'],
    ['HUGGINGFACE', 'HF_TOKEN'],
    ['DATADOG', 'dd_api_key'],
    ['ACME', 'ACME_TOKEN'],
    ['MY-CRM', 'MY_CRM_TOKEN'],
    ['HUBSPOT_TOKEN', 'PRIVATE_APP_ACCESS_TOKEN'],
  ])('T-118 is refused where tools of %s read %s, also without auth', (service, name) => {
    const placeholder = `"\${{ user.credentials.${service} }}"`
    expect(problemsOf('auth:', `  token: ${placeholder}`, ...env(name, SHARED))).toEqual([
      expect.stringMatching(STANDS_IN),
    ])
    expect(problemsOf('env:', `  MINE: ${placeholder}`, `  ${name}: "${SHARED}"`)).toEqual([
      expect.stringMatching(STANDS_IN),
    ])
  })

  it('T-118 in auth itself is refused where it is no user’s', () => {
    expect(
      problemsOf('auth:', '  MINE: "${{ user.credentials.GITHUB }}"', `  GITHUB_TOKEN: "${SHARED}"`),
    ).toEqual([expect.stringMatching(STANDS_IN)])
  })

  it('T-118 given twice in other letters is refused where a user’s is one of them', () => {
    const twice = ['  MINE: "${{ user.credentials.GITHUB }}"', '  mine: "${{ user.credentials.GITLAB }}"']
    for (const block of ['auth:\n  type: env', 'env:'])
      expect(problemsOf(block, ...twice).join()).toContain('is given twice, in other letters')
    expect(problemsOf('env:', '  HTTP_PROXY: http://a', '  http_proxy: http://a')).toEqual([])
  })

  it.each([
    ['the user’s own under the name of its service', env('GITHUB_TOKEN', '${{ user.credentials.GITHUB }}')],
    ['the user’s own with words around it', env('GITHUB_TOKEN', 'Bearer ${{ user.credentials.GITHUB }}')],
    ['a shared value of another service', [...BEARER, ...env('GITLAB_TOKEN', '${{ secrets.GITLAB }}')]],
    ['a setting of the same service', [...BEARER, ...env('GITHUB_HOST', 'github.example.com')]],
    [
      'another secret of the same service',
      [...BEARER, ...env('GITHUB_WEBHOOK_SECRET', '${{ secrets.HOOK }}')],
    ],
    [
      'a shared key beside the user’s token',
      [
        'auth:',
        '  TRELLO_TOKEN: "${{ user.credentials.TRELLO }}"',
        ...env('TRELLO_API_KEY', '${{ secrets.T }}'),
      ],
    ],
    ['a shared token where no user has one', env('GITHUB_TOKEN', SHARED)],
  ])('is taken: %s', (_, lines) => {
    expect(problemsOf(...lines)).toEqual([])
  })
})

describe('at the start', () => {
  const token = makeToken()
  const template = (text: string) => {
    const result = parseTemplate(text, { file: 'mcp/x.afs', line: 1, field: 'env.X' })
    if (!result.ok) throw new Error(result.message)
    return result.template
  }

  /** A server as no reading lets it through. */
  function unread(
    auth: Readonly<Record<string, string>>,
    shared: Readonly<Record<string, string>>,
    type: 'env' | 'bearer' = 'env',
  ): CommandServer {
    const templates = (texts: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, template(text)]))
    return {
      type: 'command',
      id: 'x',
      file: 'mcp/x.afs',
      command: template('x'),
      args: [],
      env: templates(shared),
      cwd: undefined,
      auth: { type, acceptInline: true, values: templates(auth) },
      credential: undefined,
      tools: [],
      services: ['github'],
    }
  }

  it.each([
    ['GITHUB_TOKEN', unread({ token: '${{ user.credentials.GITHUB }}' }, { GITHUB_TOKEN: SHARED }, 'bearer')],
    ['GITHUB_TOKEN', unread({ GH: '${{ user.credentials.GITHUB }}', GITHUB_TOKEN: SHARED }, {})],
    ['GH', unread({ GH: '${{ user.credentials.GITHUB }}' }, { GH: SHARED })],
    ['GH', unread({ GH: '${{ user.credentials.GITHUB }}' }, { gh: SHARED, Gh: SHARED })],
    ['GITHUB_TOKEN', unread({ GH: '${{ user.credentials.GITHUB }}' }, { github_token: SHARED })],
  ])('T-118 %s holds the user’s own, whatever else the formation would put there', (name, definition) => {
    const { environment } = planLaunch(definition, {
      secrets: () => 'shared-by-all',
      credentials: [credential('github', { token })],
      hostEnvironment: {},
    })
    const same = Object.entries(environment).filter(([one]) => one.toUpperCase() === name)
    expect(same).toEqual([[name, token]])
    expect(Object.values(environment)).not.toContain('shared-by-all')
  })

  it('without a credential, nothing of a user is there', () => {
    const definition = unread({ GH: '${{ user.credentials.GITHUB }}' }, { PLAIN: 'x' })
    const sources = { secrets: () => undefined, credentials: [], hostEnvironment: {} }
    expect({ ...planLaunch(definition, sources).environment }).toEqual({ PLAIN: 'x' })
  })
})
