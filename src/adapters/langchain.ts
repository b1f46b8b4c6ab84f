/** `keyturn/langchain`: runs of LangChain's agents (v1) with a user's own tools. An export here is public API. */
import { mapChatMessagesToStoredMessages, mapStoredMessagesToChatMessages } from '@langchain/core/messages'
import type { BaseMessage, StoredMessage } from '@langchain/core/messages'
import { AIMessage, createMiddleware, HumanMessage, tool, ToolMessage } from 'langchain'
import { NeedError } from '../tools/need.ts'
import type { AgentRequest } from '../index.ts'
import { contentSaying } from './history.ts'
import type { Guard } from './history.ts'
import { settleAll, ToolCalls } from './tool-calls.ts'
import type { HostTools } from './tool-calls.ts'

export { openKeyturn } from '../open/on-first-use.ts'
export type { HostTools, ToolForModel } from './tool-calls.ts'

/** How a run begins. */
export interface RunOptions {
  /** What the agent is given: the history, and last the request's text. With a checkpointer only the text. Default: the text alone. */
  readonly messages?: readonly BaseMessage[]
  /** Tools of the host's own that call services in the user's name, beside the formation's. */
  readonly tools?: HostTools
}

/** Settings of one run: the tools and the middleware for `createAgent`, the messages for `invoke` or `stream`. */
export interface Run {
  readonly messages: BaseMessage[]
  readonly tools: ReturnType<typeof asTool>[]
  /** Ends the run where a call needs something of the user. */
  readonly middleware: readonly [ReturnType<typeof createPause>]
  /**
   * For a graph of one's own, which has no middleware: asked with the graph's messages after its tools. True where a call needs something
   * of the user: end the graph then.
   */
  waits(messages: readonly BaseMessage[]): boolean
}

/**
 * The result of a call that waits. A checkpoint holds it until the request goes on, when the call's own result takes its place under the
 * same id.
 */
const WAITING = 'Waiting for the user.'

/**
 * Begins a run, or goes on with the one that was parked: the calls that waited are made first, and the model is told their results.
 *
 * With a checkpointer the messages of the parked run are there already; the same ids take their places, so that nothing is there twice.
 *
 * @example
 * const run = await startRun(request)
 * const agent = createAgent({ model, tools: run.tools, middleware: run.middleware })
 * const { messages } = await agent.invoke({ messages: run.messages })
 *
 * @throws NeedError where a call that waited needs something else of the user; KeyturnError as `User.tools` does.
 */
export async function startRun(request: AgentRequest, options: RunOptions = {}): Promise<Run> {
  const calls = await ToolCalls.open(request, options.tools)
  const parked = readProgress(request.progress)
  const begin = options.messages ?? [new HumanMessage(request.text)]
  const messages = [...(parked ?? begin)]
  const waiting = new Set<string>()
  await settle(calls, messages, request)
  const waits: Run['waits'] = (said) => {
    if (waiting.size === 0) return false
    const isWaiting = (message: BaseMessage): boolean =>
      ToolMessage.isInstance(message) && waiting.has(message.tool_call_id)
    request.keep({ langchain: mapChatMessagesToStoredMessages(said.filter((one) => !isWaiting(one))) })
    return true
  }
  return {
    messages,
    tools: calls.tools.map((one) => asTool(one, calls, waiting)),
    middleware: [createPause(waits)],
    waits,
  }
}

/**
 * A history as an older store has it, made fit to be sent and stored: the last message of the user says what the request says, and what looks
 * like a secret in the others is taken out. Kinds, ids and order stay.
 */
export function guardMessages({ text, scrub }: Guard, messages: readonly BaseMessage[]): BaseMessage[] {
  const last = messages.findLastIndex((message) => HumanMessage.isInstance(message))
  const stored = scrub(mapChatMessagesToStoredMessages([...messages]))
  return mapStoredMessagesToChatMessages(
    stored.map(({ type, data }, index) => {
      const content = index === last ? contentSaying(data.content, text) : data.content
      return { type, data: { ...data, content: content as string } }
    }),
  )
}

function asTool(
  { name, description, inputSchema }: ToolCalls['tools'][number],
  calls: ToolCalls,
  waiting: Set<string>,
) {
  const work = async (given: unknown, config: { readonly toolCall?: { readonly id?: string } }) => {
    const id = config.toolCall?.id ?? ''
    try {
      return resultOf(id, name, await calls.call(name, given))
    } catch (error) {
      if (!(error instanceof NeedError)) throw error
      waiting.add(id)
      return resultOf(id, name, { text: WAITING, isError: false })
    }
  }
  return tool(work, { name, description, schema: { ...inputSchema } })
}

const resultOf = (id: string, name: string, { text, isError }: { text: string; isError: boolean }) =>
  new ToolMessage({
    // The same for the same call: a result takes the place of what stood for it while the call waited.
    id: `keyturn-${id}`,
    content: text,
    name,
    tool_call_id: id,
    status: isError ? 'error' : 'success',
  })

function createPause(waits: Run['waits']) {
  return createMiddleware({
    name: 'Keyturn',
    beforeModel: {
      canJumpTo: ['end'],
      hook: ({ messages }) => (waits(messages) ? { jumpTo: 'end' as const } : undefined),
    },
  })
}

/** Makes the calls that have no result yet, at once, and adds what they gave also where another of them has to wait. */
async function settle(calls: ToolCalls, messages: BaseMessage[], request: AgentRequest): Promise<void> {
  const answered = messages.flatMap((message) =>
    ToolMessage.isInstance(message) ? [message.tool_call_id] : [],
  )
  const waiting = messages.flatMap((message) =>
    AIMessage.isInstance(message)
      ? (message.tool_calls ?? []).filter(({ id }) => id !== undefined && !answered.includes(id))
      : [],
  )
  if (waiting.length === 0) return
  await settleAll(
    waiting,
    async ({ id = '', name, args }) => resultOf(id, name, await calls.call(name, args)),
    (results) => {
      messages.push(...results)
      request.keep({ langchain: mapChatMessagesToStoredMessages(messages) })
    },
  )
}

/** What this adapter kept; what another one kept is nothing. */
function readProgress(progress: unknown): readonly BaseMessage[] | undefined {
  const { langchain } = (progress ?? {}) as { readonly langchain?: unknown }
  return Array.isArray(langchain) ? mapStoredMessagesToChatMessages(langchain as StoredMessage[]) : undefined
}
