/** Keyturn on a formation whose one service users connect to, at a real authorization server, and somebody who chats. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import {
  type Keyturn,
  openKeyturn,
  readFormation,
  type ReplyOutcome,
  type TurnOutcome,
} from '../../src/index.ts'
import { newKey } from '../vault/world.ts'
import { startAuthorizationServer, type AuthorizationServer } from './authorization-server.ts'
import { newClientSecret } from './fixtures.ts'

export const PUBLIC_URL = 'https://agent.acme.example'

/** A stage. */
export interface ConnectingStage {
  readonly server: AuthorizationServer
  readonly clientSecret: string
  /** Opens one more instance on the same stores. */
  open(more?: { readonly offsetMs?: number }): Promise<Keyturn>
  close(): Promise<void>
}

/** What a stage is like. */
export interface ConnectingOptions {
  /** Without it the deployment has no pages, and only a device can connect. Default true. */
  readonly hasAddress?: boolean
  /** An MCP server over HTTP that takes what is granted. Default: a program that does nothing. */
  readonly url?: string
  /** How the server is given the token. Default: as it is. */
  readonly token?: string
  /** `user_credentials.mode`. */
  readonly mode?: 'dynamic' | 'link'
}

/** Opens one. */
export async function openConnectingStage(options: ConnectingOptions = {}): Promise<ConnectingStage> {
  const { hasAddress = true, url, mode, token = '${{ user.credentials.CRM }}' } = options
  const clientSecret = newClientSecret()
  const key = newKey()
  const redirectUri = `${PUBLIC_URL}/oauth/callback`
  const server = await startAuthorizationServer({ id: 'keyturn-test', secret: clientSecret, redirectUri })
  const directory = mkdtempSync(join(tmpdir(), 'keyturn-oauth-'))
  const { origin } = server
  const host = new URL(origin).host
  mkdirSync(join(directory, 'mcp'))
  const formation = {
    id: 'acme',
    user_credentials: {
      encryption: { key: '${{ secrets.CREDENTIAL_KEY }}', iterations: 100_000 },
      ...(hasAddress && { public_url: PUBLIC_URL }),
      ...(mode !== undefined && { mode }),
    },
  }
  const service = {
    id: 'crm',
    ...(url === undefined ? { command: 'node', args: ['-e', '0'] } : { type: 'http', url }),
    auth: { type: 'oauth2', token },
    credential: {
      hosts: [host],
      check: { url: `${origin}/me`, identity: 'sub' },
      oauth2: {
        client_id: 'keyturn-test',
        client_secret: '${{ secrets.CRM_SECRET }}',
        scopes: ['openid', 'offline_access'],
        authorization_url: `${origin}/auth`,
        token_url: `${origin}/token`,
        device_url: `${origin}/device/auth`,
        revocation_url: `${origin}/token/revocation`,
      },
    },
  }
  writeFileSync(join(directory, 'formation.afs'), stringify(formation))
  writeFileSync(join(directory, 'mcp', 'crm.afs'), stringify(service))
  const opened: Keyturn[] = []
  return {
    server,
    clientSecret,
    async open({ offsetMs = 0 } = {}) {
      const keyturn = await openKeyturn({
        formation: await readFormation(directory, { allowLoopback: true }),
        secrets: { CREDENTIAL_KEY: key, CRM_SECRET: clientSecret },
        databaseUrl: false,
        redisUrl: false,
        clock: { now: () => Date.now() + offsetMs },
        fetch: (input, init) => fetch(input, init),
      })
      opened.push(keyturn)
      return keyturn
    },
    async close() {
      await Promise.all(opened.map((keyturn) => keyturn.close()))
      await server.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

let messages = 0

/** What a user says at a terminal. */
export const say = (
  keyturn: Keyturn,
  text: string,
  userId = 'alice',
  conversationId = 'talk',
): Promise<TurnOutcome> =>
  keyturn.turn({ userId, conversationId, messageId: `m-${(messages += 1)}`, text, transport: 'terminal' })

/** The reply of an outcome that is one. */
export function replyOf(outcome: TurnOutcome): ReplyOutcome['reply'] {
  if (outcome.kind !== 'reply') throw new Error(`It is no reply: ${outcome.kind}`)
  return outcome.reply
}
