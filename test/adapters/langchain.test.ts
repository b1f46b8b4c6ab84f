/** `keyturn/langchain` with `createAgent`, with a checkpointer and without. */
import { END, MemorySaver, MessagesAnnotation, START, StateGraph } from '@langchain/langgraph'
import { ToolNode } from '@langchain/langgraph/prebuilt'
import { ChatOpenAI } from '@langchain/openai'
import { AIMessage, createAgent } from 'langchain'
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

describeAdapter('langgraph, a graph of one’s own', () => {
  const stored: unknown[] = []
  return {
    agent:
      ({ baseUrl }, ownTools) =>
      async (request) => {
        const { messages, tools, waits } = await startRun(request, { tools: ownTools })
        const model = modelAt(baseUrl).bindTools(tools)
        const graph = new StateGraph(MessagesAnnotation)
          .addNode('model', async (state) => ({ messages: [await model.invoke(state.messages)] }))
          .addNode('tools', new ToolNode(tools))
          .addEdge(START, 'model')
          .addConditionalEdges('model', (state) => {
            const last = state.messages.at(-1)
            return AIMessage.isInstance(last) && (last.tool_calls ?? []).length > 0 ? 'tools' : END
          })
          .addConditionalEdges('tools', (state) => (waits(state.messages) ? END : 'model'))
          .compile()
        const result = await graph.invoke({ messages })
        stored.push(result)
        return result.messages.at(-1)?.text ?? ''
      },
    stores: () => JSON.stringify(stored),
  }
})
