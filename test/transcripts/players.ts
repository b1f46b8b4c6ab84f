/** The three ways a transcript is played. */
import { spawn } from 'node:child_process'
import { text as readAll } from 'node:stream/consumers'
import { createAgent } from '../../examples/demo/agent.ts'
import type { World } from '../../examples/demo/world/world.ts'
import type { Keyturn } from '../../src/index.ts'
import { openKeyturn } from '../../src/index.ts'
import { createKeyturn } from '../../src/keyturn.ts'
import { openParts } from '../../src/open/parts.ts'
import type { StateBackend } from '../../src/state/backend.ts'
import type { StoredConversation } from '../../src/state/state.ts'
import { answeringSlack } from '../flow/answering-slack.ts'
import { programPath } from '../programs.ts'
import { hear, WHO } from './hear.ts'
import type { Heard, Player } from './play.ts'

async function playerOf(keyturn: Keyturn, world: World): Promise<Player> {
  const chat = keyturn.agent(createAgent(await world.model.client()))
  return {
    say: (message) => hear(chat, message),
    async add(token, label) {
      await keyturn.credentials.set('GITHUB_TOKEN', { ...WHO, value: token, label })
    },
    close: () => keyturn.close(),
  }
}

/** All turns in one Keyturn. */
export async function inOneProcess(world: World, formation: string): Promise<Player> {
  const options = {
    formation,
    fetch: answeringSlack(world.fetch),
    databaseUrl: false,
    redisUrl: false,
  } as const
  return playerOf(await openKeyturn(options), world)
}

/** Whatever the state store gives back went through JSON text. */
export async function throughJson(world: World, formation: string): Promise<Player> {
  const parts = await openParts({
    formation,
    fetch: answeringSlack(world.fetch),
    databaseUrl: false,
    redisUrl: false,
  })
  return playerOf(createKeyturn({ ...parts, state: jsonState(parts.state) }), world)
}

function jsonState(state: OpenedState): OpenedState {
  const copy = (stored: StoredConversation | undefined) =>
    stored === undefined ? undefined : roundTrip(stored)
  return {
    ...state,
    read: async (key, messageId) => {
      const { stored, answer } = await state.read(key, messageId)
      return { stored: copy(stored), answer: answer === undefined ? undefined : roundTrip({ answer }).answer }
    },
    claim: async (key, messageId, place) => {
      const claim = await state.claim(key, messageId, place)
      return claim.kind === 'claimed' ? { ...claim, stored: copy(claim.stored) } : claim
    },
  }
}

type OpenedState = Omit<StateBackend, 'tokens' | 'flights'>

/** Bytes travel as base64. */
function roundTrip<Value>(value: Value): Value {
  const text = JSON.stringify(value, (_, part: unknown) =>
    part instanceof Uint8Array ? { base64: Buffer.from(part).toString('base64') } : part,
  )
  return JSON.parse(text, (_, part: unknown) => {
    const bytes = (part as { base64?: unknown } | null)?.base64
    return typeof bytes === 'string' ? new Uint8Array(Buffer.from(bytes, 'base64')) : part
  }) as Value
}

/** Every turn in a process of its own: nothing survives but what was saved. */
export function inNewProcesses(world: World, formation: string): Promise<Player> {
  const run = async (request: object): Promise<Heard> => {
    const child = spawn(process.execPath, [programPath('takeTurn')], { stdio: ['pipe', 'pipe', 'inherit'] })
    child.stdin.end(
      JSON.stringify({ ...request, formation, github: world.github.url, model: world.model.baseUrl }),
    )
    const answer = await readAll(child.stdout)
    return JSON.parse(answer) as Heard
  }
  return Promise.resolve({
    say: (message) => run({ message }),
    async add(token, label) {
      await run({ add: { token, label } })
    },
    close: () => Promise.resolve(),
  })
}
