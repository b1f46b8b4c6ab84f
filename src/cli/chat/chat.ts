/** `keyturn chat`: a chat in the terminal with an agent that has the formation's tools; hidden entry while a credential is awaited. */
import type { ChatAnswer } from '../../chat/agent/answer.ts'
import type { Delivery } from '../../chat/agent/agent.ts'
import { isKeyturnError } from '../../errors.ts'
import type { TurnInput } from '../../chat/turn/outcome.ts'
import type { User } from '../../tools/user.ts'
import { createChatInput } from './input.ts'
import type { Console } from '../terminal/console.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { createModelAgent, readModelSettings } from './model-agent.ts'
import { answerByRules, type ChatAgent } from './rule-agent.ts'
import { printableLines } from '../terminal/style.ts'

/** What a chat needs of the engine. */
export interface ChatEngine {
  agent(
    agent: (request: { text: string; user: User; turn: TurnInput }) => Promise<string>,
    options: { deliver: (message: Delivery) => void },
  ): (turn: TurnInput) => Promise<ChatAnswer>
}

/** Who chats, and in which conversation: the same one goes on where it was left. */
export interface ChatOptions {
  readonly user: string
  readonly conversation: string
}

/** Chats until the input ends or the person leaves. */
export async function chat(engine: ChatEngine, console: Console, options: ChatOptions): Promise<ExitCode> {
  const { style, surroundings } = console
  const settings = readModelSettings(surroundings.environment)
  const agent: ChatAgent = settings === undefined ? answerByRules : await createModelAgent(settings)
  const speak = (text: string): void => console.say(`${style.name('Agent:')} ${printableLines(text)}`)
  const stop = new AbortController()
  const send = engine.agent(
    async ({ text, user, turn }) => agent({ text, tools: await user.tools(), signal: turn.signal }),
    { deliver: ({ text }) => speak(text) },
  )
  const input = createChatInput(console)
  const who =
    settings === undefined ? 'a small rule-driven agent ("tools" shows what it can do)' : settings.model
  console.note(style.faint(`You talk to ${who}. End with "exit" or Ctrl-D.`))
  let form: ChatAnswer['reply'] | undefined
  try {
    for (;;) {
      const text = await input.next(form?.form)
      if (text === undefined || /^\s*(?:exit|quit|bye)\s*$/i.test(text)) return EXIT.done
      if (text.trim() === '') continue
      const answer = await answerTo(send, console, {
        userId: options.user,
        conversationId: options.conversation,
        text,
        transport: 'terminal',
        signal: stop.signal,
        onProgress: (progress) => console.note(style.faint(progress)),
      })
      form = answer?.reply
      if (answer !== undefined) speak(answer.text)
    }
  } finally {
    stop.abort()
    input.close()
  }
}

/** One message; a failure of a tool or model is said, and the chat goes on. An outage of ours ends it. */
async function answerTo(
  send: (turn: TurnInput) => Promise<ChatAnswer>,
  console: Console,
  turn: TurnInput,
): Promise<ChatAnswer | undefined> {
  try {
    return await send(turn)
  } catch (error) {
    if (isKeyturnError(error) && !error.code.startsWith('TOOL_')) throw error
    const reason = isKeyturnError(error) ? error.message : `The agent failed${kindOf(error)}.`
    console.note(`${console.style.bad('✗')} ${printableLines(reason)}`)
    return undefined
  }
}

/** The kind of an error of the model's client, whose text may repeat its key: `(AuthenticationError, 401)`. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const status = 'status' in error && typeof error.status === 'number' ? `, ${error.status}` : ''
  return ` (${error.constructor.name}${status})`
}
