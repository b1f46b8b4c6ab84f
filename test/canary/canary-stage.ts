/**
 * A formation with services of every kind of credential, all of whose parts record what they see for the canary.
 *
 * The MCP servers are the real `server-everything`, whose tool `get-env` gives back its whole environment: a tool that leaks
 * what it was given.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { stringify } from 'yaml'
import { readFormation } from '../../src/index.ts'
import type { Fetch, Keyturn, TurnInput, TurnOutcome } from '../../src/index.ts'
import { createKeyturn } from '../../src/keyturn.ts'
import { openParts } from '../../src/open/parts.ts'
import type { OpenedParts } from '../../src/open/parts.ts'
import { createPrincipal } from '../../src/principal.ts'
import { createRecorder } from '../../src/testing/index.ts'
import type { Recorder, Sink } from '../../src/testing/index.ts'
import { configureUnchecked, startLocalServices } from '../flow/local-services.ts'
import type { LocalServices } from '../flow/local-services.ts'

/** What a service does when it is asked about a credential. */
export type Mood =
  | 'accepts'
  | 'rejects'
  | 'wants single sign-on'
  | 'is asked too often'
  | 'echoes an error'
  | 'breaks off'
  | 'takes too long'
  | 'answers nonsense'

/** The stage. */
export interface CanaryStage {
  readonly keyturn: Keyturn
  readonly parts: OpenedParts
  readonly recorder: Recorder
  readonly local: LocalServices
  mood: Mood
  /** The moods in which GitHub was asked so far. */
  readonly moods: ReadonlySet<Mood>
  /** The values of each credential that a user has of a service, as the vault opens them: in hex and in order. */
  holds(userId: string, service: string): Promise<string[][]>
  /** Whether GitHub was asked about a token. */
  gitHubSaw(token: string): boolean
  /** One message; its outcome and whatever is thrown are recorded. */
  say(text: string, said?: Partial<TurnInput>): Promise<TurnOutcome | undefined>
  /** Everything a secret could have got into. */
  sinks(): Promise<Sink[]>
  close(): Promise<void>
}

/** Services that have a server in common. */
const OTHERS = [
  'gitlab',
  'slack',
  'openai',
  'anthropic',
  'google',
  'notion',
  'linear',
  'npm',
  'stripe',
  'sendgrid',
  'telegram',
]

