/** A Keyturn on a world in a folder of its own, in which a test lets several users say things, and every sink is kept. */
import { answeringSlack } from './answering-slack.ts'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createAgent } from '../../examples/demo/agent.ts'
import type { World } from '../../examples/demo/world/world.ts'
import type { Chat, Keyturn, KeyturnOptions, TurnInput, TurnOutcome } from '../../src/index.ts'
import { openKeyturn, readFormation } from '../../src/index.ts'
import { startLocalServices } from './local-services.ts'
import type { LocalServices } from './local-services.ts'

/** What a test may say about one message besides its text. Default: alice, in `talk`, at a terminal, a new message id. */
export type Said = Partial<Omit<TurnInput, 'text'>>

/** Choices for a stage. */
export interface StageOptions {
  readonly userCredentials?: Readonly<Record<string, unknown>>
  readonly auth?: Readonly<Record<string, unknown>>
  /** Adds the services `crm` (user name and password) and `door` (one code of any look). */
  readonly local?: boolean
  /**
   * Adds services that cannot be checked: `brave`, `slack`, whose tokens are known by their looks, and `desk` (user name and
   * password).
   */
  readonly unchecked?: boolean
  readonly keyturn?: Partial<KeyturnOptions>
}

/** One stage. */
export interface Stage {
  keyturn: Keyturn
  readonly world: World
  readonly formation: string
  readonly local: LocalServices
  readonly logged: string[]
  readonly inspected: string[]
  /** Moves the clock. */
  advance(milliseconds: number): void
  say(text: string, said?: Said): Promise<TurnOutcome>
  /** What is answered to a message; the text itself for one that is passed on, behind "PASS: ". */
  hear(text: string, said?: Said): Promise<string>
  /** The same through the demo's agent. */
  chat(): Promise<(text: string, said?: Said) => Promise<string>>
  restart(options?: Partial<KeyturnOptions>): Promise<void>
  /** Every byte that was written anywhere, as latin1 text: database, state, logs, inspection, model requests. */
  sinks(): string
  close(): Promise<void>
}

let stages = 0
let messages = 0

/** The input of one message. */
export function message(text: string, said: Said = {}): TurnInput {
  messages += 1
  return {
    userId: 'alice',
    conversationId: 'talk',
    messageId: `message-${messages}`,
    transport: 'terminal',
    ...said,
    text,
  }
}

/** Opens a stage in a world. */
export async function openStage(world: World, options: StageOptions = {}): Promise<Stage> {
  stages += 1
  const { auth } = options
  const formation = world.writeFormation(`stage-${stages}`, {
    userCredentials: { encryption: { iterations: 100_000 }, ...options.userCredentials },
    ...(auth === undefined ? {} : { auth }),
  })
  const local = await startLocalServices()
  if (options.local === true) local.configure(dirname(formation))
  if (options.unchecked === true) local.configureUnchecked(dirname(formation))
  const logged: string[] = []
  const inspected: string[] = []
  let offsetMs = 0
  const log = (facts: object, text: string): void => void logged.push(`${text} ${JSON.stringify(facts)}`)
  const open = async (given: Partial<KeyturnOptions> = {}): Promise<Keyturn> =>
    openKeyturn({
      formation: await readFormation(formation, { allowLoopback: true }),
      databaseUrl: false,
      redisUrl: false,
      fetch: (input, init) =>
        isLocal(input) ? fetch(input, init) : answeringSlack(world.fetch)(input, init),
      clock: { now: () => Date.now() + offsetMs },
      logger: { debug: log, info: log, warn: log, error: log },
      inspect: (event) => inspected.push(show(event)),
      ...options.keyturn,
      ...given,
    })
  const stage: Stage = {
    keyturn: await open(),
    world,
    formation,
    local,
    logged,
    inspected,
    advance: (milliseconds) => {
      offsetMs += milliseconds
    },
    say: (text, said) => stage.keyturn.turn(message(text, said)),
    hear: async (text, said) => tell(await stage.say(text, said)),
    async chat() {
      const chat: Chat = stage.keyturn.agent(createAgent(await world.model.client()))
      return async (text, said) => (await chat(message(text, said))).text
    },
    async restart(given) {
      await stage.keyturn.close()
      stage.keyturn = await open(given)
    },
    sinks: () => [...filesOf(formation), ...logged, ...inspected, ...world.model.requests()].join('\n'),
    async close() {
      await stage.keyturn.close()
      await local.close()
    },
  }
  return stage
}

const isLocal = (input: string | URL | Request): boolean =>
  new URL(input instanceof Request ? input.url : input).hostname === '127.0.0.1'

/** An outcome in one line. */
export function tell(outcome: TurnOutcome): string {
  if (outcome.kind === 'reply') return outcome.reply.text
  if (outcome.kind === 'pass') return `PASS: ${outcome.text}`
  return `${outcome.prelude}\nRESUME: ${outcome.text}`
}

/** The path of a file of the stage's data. */
export function dataFile(stage: Stage, name: string): string {
  return join(dirname(stage.formation), '.keyturn', name)
}

function filesOf(formation: string): string[] {
  const directory = join(dirname(formation), '.keyturn')
  return readdirSync(directory).map((name) => readFileSync(join(directory, name), 'latin1'))
}

/** An inspection event with all it carries; functions and actors only by name. */
function show(event: unknown): string {
  const seen = new Set<unknown>()
  return JSON.stringify(event, (key, value: unknown) => {
    if (key === 'actorRef' || key === 'rootId' || key === 'machine') return undefined
    if (typeof value !== 'object' || value === null) return value
    if (seen.has(value)) return '(again)'
    seen.add(value)
    return value
  })
}
