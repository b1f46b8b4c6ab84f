/** `keyturn/ai-sdk` with `generateText` and `streamText`. */
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { generateText, streamText } from 'ai'
import { startRun } from '../../src/adapters/ai-sdk.ts'
import { describeAdapter } from './contract.ts'

const modelAt = (baseURL: string) => createOpenAICompatible({ name: 'scripted', baseURL })('scripted')

describeAdapter('ai, generateText', () => {
  const stored: unknown[] = []
  return {
    agent:
      ({ baseUrl }, tools) =>
      async (request) => {
        const run = await startRun(request, { tools })
        const { text, steps } = await generateText({ model: modelAt(baseUrl), maxRetries: 0, ...run })
        stored.push(run.messages, steps)
        return text
      },
    stores: () => JSON.stringify(stored),
  }
})

describeAdapter('ai, streamText', () => {
  const stored: unknown[] = []
  return {
    agent:
      ({ baseUrl }, tools) =>
      async (request) => {
        const run = await startRun(request, { tools })
        const result = streamText({
          model: modelAt(baseUrl),
          maxRetries: 0,
          ...run,
          onFinish: (event) => void stored.push(event.steps),
        })
        return result.textStream
      },
    stores: () => JSON.stringify(stored),
  }
})
