/** `openai` responses, with a loop of one's own. */
import type OpenAI from 'openai'
import type { AgentRequest } from '../../index.ts'
import { settleAll, ToolCalls } from '../tool-calls.ts'
import type { HostTools } from '../tool-calls.ts'

type Item = OpenAI.Responses.ResponseInputItem
type Call = OpenAI.Responses.ResponseFunctionToolCall

/** How a run begins. */
export interface ResponsesRunOptions {
  /** What the model is sent: the history, and last the request's text. Default: the text alone. */
  readonly input?: readonly Item[]
  /** Tools of the host's own, beside the formation's. */
  readonly tools?: HostTools
}

/** One run of a model with this user's tools. */
export interface ResponsesRun {
  /** What the model is sent; grows with `answer`. Send all of it each time: with `previous_response_id` it would come twice. */
  readonly input: Item[]
  readonly tools: OpenAI.Responses.FunctionTool[]
  /**
   * Adds what the model gave, and the results of its calls. True where there were calls: the model is to be asked again.
   *
   * @throws NeedError, and KeyturnError of an outage.
   */
  answer(response: Pick<OpenAI.Responses.Response, 'output'>): Promise<boolean>
}

/**
 * Begins a run, or goes on with the one that was parked: the calls that waited are made first.
 *
 * @example
 * const run = await startResponsesRun(request)
 *
 * @throws NeedError where a call that waited needs something else of the user; KeyturnError as `User.tools` does.
 */
export async function startResponsesRun(
  request: AgentRequest,
  options: ResponsesRunOptions = {},
): Promise<ResponsesRun> {
  const calls = await ToolCalls.open(request, options.tools)
  const begin = options.input ?? [{ role: 'user', content: request.text }]
  const input = [...(readProgress(request.progress) ?? begin)]
  const settle = async (): Promise<boolean> => {
    request.keep({ input })
    const waiting = waitingCalls(input)
    await settleAll(
      waiting,
      async ({ call_id, name, arguments: given }): Promise<Item> => {
        const { text: output } = await calls.call(name, given)
        return { type: 'function_call_output', call_id, output }
      },
      (results) => void input.push(...results),
    )
    return waiting.length > 0
  }
  await settle()
  return {
    input,
    tools: calls.tools.map(({ name, description, inputSchema }) => ({
      type: 'function',
      name,
      description,
      parameters: { ...inputSchema },
      strict: false,
    })),
    async answer({ output }) {
      // What a response holds may be sent back as it is (https://platform.openai.com/docs/guides/function-calling).
      input.push(...(output as Item[]))
      return settle()
    },
  }
}

/** The calls that have no result yet. */
function waitingCalls(input: readonly Item[]): readonly Call[] {
  const answered = input.flatMap((item) => (item.type === 'function_call_output' ? [item.call_id] : []))
  return input.flatMap((item) =>
    item.type === 'function_call' && !answered.includes(item.call_id) ? [item] : [],
  )
}

/** What this adapter kept; what another one kept is nothing. */
function readProgress(progress: unknown): readonly Item[] | undefined {
  const { input } = (progress ?? {}) as { readonly input?: unknown }
  return Array.isArray(input) ? (input as Item[]) : undefined
}