/** Opens the stage in a folder of its own. */
export async function openCanaryStage(): Promise<CanaryStage> {
  const directory = mkdtempSync(join(tmpdir(), 'keyturn-canary-'))
  const local = await startLocalServices()
  const formation = writeFormation(directory, local)
  const recorder = createRecorder()
  recorder.watchChildren()
  const moods = { now: 'accepts' as Mood, met: new Set<Mood>(), asked: new Set<string>() }
  const parts = await openParts({
    formation: await readFormation(formation, { allowLoopback: true }),
    databaseUrl: false,
    redisUrl: false,
    logger: recorder.logger,
    inspect: recorder.inspect,
    fetch: createFakeGitHub(moods),
    model: { client: createModel(recorder), model: 'recorded' },
  })
  const keyturn = createKeyturn(parts)
  let messages = 0
  const users = new Set<string>()
  return {
    keyturn,
    parts,
    recorder,
    local,
    moods: moods.met,
    get mood() {
      return moods.now
    },
    set mood(mood) {
      moods.now = mood
    },
    async holds(userId, service) {
      const principal = createPrincipal(parts.formation.id, userId)
      const held: string[][] = []
      for (const { id } of await parts.vault.listAccounts(principal, service)) {
        const opened = await parts.vault.open(principal, id, 'canary', { channel: 'api' })
        if (!opened.ok) continue
        const { fields } = opened.credential
        held.push(
          Object.values(fields)
            .map((secret) => secret.use((bytes) => Buffer.from(bytes).toString('hex')))
            .sort(),
        )
        opened.credential.dispose()
      }
      return held
    },
    gitHubSaw: (token) => moods.asked.has(`Bearer ${token}`),
    async say(text, said = {}) {
      messages += 1
      users.add(said.userId ?? 'canary')
      const who = {
        userId: 'canary',
        conversationId: 'talk',
        messageId: `m${messages}`,
        transport: 'terminal',
      } as const
      try {
        const outcome = await keyturn.turn({ ...who, ...said, text })
        recorder.add('outcomes', outcome)
        return outcome
      } catch (error) {
        recorder.error(error)
        return undefined
      }
    },
    async sinks() {
      const audit = await parts.vault.listAudit(createPrincipal(parts.formation.id, 'canary'), {
        limit: 1000,
      })
      return [
        { kind: 'folder', path: directory },
        { kind: 'object', name: 'audit', value: audit },
        { kind: 'text', name: 'own command line', text: process.argv.join(' ') },
        ...recorder.sinks(),
      ]
    },
    async close() {
      recorder.dispose()
      await keyturn.close()
      await local.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

function writeFormation(directory: string, local: LocalServices): string {
  mkdirSync(join(directory, 'mcp'))
  const require = createRequire(import.meta.url)
  const everything = join(
    dirname(require.resolve('@modelcontextprotocol/server-everything/package.json')),
    'dist',
    'index.js',
  )
  const command = { type: 'command', command: process.execPath, args: [everything, 'stdio'] }
  const encryption = { iterations: 100_000 }
  const settings = { mode: 'dynamic', max_attempts: 10, encryption }
  writeFileSync(
    join(directory, 'formation.afs'),
    stringify({ schema: '1.0.0', id: 'canary', user_credentials: settings }),
  )
  const write = (id: string, auth: object): void =>
    writeFileSync(join(directory, 'mcp', `${id}.afs`), stringify({ schema: '1.0.0', id, ...command, auth }))
  local.configure(directory)
  configureUnchecked(directory, ['desk'])
  write('github', { type: 'bearer', accept_inline: true, token: '${{ user.credentials.GITHUB }}' })
  const names: Record<string, string> = {}
  for (const id of OTHERS) {
    const name = id.toUpperCase()
    names[`${name}_SECRET`] = `\${{ user.credentials.${name} }}`
  }
  write('many', { type: 'env', accept_inline: true, ...names })
  return join(directory, 'formation.afs')
}

/** What services other than GitHub say to any credential, by the host that is asked. */
const WELCOME: Readonly<Record<string, object>> = {
  'gitlab.com': { id: 4711, username: 'canary-bird' },
  'slack.com': { ok: true, team: 'Birds', team_id: 'T1', user: 'canary', user_id: 'U1' },
  'api.openai.com': { object: 'list', data: [] },
  'api.anthropic.com': { data: [] },
  'generativelanguage.googleapis.com': { models: [] },
  'openidconnect.googleapis.com': { sub: '4711', email: 'canary@bird.example' },
  'oauth2.googleapis.com': { aud: 'canary', sub: '4711', email: 'canary@bird.example' },
  'api.notion.com': { object: 'user', id: 'b0t', name: 'canary-bird' },
  'api.linear.app': {
    data: { viewer: { id: 'u1', email: 'canary@bird.example' }, organization: { id: 'o1', urlKey: 'birds' } },
  },
  'api.stripe.com': { object: 'account', id: 'acct_1', email: 'canary@bird.example' },
  'api.sendgrid.com': { scopes: ['mail.send'], user_id: 4711, username: 'canary-bird' },
  'api.telegram.org': { ok: true, result: { id: 4711, is_bot: true, username: 'canary_bot' } },
}

/** GitHub's `/user`, in the mood of the moment; its errors repeat the token, as bad servers do. */
function createFakeGitHub(moods: {
  readonly now: Mood
  readonly met: Set<Mood>
  readonly asked: Set<string>
}): Fetch {
  return (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (url.hostname === '127.0.0.1') return fetch(input, init)
    const welcome = WELCOME[url.hostname]
    if (welcome !== undefined) return Promise.resolve(Response.json(welcome))
    if (url.origin !== 'https://api.github.com') return Promise.reject(new Error('Another host was asked.'))
    moods.met.add(moods.now)
    const token = new Headers(init?.headers).get('authorization') ?? ''
    moods.asked.add(token)
    const answer = (status: number, body: string, headers: Readonly<Record<string, string>> = {}) =>
      Promise.resolve(
        new Response(body, { status, headers: { 'content-type': 'application/json', ...headers } }),
      )
    switch (moods.now) {
      case 'accepts':
        return answer(200, JSON.stringify({ login: 'canary-bird', id: 4711 }))
      case 'rejects':
        return answer(401, JSON.stringify({ message: 'Bad credentials', was: token }))
      case 'wants single sign-on':
        return answer(403, JSON.stringify({ message: `SSO for ${token}` }), {
          'x-github-sso': `required; url=https://github.com/orgs/acme/sso?authorization_request=${encodeURIComponent(token)}`,
        })
      case 'is asked too often':
        return answer(429, JSON.stringify({ message: `slow down: ${token}` }), { 'retry-after': '1' })
      case 'takes too long':
        return Promise.reject(new DOMException(`timed out with ${token}`, 'TimeoutError'))
      case 'echoes an error':
        return answer(500, JSON.stringify({ message: `failed for ${token}` }))
      case 'breaks off':
        return Promise.reject(new TypeError(`fetch failed: ${token}`))
      case 'answers nonsense':
        return answer(200, `{"login": "${token}`)
    }
  }
}

/** A model that records what it is sent, and never agrees. */
function createModel(recorder: Recorder) {
  return {
    chat: {
      completions: {
        create: (body: unknown) => {
          recorder.add('model requests', body)
          return Promise.resolve({ choices: [{ message: { content: '{"intent":"none","service":null}' } }] })
        },
      },
    },
  }
}
