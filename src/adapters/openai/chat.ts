/** `openai` chat completions, with a loop of one's own or with `runTools`. */
import type OpenAI from 'openai'
import type { RunnableToolFunctionWithoutParse } from 'openai/lib/RunnableFunction'
import type { AgentRequest } from '../../index.ts'
import { settleAll, ToolCalls } from '../tool-calls.ts'
import type { HostTools } from '../tool-calls.ts'

type Message = OpenAI.ChatCompletionMessageParam
type Call = OpenAI.ChatCompletionMessageToolCall

/** How a run begins. */
export interface ChatRunOptions {
  /** What the model is sent: instructions, the history, and last the request's text. Default: the text alone. */
  readonly messages?: readonly Message[]
  /** Tools of the host's own, beside the formation's. */
  readonly tools?: HostTools
}

/** One run of a model with this user's tools. */
export interface ChatRun {
  /** What the model is sent; grows with `answer`. A run that goes on begins with what the parked one had done. */
  readonly messages: Message[]
  /** For `chat.completions.create`. */
  readonly tools: OpenAI.ChatCompletionFunctionTool[]
  /** For `chat.completions.runTools`. */
  readonly runnable: RunnableToolFunctionWithoutParse[]
  /**
   * Adds the model's message, and the results of its calls. A call that needs something of the user ends the run: let the error
   * through.
   *
   * @throws NeedError, and KeyturnError of an outage.
   */
  answer(message: OpenAI.ChatCompletionMessage): Promise<void>
}

/** Calls that have their result while others of the same step wait for the user. */
interface Progress {
  readonly messages: readonly Message[]
  readonly results: Readonly<Record<string, string>>
}

/**
 * Begins a run, or goes on with the one that was parked: the calls that waited are made first.
 *
 * @example
 * const run = await startRun(request, { messages: [...history, { role: 'user', content: request.text }] })
 *
 * @throws NeedError where a call that waited needs something else of the user; KeyturnError as `User.tools` does.
 */
export async function startRun(request: AgentRequest, options: ChatRunOptions = {}): Promise<ChatRun> {
  const calls = await ToolCalls.open(request, options.tools)
  const known = readProgress(request.progress)
  const messages = [...(known?.messages ?? options.messages ?? [{ role: 'user', content: request.text }])]
  const results = new Map(Object.entries(known?.results ?? {}))
  /** Kept by reference: what runs beside a call that has to wait is in it when the request is parked. */
  const keep = (said: readonly Message[]): void =>
    request.keep({
      messages: said,
      get results() {
        return Object.fromEntries(results)
      },
    })
  const make = async (call: Call): Promise<string> => {
    const done = results.get(call.id)
    if (done !== undefined) return done
    const { name, given } = readCall(call)
    const { text } = await calls.call(name, given)
    results.set(call.id, text)
    return text
  }
  const settle = async (): Promise<void> => {
    keep(messages)
    const waiting = waitingCalls(messages)
    // Those that are done before another fails are in `results`.
    await settleAll(waiting, make, () => undefined)
    for (const { id } of waiting)
      messages.push({ role: 'tool', tool_call_id: id, content: results.get(id) ?? '' })
  }
  await settle()
  const taken = new Set<string>()
  return {
    messages,
    tools: calls.tools.map(({ name, description, inputSchema }) => ({
      type: 'function',
      function: { name, description, parameters: { ...inputSchema } },
    })),
    runnable: calls.tools.map(({ name, description, inputSchema }) => ({
      type: 'function',
      function: {
        name,
        description,
        parameters: { ...inputSchema },
        // The runner does not say which call it is: the first of these words that nobody has taken.
        function: async (given: string, { messages: said }: { readonly messages: readonly Message[] }) => {
          keep(said)
          const call = waitingCalls(said).find(
            (one) => !taken.has(one.id) && readCall(one).name === name && readCall(one).given === given,
          )
          if (call === undefined) return (await calls.call(name, given)).text
          taken.add(call.id)
          return make(call)
        },
      },
    })),
    async answer(message) {
      messages.push(message)
      await settle()
    },
  }
}

/** The calls of the last message of the model that have no result yet. */
function waitingCalls(messages: readonly Message[]): readonly Call[] {
  const at = messages.findLastIndex(({ role }) => role === 'assistant')
  const last = messages[at]
  if (last?.role !== 'assistant' || last.tool_calls === undefined) return []
  const answered = messages.slice(at).flatMap((one) => (one.role === 'tool' ? [one.tool_call_id] : []))
  return last.tool_calls.filter(({ id }) => !answered.includes(id))
}

/** A call of a custom tool has a plain text, which is no argument of any tool here. */
const readCall = (call: Call): { readonly name: string; readonly given: string } =>
  call.type === 'function'
    ? { name: call.function.name, given: call.function.arguments }
    : { name: call.custom.name, given: call.custom.input }

/** What this adapter kept; what another one or an older release kept is nothing. */
function readProgress(progress: unknown): Progress | undefined {
  const { messages, results } = (progress ?? {}) as Partial<Progress>
  if (!Array.isArray(messages) || typeof results !== 'object' || results === null) return undefined
  return { messages, results }
}
