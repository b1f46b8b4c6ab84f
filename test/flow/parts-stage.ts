/** A Keyturn of three services that answer within this process, whose parts a test can put something between. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { parseFormation } from '../../src/formation/parse.ts'
import type { Fetch, Formation, KeyturnOptions, TurnInput } from '../../src/index.ts'
import { createKeyturn } from '../../src/keyturn.ts'
import type { Keyturn } from '../../src/keyturn.ts'
import { openParts } from '../../src/open/parts.ts'
import type { OpenedParts } from '../../src/open/parts.ts'

/** Choices for a stage. */
export interface PartsStageOptions {
  readonly keyturn?: Partial<KeyturnOptions>
  /** Puts something between the parts and whoever uses them. */
  readonly wrap?: (parts: OpenedParts) => OpenedParts
  readonly maxAttempts?: number
  /** Another formation than the usual one; it is given the stage's folder. */
  readonly formation?: (directory: string) => Formation
  /** Answers instead of a service; nothing lets the service answer. */
  readonly answer?: (url: URL, headers: Headers) => Response | undefined | Promise<Response | undefined>
}

/** One stage. */
export interface PartsStage {
  readonly keyturn: Keyturn
  readonly parts: OpenedParts
  readonly directory: string
  /** Good GitHub tokens with their logins, good codes of the door, good passwords of the CRM by `name:password`. */
  readonly known: Map<string, string>
  /** What the services were asked about, in order. */
  readonly asked: string[]
  readonly logged: unknown[]
  advance(milliseconds: number): void
  close(): Promise<void>
}

const HOSTS: Readonly<Record<string, string>> = {
  'api.github.com': 'github',
  'door.example': 'door',
  'crm.example': 'crm',
}

/** Opens it. Redis and PostgreSQL stay out of it. */
export async function openPartsStage(options: PartsStageOptions = {}): Promise<PartsStage> {
  const directory = mkdtempSync(join(tmpdir(), 'keyturn-parts-'))
  const known = new Map<string, string>()
  const asked: string[] = []
  const logged: unknown[] = []
  let offsetMs = 0
  const log = (fields: object, text: string): void => void logged.push([fields, text])
  const parts = await openParts({
    formation:
      options.formation?.(directory) ?? parseFormation({ files: files(options.maxAttempts ?? 3), directory }),
    databaseUrl: false,
    redisUrl: false,
    fetch: createServices(known, asked, options.answer),
    clock: { now: () => Date.now() + offsetMs },
    logger: { debug: log, info: log, warn: log, error: log },
    ...options.keyturn,
  })
  const wrapped = options.wrap?.(parts) ?? parts
  const keyturn = createKeyturn(wrapped)
  return {
    keyturn,
    parts: wrapped,
    directory,
    known,
    asked,
    logged,
    advance(milliseconds) {
      offsetMs += milliseconds
    },
    async close() {
      await keyturn.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

let messages = 0

/** The input of one message: alice's, in `talk`, at a terminal, under a new id. */
export function turnOf(text: string, said: Partial<Omit<TurnInput, 'text'>> = {}): TurnInput {
  messages += 1
  const who = { userId: 'alice', conversationId: 'talk', messageId: `parts-${messages}` }
  return { ...who, transport: 'terminal', ...said, text }
}

function files(max_attempts: number): Record<string, string> {
  const command = { type: 'command', command: process.execPath, args: ['-e', '0'] }
  const server = (id: string, auth: object, more: object = {}): string =>
    stringify({ schema: '1.0.0', id, ...command, auth: { accept_inline: true, ...auth }, ...more })
  const check = (host: string) => ({
    credential: { hosts: [host], check: { url: `https://${host}/me`, identity: 'login' } },
  })
  const [username, password] = [
    '${{ user.credentials.CRM.username }}',
    '${{ user.credentials.CRM.password }}',
  ]
  return {
    'formation.afs': stringify({
      schema: '1.0.0',
      id: 'parts',
      user_credentials: { mode: 'dynamic', max_attempts, encryption: { iterations: 100_000 } },
    }),
    'mcp/github.afs': server('github', { type: 'bearer', token: '${{ user.credentials.GITHUB }}' }),
    'mcp/door.afs': server(
      'door',
      { type: 'api_key', token: '${{ user.credentials.DOOR }}' },
      check('door.example'),
    ),
    'mcp/crm.afs': server('crm', { type: 'basic', username, password }, check('crm.example')),
  }
}

function createServices(
  known: ReadonlyMap<string, string>,
  asked: string[],
  answer: PartsStageOptions['answer'],
): Fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const headers = new Headers(init?.headers)
    if (HOSTS[url.hostname] === undefined) throw new Error('Another host was asked.')
    const [kind, given = ''] = (headers.get('authorization') ?? '').split(' ')
    const credential = kind === 'Basic' ? Buffer.from(given, 'base64').toString('utf8') : given
    asked.push(credential)
    const instead = await answer?.(url, headers)
    if (instead !== undefined) return instead
    const login = known.get(credential)
    const body = login === undefined ? { message: 'Bad credentials' } : { login, id: idOf(login) }
    return Response.json(body, { status: login === undefined ? 401 : 200 })
  }
}

/** The same for the same name. */
function idOf(login: string): number {
  return [...login].reduce((sum, character) => (sum * 131 + character.charCodeAt(0)) % 1_000_000_007, 1)
}
