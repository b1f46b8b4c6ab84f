/** A Keyturn on a Redis that is made to fail, with a GitHub that knows whose token came, and every log line kept. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Keyturn, TurnOutcome } from '../../src/index.ts'
import { createKeyturn } from '../../src/keyturn.ts'
import { openParts } from '../../src/open-parts.ts'
import { openRedisState } from '../../src/state/redis.ts'
import { type FakeGitHub, startFakeGitHub } from '../proof/state/github.ts'
import { writeFormation } from '../proof/state/formation.ts'
import type { RedisServer } from '../servers/redis.ts'

/** How long a command to Redis may take here. */
export const COMMAND_TIMEOUT_MS = 250

/** One stage; its vault is a SQLite file, since only Redis fails here. */
export interface FaultStage {
  readonly keyturn: Keyturn
  readonly github: FakeGitHub
  readonly folder: string
  readonly logged: string[]
  say(user: string, conversation: string, text: string): Promise<TurnOutcome>
  /** The account a tool works with. */
  use(user: string): Promise<string>
  close(): Promise<void>
}

let messages = 0

/** Opens it; Redis may be down. */
export async function openFaultStage(redis: Pick<RedisServer, 'url'>): Promise<FaultStage> {
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-flow-state-'))
  const github = await startFakeGitHub()
  const logged: string[] = []
  const log = (fields: object, text: string): void => void logged.push(`${text} ${JSON.stringify(fields)}`)
  const logger = { debug: log, info: log, warn: log, error: log }
  const opened = await openParts({
    formation: writeFormation(folder),
    databaseUrl: false,
    redisUrl: false,
    githubApi: github.api,
    secrets: { CREDENTIAL_KEY: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64') },
    logger,
  })
  await opened.state.close()
  const state = await openRedisState({ url: redis.url, logger, commandTimeoutMs: COMMAND_TIMEOUT_MS })
  const keyturn = createKeyturn({ ...opened, state, close: () => closeAll([state, opened.vault]) })
  return {
    keyturn,
    github,
    folder,
    logged,
    say: (userId, conversationId, text) => {
      messages += 1
      const messageId = `message-${messages}`
      return keyturn.turn({ userId, conversationId, messageId, text, transport: 'terminal' })
    },
    async use(userId) {
      const fetch = keyturn.user({ userId, conversationId: 'tools' }).fetch('github')
      const response = await fetch(`/work?for=${userId}`)
      return ((await response.json()) as { login: string }).login
    },
    async close() {
      await keyturn.close()
      await github.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function closeAll(parts: readonly { close(): Promise<void> }[]): Promise<void> {
  for (const part of parts) await part.close()
}

/** What is said in an outcome. */
export function heard(outcome: TurnOutcome): string {
  if (outcome.kind === 'reply') return outcome.reply.text
  return outcome.kind === 'pass' ? `PASS: ${outcome.text}` : `${outcome.prelude} RESUME: ${outcome.text}`
}
