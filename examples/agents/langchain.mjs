/**
 * An agent in the terminal, on LangChain:  OPENAI_API_KEY=… node agent.mjs
 *
 * The lines that end in a plus give it the formation's tools, with each user's own credentials. Without them it is the same agent.
 */
import { createInterface } from 'node:readline'
import { ChatOpenAI } from '@langchain/openai'
import { AIMessage, createAgent, HumanMessage } from 'langchain'
import { openKeyturn, startRun } from 'keyturn/langchain' // +

const configuration = { baseURL: process.env.OPENAI_BASE_URL }
const model = new ChatOpenAI({ model: process.env.OPENAI_MODEL ?? 'gpt-5-mini', configuration })
const history = []

async function answer(request) {
  let run = { messages: [...history, new HumanMessage(request.text)], tools: [], middleware: [] }
  run = await startRun(request, run) // +
  const { tools, middleware } = run
  const result = await createAgent({ model, tools, middleware }).invoke({ messages: run.messages })
  return result.messages.at(-1).text
}

const host = {
  async chat(turn) {
    const assistant = await answer(turn)
    return { text: assistant, history: { user: turn.text, assistant } }
  },
}
const keyturn = await openKeyturn({ formation: 'formation.afs' }) // +
host.chat = keyturn.agent(answer) // +

// One person at one terminal; a server takes both ids from its own sessions.
const turn = { userId: 'me', conversationId: 'terminal', transport: 'terminal' }
for await (const text of createInterface({ input: process.stdin })) {
  const said = await host.chat({ ...turn, text })
  const { user, assistant } = said.history
  history.push(new HumanMessage(user), new AIMessage(assistant))
  console.log(said.text)
}
process.exit(0)
