/** `keyturn/openai-agents` with a runner of chat completions. */
import { Agent, OpenAIProvider, Runner } from '@openai/agents'
import { startRun } from '../../src/adapters/openai-agents.ts'
import { describeAdapter } from './contract.ts'

describeAdapter('@openai/agents', () => {
  const stored: string[] = []
  return {
    agent: ({ baseUrl }, tools) => {
      const modelProvider = new OpenAIProvider({ baseURL: baseUrl, apiKey: 'scripted', useResponses: false })
      const runner = new Runner({ modelProvider, tracingDisabled: true })
      const agent = new Agent({ name: 'helper', model: 'scripted', instructions: 'Help.' })
      return async (request) => {
        const run = await startRun(request, { agent, tools })
        const result = await runner.run(run.agent, run.input, run.options)
        stored.push(result.state.toString())
        return run.said(result)
      }
    },
    stores: () => stored.join('\n'),
  }
})
