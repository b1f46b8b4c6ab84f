/** `keyturn/langchain` with `createAgent`, with a checkpointer and without. */
import { MemorySaver } from '@langchain/langgraph'
import { ChatOpenAI } from '@langchain/openai'
import { createAgent } from 'langchain'
import { startRun } from '../../src/adapters/langchain.ts'
import { describeAdapter } from './contract.ts'

const modelAt = (baseURL: string) =>
  new ChatOpenAI({ model: 'scripted', apiKey: 'scripted', maxRetries: 0, configuration: { baseURL } })

describeAdapter('langchain, createAgent', () => {
  const stored: unknown[] = []
  return {
    agent:
      ({ baseUrl }, ownTools) =>
      async (request) => {
        const { messages, tools, middleware } = await startRun(request, { tools: ownTools })
        const agent = createAgent({ model: modelAt(baseUrl), tools, middleware })
        const result = await agent.invoke({ messages })
        stored.push(result)
        return result.messages.at(-1)?.text ?? ''
      },
    stores: () => JSON.stringify(stored),
  }
})

describeAdapter('langchain, createAgent with a checkpointer', () => {
  const checkpointer = new MemorySaver()
  return {
    agent:
      ({ baseUrl }, ownTools) =>
      async (request) => {
        const { messages, tools, middleware } = await startRun(request, { tools: ownTools })
        const agent = createAgent({ model: modelAt(baseUrl), tools, middleware, checkpointer })
        const { userId, messageId = '' } = request.turn
        const thread_id = `${userId} ${messageId}`
        const result = await agent.invoke({ messages }, { configurable: { thread_id } })
        return result.messages.at(-1)?.text ?? ''
      },
    stores: () =>
      [checkpointer.storage, checkpointer.writes]
        .map((stored) =>
          JSON.stringify(stored, (_, value: unknown) =>
            value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value,
          ),
        )
        .join('\n'),
  }
})
