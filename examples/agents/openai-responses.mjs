/**
 * An agent in the terminal, on the client `openai` and the Responses API:  OPENAI_API_KEY=… node agent.mjs
 *
 * The lines that end in a plus give it the formation's tools, with each user's own credentials. Without them it is the same agent.
 */
import { createInterface } from 'node:readline'
import OpenAI from 'openai'
import { openKeyturn, startResponsesRun } from 'keyturn/openai' // +

const client = new OpenAI()
const model = process.env.OPENAI_MODEL ?? 'gpt-5-mini'
const history = []

async function answer(request) {
  let run = { input: [...history, { role: 'user', content: request.text }], answer: async () => false }
  run = await startResponsesRun(request, run) // +
  for (;;) {
    const { input, tools } = run
    const response = await client.responses.create({ model, input, tools, store: false })
    if (!(await run.answer(response))) return response.output_text
  }
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
  history.push({ role: 'user', content: user }, { role: 'assistant', content: assistant })
  console.log(said.text)
}
process.exit(0)
