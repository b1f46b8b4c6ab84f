/** `keyturn/ai-sdk`: runs of the AI SDK (`ai` 6 and 7) with a user's own tools. An export here is public API. */
import { dynamicTool, jsonSchema } from 'ai'
import type { ModelMessage, StopCondition, ToolCallPart, ToolModelMessage, ToolSet } from 'ai'
import { KeyturnError } from '../errors.ts'
import type { AgentRequest } from '../index.ts'
import { NeedError } from '../tools/need.ts'
import { settleAll, ToolCalls } from './tool-calls.ts'
import type { HostTools } from './tool-calls.ts'

export { openKeyturn } from '../open/on-first-use.ts'
export { guardMessages } from './history.ts'
export type { HostTools, ToolForModel } from './tool-calls.ts'

/** How a run begins. */
export interface RunOptions {
  /** What the model is sent: the history, and last the request's text. Default: the text alone. */
  readonly messages?: readonly ModelMessage[]
  /** Tools of the host's own that call services in the user's name, beside the formation's. */
  readonly tools?: HostTools
  /** Model calls after which the run ends. Default 20, as of the SDK's own agent. */
  readonly maxSteps?: number
}

/** Settings of one run, for `generateText`, `streamText` or an agent of the SDK: spread them among its own. */
export interface Run {
  readonly messages: ModelMessage[]
  readonly tools: ToolSet
  /** Ends the run where a call needs something of the user. */
  readonly stopWhen: StopCondition<ToolSet>[]
}

/** The result of a call that waits; it is not sent to the model. */
const WAITING = 'Waiting for the user.'

/**
 * Begins a run, or goes on with the one that was parked: the calls that waited are made first, and the model is told their results.
 *
 * @example
 * const run = await startRun(request, { messages: [...history, { role: 'user', content: request.text }] })
 * const { text } = await generateText({ model, ...run })
 *
 * @throws NeedError where a call that waited needs something else of the user; KeyturnError as `User.tools` does.
 */
export async function startRun(request: AgentRequest, options: RunOptions = {}): Promise<Run> {
  const calls = await ToolCalls.open(request, options.tools)
  const begin = options.messages ?? [{ role: 'user', content: request.text }]
  const messages = [...(readProgress(request.progress) ?? begin)]
  await settle(calls, messages, request)
  const waiting = new Set<string>()
  const tools = calls.tools.map(({ name, description, inputSchema }) => {
    const execute = async (input: unknown, { toolCallId }: { readonly toolCallId: string }) => {
      try {
        const { text, isError } = await calls.call(name, input)
        if (isError) throw new KeyturnError('TOOL_FAILED', text)
        return text
      } catch (error) {
        if (!(error instanceof NeedError)) throw error
        waiting.add(toolCallId)
        return WAITING
      }
    }
    return [name, dynamicTool({ description, inputSchema: jsonSchema({ ...inputSchema }), execute })] as const
  })
  const { maxSteps = 20 } = options
  return {
    messages,
    tools: Object.fromEntries(tools),
    stopWhen: [
      ({ steps }) => {
        if (waiting.size === 0) return steps.length >= maxSteps
        request.keep({ messages: plain([...messages, ...withoutResults(saidIn(steps), waiting)]) })
        return true
      },
    ],
  }
}

/** Makes the calls that have no result yet, at once, and adds what they gave also where another of them has to wait. */
async function settle(calls: ToolCalls, messages: ModelMessage[], request: AgentRequest): Promise<void> {
  const waiting = waitingCalls(messages)
  if (waiting.length === 0) return
  await settleAll(
    waiting,
    async ({ toolCallId, toolName, input }): Promise<ToolModelMessage['content'][number]> => {
      const { text, isError } = await calls.call(toolName, input)
      const output = { type: isError ? 'error-text' : 'text', value: text } as const
      return { type: 'tool-result', toolCallId, toolName, output }
    },
    (content) => {
      if (content.length > 0) messages.push({ role: 'tool', content: [...content] })
      request.keep({ messages: plain(messages) })
    },
  )
}

function waitingCalls(messages: readonly ModelMessage[]): readonly ToolCallPart[] {
  const answered = messages.flatMap(({ role, content }) =>
    role === 'tool' ? content.flatMap((part) => (part.type === 'tool-result' ? [part.toolCallId] : [])) : [],
  )
  return messages.flatMap(({ role, content }) =>
    role !== 'assistant' || typeof content === 'string'
      ? []
      : content.filter(
          (part): part is ToolCallPart =>
            part.type === 'tool-call' &&
            part.providerExecuted !== true &&
            !answered.includes(part.toolCallId),
        ),
  )
}

/** What was said in the run so far: `ai` 6 tells with each step all that went before, too. */
function saidIn(
  steps: readonly { readonly response: { readonly messages: readonly ModelMessage[] } }[],
): readonly ModelMessage[] {
  const last = steps.at(-1)?.response.messages ?? []
  const tellsAll = last.filter(({ role }) => role === 'assistant').length >= steps.length
  return tellsAll ? last : steps.flatMap(({ response }) => response.messages)
}

function withoutResults(messages: readonly ModelMessage[], calls: ReadonlySet<string>): ModelMessage[] {
  return messages.flatMap((message): ModelMessage[] => {
    if (message.role !== 'tool') return [message]
    const content = message.content.filter(
      (part) => part.type !== 'tool-result' || !calls.has(part.toolCallId),
    )
    return content.length === 0 ? [] : [{ ...message, content }]
  })
}

/** Bytes and addresses as the texts that the SDK takes in their place: JSON has neither. */
function plain(value: unknown): unknown {
  if (value instanceof URL) return value.href
  if (value instanceof ArrayBuffer) return Buffer.from(value).toString('base64')
  if (ArrayBuffer.isView(value))
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]))
}

/** What this adapter kept; what another one kept is nothing. */
function readProgress(progress: unknown): readonly ModelMessage[] | undefined {
  const { messages } = (progress ?? {}) as { readonly messages?: unknown }
  return Array.isArray(messages) ? (messages as ModelMessage[]) : undefined
}
