/** An agent with a real model for `keyturn chat`, through the optional peer `openai` and the chat completions that most servers speak. */
import type { ChatCompletionMessageParam, ChatCompletionTool } from 'openai/resources/chat/completions'
import { isKeyturnError } from '../../errors.ts'
import type { UserTool } from '../../tools/tools.ts'
import { UsageError } from '../exit-code.ts'
import type { ChatAgent } from './rule-agent.ts'
import { resultText } from './show-result.ts'

/** Which model to ask, and where. */
export interface ModelSettings {
  readonly apiKey: string
  /** Absent: OpenAI's own. */
  readonly baseUrl: string | undefined
  readonly model: string
}

/** Most rounds of tool calls for one message. */
const MOST_ROUNDS = 8

/** Most messages of the past that the model is shown. */
const MOST_MESSAGES = 40

const DEFAULT_MODEL = 'gpt-5-mini'

const INSTRUCTION =
  'You help one person in a terminal and may use the tools given to you. Credentials are handled elsewhere: never ask for a token, ' +
  'password or key. A marker such as [github token removed] stands for a secret that was taken out on purpose. Answer in short plain text.'

/** Reads `OPENAI_API_KEY`, `OPENAI_BASE_URL`, `OPENAI_MODEL`; nothing without a key. */
export function readModelSettings(
  environment: Readonly<Record<string, string | undefined>>,
): ModelSettings | undefined {
  const apiKey = environment['OPENAI_API_KEY'] ?? ''
  if (apiKey === '') return undefined
  const baseUrl = environment['OPENAI_BASE_URL'] || undefined
  return { apiKey, baseUrl, model: environment['OPENAI_MODEL'] || DEFAULT_MODEL }
}

/**
 * Makes an agent that remembers the conversation: only texts whose secrets were taken out before.
 *
 * @throws UsageError when the package `openai` is not installed.
 */
export async function createModelAgent({ apiKey, baseUrl, model }: ModelSettings): Promise<ChatAgent> {
  const { default: OpenAI } = await import('openai').catch(() => {
    throw new UsageError('OPENAI_API_KEY is set, but the package openai is not installed: npm install openai')
  })
  const client = new OpenAI({ apiKey, ...(baseUrl === undefined ? {} : { baseURL: baseUrl }) })
  let past: ChatCompletionMessageParam[] = []

  return async ({ text, tools, signal }) => {
    // A message that ends in a need leaves nothing behind: it comes again once the need is met.
    const messages: ChatCompletionMessageParam[] = [...past, { role: 'user', content: text }]
    const definitions = tools.map(defineTool)
    for (let round = 1; round <= MOST_ROUNDS; round += 1) {
      const completion = await client.chat.completions.create(
        {
          model,
          messages: [{ role: 'system', content: INSTRUCTION }, ...messages],
          ...(definitions.length === 0 ? {} : { tools: definitions }),
        },
        { signal },
      )
      const message = completion.choices[0]?.message
      if (message === undefined) return 'The model gave no answer.'
      messages.push(message)
      const calls = message.tool_calls?.filter((call) => call.type === 'function') ?? []
      if (calls.length === 0) {
        past = messages.slice(-MOST_MESSAGES)
        while (past[0] !== undefined && past[0].role !== 'user') past.shift()
        return message.content ?? ''
      }
      for (const call of calls) {
        const tool = tools.find(({ name }) => name === call.function.name)
        const content = await callTool(tool, call.function.arguments, signal)
        messages.push({ role: 'tool', tool_call_id: call.id, content })
      }
    }
    return 'The model kept on calling tools without coming to an answer.'
  }
}

function defineTool({ name, description, inputSchema }: UserTool): ChatCompletionTool {
  return { type: 'function', function: { name, description, parameters: { ...inputSchema } } }
}

async function callTool(
  tool: UserTool | undefined,
  text: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  if (tool === undefined) return 'There is no such tool.'
  let args: unknown
  try {
    args = JSON.parse(text === '' ? '{}' : text)
  } catch {
    return 'The arguments are not JSON.'
  }
  if (typeof args !== 'object' || args === null || Array.isArray(args))
    return 'The arguments are not an object.'
  try {
    return resultText(
      await tool.call(args as Record<string, unknown>, signal === undefined ? {} : { signal }),
    )
  } catch (error) {
    // What the model can mend it is told; a need goes on to the loop around the agent.
    if (isKeyturnError(error, 'TOOL_ARGUMENT_REFUSED')) return error.message
    throw error
  }
}
