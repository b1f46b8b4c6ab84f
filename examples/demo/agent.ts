/** A plain agent loop on the `openai` client: it knows nothing of credentials, only the tools it was given. */
import type OpenAI from 'openai'
import type { Agent, ToolResult } from '../../src/index.ts'

/** Rounds of tool calls until the agent has to answer. */
const MAX_ROUNDS = 5

/** Makes the agent. */
export function createAgent(client: OpenAI, model = 'scripted'): Agent {
  return async ({ text, user }) => {
    const tools = await user.tools()
    const messages: OpenAI.ChatCompletionMessageParam[] = [
      {
        role: 'system',
        content: 'You help with the tools you have. Marks such as [github token removed] are deliberate.',
      },
      { role: 'user', content: text },
    ]
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const completion = await client.chat.completions.create({
        model,
        messages,
        tools: tools.map(({ name, description, inputSchema }) => ({
          type: 'function',
          function: { name, description, parameters: { ...inputSchema } },
        })),
      })
      const message = completion.choices[0]?.message
      if (message?.tool_calls === undefined || message.tool_calls.length === 0) return message?.content ?? ''
      messages.push(message)
      for (const call of message.tool_calls) {
        if (call.type !== 'function') continue
        const tool = tools.find(({ name }) => name === call.function.name)
        const result = await tool?.call(JSON.parse(call.function.arguments) as Record<string, unknown>)
        messages.push({ role: 'tool', tool_call_id: call.id, content: textOf(result) })
      }
    }
    return 'I could not finish that.'
  }
}

function textOf(result: ToolResult | undefined): string {
  if (result === undefined) return 'There is no such tool.'
  return result.content.map((part) => (typeof part['text'] === 'string' ? part['text'] : '')).join('\n')
}
