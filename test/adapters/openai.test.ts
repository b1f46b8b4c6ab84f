/** `keyturn/openai`: chat completions with a loop by hand and with `runTools`, responses by hand. */
import OpenAI from 'openai'
import { startResponsesRun, startRun } from '../../src/adapters/openai/index.ts'
import { describeAdapter } from './contract.ts'

const clientFor = ({ baseUrl }: { readonly baseUrl: string }): OpenAI =>
  new OpenAI({ baseURL: baseUrl, apiKey: 'scripted', maxRetries: 0 })

const model = 'scripted'

describeAdapter('openai, chat completions by hand', () => {
  let last: unknown
  return {
    agent: (server, tools) => async (request) => {
      const client = clientFor(server)
      const run = await startRun(request, { tools })
      last = run
      for (;;) {
        const completion = await client.chat.completions.create({
          model,
          messages: run.messages,
          tools: run.tools,
        })
        const message = completion.choices[0]?.message
        if (message?.tool_calls === undefined) return message?.content ?? ''
        await run.answer(message)
      }
    },
    stores: () => JSON.stringify(last),
  }
})

describeAdapter('openai, runTools', () => {
  let last: unknown
  return {
    agent: (server, tools) => async (request) => {
      const { messages, runnable } = await startRun(request, { tools })
      const runner = clientFor(server).chat.completions.runTools({ model, messages, tools: runnable })
      last = runner.messages
      return (await runner.finalContent()) ?? ''
    },
    stores: () => JSON.stringify(last),
  }
})

describeAdapter('openai, responses by hand', () => {
  let last: unknown
  return {
    agent: (server, tools) => async (request) => {
      const client = clientFor(server)
      const run = await startResponsesRun(request, { tools })
      last = run
      for (;;) {
        const response = await client.responses.create({ model, input: run.input, tools: run.tools })
        if (!(await run.answer(response))) return response.output_text
      }
    },
    stores: () => JSON.stringify(last),
  }
})
