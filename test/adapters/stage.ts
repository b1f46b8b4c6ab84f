/** What every adapter is tried on: services that answer within this process, and a model that follows a script over HTTP. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LLMock } from '@copilotkit/aimock'
import type { ToolForModel } from '../../src/adapters/openai/index.ts'
import type { Agent, Chat, ChatAnswer, TurnInput, User } from '../../src/index.ts'
import { openPartsStage, turnOf } from '../flow/parts-stage.ts'
import type { PartsStage } from '../flow/parts-stage.ts'

type Handler = Exclude<Parameters<LLMock['on']>[1], object[]>
type Asked = Parameters<Extract<Handler, (...given: never[]) => unknown>>[0]

/** A call that the model makes. */
export interface ScriptedCall {
  readonly name: string
  readonly arguments?: Readonly<Record<string, unknown>> | string
}

/** What the model says or does when it has these results of tools since the user's last message (none: it is asked first). */
export type Script = (results: readonly string[], wish: string) => string | readonly ScriptedCall[]

/** A model while it runs. */
export interface ScriptedModel {
  readonly baseUrl: string
  script: Script
  /** The bodies of all requests as JSON. */
  requests(): readonly string[]
  close(): Promise<void>
}

/** Starts it on 127.0.0.1. */
export async function startModel(): Promise<ScriptedModel> {
  const mock = new LLMock({ host: '127.0.0.1', port: 0, strict: true, journalMaxEntries: 0 })
  let script: Script = () => 'No script.'
  let calls = 0
  mock.on({}, ({ messages }: Asked) => {
    const wish = messages.findLastIndex(({ role }) => role === 'user')
    const results = messages.slice(wish + 1).flatMap((one) => (one.role === 'tool' ? [textOf(one)] : []))
    const said = script(results, textOf(messages[wish]))
    if (typeof said === 'string') return { content: said }
    return {
      toolCalls: said.map(({ name, arguments: given = {} }) => {
        calls += 1
        const text = typeof given === 'string' ? given : JSON.stringify(given)
        return { id: `call_${calls}`, name, arguments: text }
      }),
    }
  })
  await mock.start()
  return {
    baseUrl: `${mock.url}/v1`,
    get script() {
      return script
    },
    set script(next) {
      script = next
    },
    requests: () => mock.getRequests().map(({ body }) => JSON.stringify(body)),
    close: () => mock.stop(),
  }
}

function textOf(message: Asked['messages'][number] | undefined): string {
  const content = message?.content ?? ''
  return typeof content === 'string' ? content : content.map(({ text = '' }) => text).join('\n')
}

/** The host's own tools: two that work at services in the user's name, one that has an effect, one that fails. */
export function hostTools(effects: string[]): (user: User) => readonly ToolForModel[] {
  const schema = { type: 'object', properties: {} }
  const login = (service: string, url: string) => (user: User) =>
    user.tool(service, async (_: unknown, { fetch }) => {
      const { login: name } = (await (await fetch(url)).json()) as { readonly login: string }
      effects.push(`${service} of ${name}`)
      return `${service} of ${name}`
    })
  const github = login('github', 'https://api.github.com/user')
  const door = login('door', 'https://door.example/me')
  return (user) => [
    {
      name: 'github_login',
      description: 'Who the user is at GitHub.',
      inputSchema: schema,
      services: ['github'],
      call: github(user),
    },
    {
      name: 'door_login',
      description: 'Whose door it is.',
      inputSchema: schema,
      services: ['door'],
      call: door(user),
    },
    {
      name: 'note',
      description: 'Writes a note.',
      inputSchema: schema,
      call: async (given) => {
        effects.push('note')
        return `noted ${JSON.stringify(given)}`
      },
    },
    {
      name: 'leaky',
      description: 'Fails and tells too much.',
      inputSchema: schema,
      services: ['github'],
      call: user.tool('github', async (_: unknown, { fetch }) => {
        const request = new Request('https://api.github.com/user')
        await fetch(request)
        throw new Error(`It broke with ${leak}.`)
      }),
    },
  ]
}

let leak = ''
/** What `leaky` tells in its error from now on. */
export const leakNext = (text: string): void => {
  leak = text
}

/** What an adapter's test gives: an agent on a model at an address, and what its framework stores. */
export interface Driver {
  agent(model: { readonly baseUrl: string }, tools: (user: User) => readonly ToolForModel[]): Agent
  /** Everything that the framework itself keeps, as text. */
  stores(): string
}

/** One stage. */
export interface AdapterStage {
  readonly parts: PartsStage
  readonly model: ScriptedModel
  /** What tools did, in order. */
  readonly effects: string[]
  readonly driver: Driver
  /** What was answered so far. */
  readonly answers: ChatAnswer[]
  say(text: string, said?: Partial<Omit<TurnInput, 'text'>>): Promise<ChatAnswer>
  /** Closes Keyturn and opens it anew over the same files, as another process would. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** Opens it. */
export async function openAdapterStage(createDriver: () => Driver): Promise<AdapterStage> {
  const directory = mkdtempSync(join(tmpdir(), 'keyturn-adapters-'))
  const model = await startModel()
  const effects: string[] = []
  const known = new Map<string, string>()
  const open = async () => {
    const parts = await openPartsStage({ keyturn: { directory } })
    for (const [credential, login] of known) parts.known.set(credential, login)
    const driver = createDriver()
    return { parts, driver, chat: parts.keyturn.agent(driver.agent(model, hostTools(effects))) }
  }
  let now: { parts: PartsStage; driver: Driver; chat: Chat } = await open()
  const answers: ChatAnswer[] = []
  return {
    model,
    effects,
    answers,
    get parts() {
      return now.parts
    },
    get driver() {
      return now.driver
    },
    async say(text, said = {}) {
      const answer = await now.chat(turnOf(text, said))
      answers.push(answer)
      return answer
    },
    async restart() {
      for (const [credential, login] of now.parts.known) known.set(credential, login)
      await now.parts.close()
      now = await open()
    },
    async close() {
      await now.parts.close()
      await model.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
