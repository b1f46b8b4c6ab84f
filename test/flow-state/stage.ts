/** A Keyturn on a Redis that is made to fail, with a GitHub that knows whose token came; everything said and logged is kept. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TurnOutcome } from '../../src/index.ts'
import { createKeyturn, type Keyturn } from '../../src/keyturn.ts'
import { openParts } from '../../src/open/parts.ts'
import { openRedisState } from '../../src/state/redis/state.ts'
import { createCanary, type ScanReport } from '../../src/testing/index.ts'
import { randomText } from '../../src/testing/random-text.ts'
import { type FakeGitHub, startFakeGitHub } from '../proof/state/github.ts'
import { writeFormation } from '../proof/state/formation.ts'
import type { FaultyRedis } from './faults.ts'

/** One stage; its vault is a SQLite file, since only Redis fails here. */
export interface FaultStage {
  readonly keyturn: Keyturn
  readonly github: FakeGitHub
  readonly logged: readonly string[]
  /** A secret of no known look: only the durable mark tells that it was awaited. */
  makeUnknownSecret(): string
  say(user: string, conversation: string, text: string): Promise<TurnOutcome>
  /** The account a tool works with. */
  use(user: string): Promise<string>
  /** Ends this process's Keyturn and opens another on the same vault. */
  restart(): Promise<void>
  /** How many secrets were made so far. */
  secretCount(): number
  /** Looks for every secret that was ever said in all that was written, logged and answered. */
  search(): Promise<ScanReport>
  close(): Promise<void>
}

let messages = 0

/** Opens it; Redis may be down. */
export async function openFaultStage(
  redis: Pick<FaultyRedis, 'url' | 'folders' | 'dump'>,
  commandTimeoutMs: number,
): Promise<FaultStage> {
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-flow-state-'))
  const formation = writeFormation(folder)
  const key = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')
  const github = await startFakeGitHub()
  const logged: string[] = []
  const outcomes: TurnOutcome[] = []
  const unknown: string[] = []
  const log = (fields: object, text: string): void => void logged.push(`${text} ${JSON.stringify(fields)}`)
  const logger = { debug: log, info: log, warn: log, error: log }

  const open = async (): Promise<Keyturn> => {
    const secrets = { CREDENTIAL_KEY: key }
    const shared = { databaseUrl: false, redisUrl: redis.url, githubApi: github.api, logger } as const
    const opened = await openParts({ formation, secrets, ...shared })
    const state = await openRedisState({ url: redis.url, logger, commandTimeoutMs })
    const close = async (): Promise<void> => {
      await state.close()
      await opened.close()
    }
    return createKeyturn({ ...opened, state, close })
  }
  let keyturn = await open()

  return {
    get keyturn() {
      return keyturn
    },
    github,
    logged,
    makeUnknownSecret() {
      const secret = randomText(32)
      unknown.push(secret)
      return secret
    },
    async say(userId, conversationId, text) {
      messages += 1
      const messageId = `message-${messages}`
      const outcome = await keyturn.turn({ userId, conversationId, messageId, text, transport: 'terminal' })
      outcomes.push(outcome)
      return outcome
    },
    async use(userId) {
      const fetch = keyturn.user({ userId, conversationId: 'tools' }).fetch('github')
      const response = await fetch(`/work?for=${userId}`)
      return ((await response.json()) as { login: string }).login
    },
    async restart() {
      await keyturn.close()
      keyturn = await open()
    },
    secretCount: () => github.tokens().length + unknown.length,
    async search() {
      const canary = createCanary({ shapes: [] })
      for (const [index, token] of github.tokens().entries()) canary.add(`token ${index}`, token, 'ghp_')
      for (const [index, secret] of unknown.entries()) canary.add(`secret ${index}`, secret)
      await redis.dump()
      return canary.scan([
        ...[folder, ...redis.folders].map((path) => ({ kind: 'folder', path }) as const),
        { kind: 'text', name: 'log', text: logged.join('\n') },
        { kind: 'text', name: 'outcomes', text: JSON.stringify(outcomes) },
      ])
    },
    async close() {
      await keyturn.close()
      await github.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What is said in an outcome. */
export function heard(outcome: TurnOutcome): string {
  if (outcome.kind === 'reply') return outcome.reply.text
  return outcome.kind === 'pass' ? `PASS: ${outcome.text}` : `${outcome.prelude} RESUME: ${outcome.text}`
}
