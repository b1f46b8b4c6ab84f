/**
 * An agent in the terminal, on `@openai/agents`:  OPENAI_API_KEY=… node agent.mjs
 *
 * The lines that end in a plus give it the formation's tools, with each user's own credentials. Without them it is the same agent.
 */
import { createInterface } from 'node:readline'
import { Agent, assistant as says, run, setTracingDisabled, user as asks } from '@openai/agents'
import { openKeyturn, startRun } from 'keyturn/openai-agents' // +

// A trace would hold what people say.
setTracingDisabled(true)
const model = process.env.OPENAI_MODEL ?? 'gpt-5-mini'
const agent = new Agent({ name: 'helper', model, instructions: 'Help, briefly.' })
const history = []

async function answer(request) {
  let started = { agent, input: [...history, asks(request.text)], said: (result) => result.finalOutput }
  started = await startRun(request, started) // +
  return started.said(await run(started.agent, started.input, started.options))
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
  history.push(asks(user), says(assistant))
  console.log(said.text)
}
process.exit(0)
