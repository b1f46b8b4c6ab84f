/** The demo's agent loop, with the model's words handed on as they come. */
import type OpenAI from 'openai'
import type { Agent, UserTool } from '../../src/index.ts'

type Message = OpenAI.ChatCompletionMessageParam
type Call = { id: string; name: string; arguments: string }

/** Makes the agent: an async generator over the `openai` client's own stream. */
export function createStreamingAgent(client: OpenAI): Agent {
  return async function* ({ text, user, turn }) {
    const tools = await user.tools()
    const messages: Message[] = [{ role: 'user', content: text }]
    for (;;) {
      const calls: Call[] = []
      const chunks = await client.chat.completions.create(
        {
          model: 'scripted',
          stream: true,
          messages,
          tools: tools.map(({ name, inputSchema }) => ({
            type: 'function',
            function: { name, parameters: { ...inputSchema } },
          })),
        },
        { signal: turn.signal },
      )
      for await (const { choices } of chunks) {
        const delta = choices[0]?.delta
        if (typeof delta?.content === 'string') yield delta.content
        for (const part of delta?.tool_calls ?? []) {
          const call = (calls[part.index] ??= { id: '', name: '', arguments: '' })
          call.id += part.id ?? ''
          call.name += part.function?.name ?? ''
          call.arguments += part.function?.arguments ?? ''
        }
      }
      if (calls.length === 0) return
      messages.push({ role: 'assistant', tool_calls: calls.map(asked) })
      for (const call of calls) messages.push(await answer(call, tools))
    }
  }
}

const asked = ({ id, name, arguments: given }: Call) =>
  ({ id, type: 'function', function: { name, arguments: given } }) as const

async function answer(call: Call, tools: readonly UserTool[]): Promise<Message> {
  const tool = tools.find(({ name }) => name === call.name)
  const result = await tool?.call(JSON.parse(call.arguments) as Record<string, unknown>)
  return { role: 'tool', tool_call_id: call.id, content: JSON.stringify(result?.content ?? 'no such tool') }
}
