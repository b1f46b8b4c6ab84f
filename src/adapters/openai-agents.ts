/** `keyturn/openai-agents`: runs of `@openai/agents` with a user's own tools. An export here is public API. */
import { tool } from '@openai/agents'
import type { Agent, AgentInputItem, FunctionToolResult, RunContext, ToolUseBehavior } from '@openai/agents'
import type { AgentRequest } from '../index.ts'
import { NeedError } from '../tools/need.ts'
import { settleAll, ToolCalls } from './tool-calls.ts'
import type { HostTools } from './tool-calls.ts'

export { openKeyturn } from '../open/on-first-use.ts'
export { guardMessages } from './history.ts'
export type { HostTools, ToolForModel } from './tool-calls.ts'

/** How a run begins. */
export interface RunOptions<Context> {
  /** The agent as it is; it is left unchanged, and one with the user's tools runs in its place. */
  readonly agent: Agent<Context>
  /** What the model is sent: the history, and last the request's text. Default: the text alone. */
  readonly input?: readonly AgentInputItem[]
  /** Tools of the host's own that call services in the user's name, beside the formation's. */
  readonly tools?: HostTools
}

/** One run. Give it no `session`: what is to be remembered is `ChatAnswer.history`, and a session would remember calls that wait, too. */
export interface Run<Context> {
  readonly agent: Agent<Context>
  readonly input: AgentInputItem[]
  /** Options for `run`: a tool that the model made up is an error that it is told of, not the end of the run. */
  readonly options: { readonly toolNotFoundBehavior: 'return_error_to_model' }
  /** What the run says, and keeps how far it came where a call needs something of the user. */
  said(result: { readonly history: readonly AgentInputItem[]; readonly finalOutput?: unknown }): string
}

/** The result of a call that waits; it is not sent to the model. */
const WAITING = 'Waiting for the user.'

/**
 * Begins a run, or goes on with the one that was parked: the calls that waited are made first, and the model is told their results.
 *
 * @example
 * const started = await startRun(request, { agent })
 * return started.said(await run(started.agent, started.input, started.options))
 *
 * @throws NeedError where a call that waited needs something else of the user; KeyturnError as `User.tools` does.
 */
export async function startRun<Context>(
  request: AgentRequest,
  options: RunOptions<Context>,
): Promise<Run<Context>> {
  const { agent } = options
  const taken = [...new Set(agent.tools.map(({ name }) => name))]
  const calls = await ToolCalls.open(request, options.tools, taken)
  const begin = options.input ?? [{ role: 'user', content: request.text }]
  const input = [...(readProgress(request.progress) ?? begin)]
  await settle(calls, input, request)
  const waiting = new Set<string>()
  const tools = calls.tools.map(({ name, description, inputSchema }) =>
    tool<OpenSchema, Context>({
      name,
      description,
      parameters: openSchema(inputSchema),
      strict: false,
      // What goes wrong on the model's side is a result already; an outage ends the run.
      errorFunction: null,
      async execute(given, _context, details) {
        try {
          return (await calls.call(name, given)).text
        } catch (error) {
          if (!(error instanceof NeedError)) throw error
          waiting.add(details?.toolCall?.callId ?? '')
          return WAITING
        }
      },
    }),
  )
  const { toolUseBehavior } = agent
  return {
    agent: agent.clone({
      tools: [...agent.tools, ...tools],
      toolUseBehavior: (context: RunContext, results: FunctionToolResult[]) =>
        waiting.size > 0 ? ends('') : behave(toolUseBehavior, context, results),
    }),
    input,
    options: { toolNotFoundBehavior: 'return_error_to_model' },
    said({ history, finalOutput }) {
      if (waiting.size > 0)
        request.keep({
          items: history.filter((item) => item.type !== 'function_call_result' || !waiting.has(item.callId)),
        })
      if (finalOutput === undefined) return ''
      return typeof finalOutput === 'string' ? finalOutput : JSON.stringify(finalOutput)
    },
  }
}

/** A schema that is not strict, as the SDK types it. */
interface OpenSchema {
  readonly type: 'object'
  readonly properties: Record<string, never>
  readonly required: string[]
  readonly additionalProperties: true
}

const openSchema = (schema: Readonly<Record<string, unknown>>): OpenSchema => ({
  properties: {},
  required: [],
  ...schema,
  type: 'object',
  additionalProperties: true,
})

const ends = (finalOutput: string) =>
  ({ isFinalOutput: true, isInterrupted: undefined, finalOutput }) as const

/** What the agent itself would do with its tools' results. */
async function behave(
  behavior: ToolUseBehavior,
  context: RunContext,
  results: FunctionToolResult[],
): Promise<Awaited<ReturnType<Extract<ToolUseBehavior, (...given: never[]) => unknown>>>> {
  if (typeof behavior === 'function') return behavior(context, results)
  const outputs = results.filter((result) => result.type === 'function_output')
  const last =
    behavior === 'run_llm_again'
      ? undefined
      : behavior === 'stop_on_first_tool'
        ? outputs[0]
        : outputs.find((result) => behavior.stopAtToolNames.includes(result.tool.name))
  return last === undefined
    ? { isFinalOutput: false, isInterrupted: undefined }
    : ends(typeof last.output === 'string' ? last.output : JSON.stringify(last.output))
}

/** Makes the calls that have no result yet, at once, and adds what they gave also where another of them has to wait. */
async function settle(calls: ToolCalls, items: AgentInputItem[], request: AgentRequest): Promise<void> {
  const answered = items.flatMap((item) => (item.type === 'function_call_result' ? [item.callId] : []))
  const waiting = items.flatMap((item) =>
    item.type === 'function_call' && !answered.includes(item.callId) ? [item] : [],
  )
  if (waiting.length === 0) return
  await settleAll(
    waiting,
    async ({ callId, name, arguments: given }): Promise<AgentInputItem> => {
      const { text } = await calls.call(name, given)
      const output = { type: 'text', text } as const
      return { type: 'function_call_result', name, callId, status: 'completed', output }
    },
    (results) => {
      items.push(...results)
      request.keep({ items })
    },
  )
}

/** What this adapter kept; what another one kept is nothing. */
function readProgress(progress: unknown): readonly AgentInputItem[] | undefined {
  const { items } = (progress ?? {}) as { readonly items?: unknown }
  return Array.isArray(items) ? (items as AgentInputItem[]) : undefined
}
