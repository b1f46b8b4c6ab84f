/** The scripted model: an OpenAI-compatible server on 127.0.0.1 that follows `model-script.ts` and keeps every request it got. */
import { LLMock } from '@copilotkit/aimock'
import type OpenAI from 'openai'
import { findRule, findTool, tellResult } from './model-script.ts'

/** The model while it runs. */
export interface ScriptedModel {
  /** For `OPENAI_BASE_URL`. */
  readonly baseUrl: string
  /** The real `openai` client, set to this model. */
  client(): Promise<OpenAI>
  /** Every request body as JSON text, in order. */
  requests(): readonly string[]
  close(): Promise<void>
}

type Message = Parameters<NonNullable<Parameters<LLMock['on']>[0]['predicate']>>[0]['messages'][number]

/** Starts the model. */
export async function startModel(): Promise<ScriptedModel> {
  const mock = new LLMock({ host: '127.0.0.1', port: 0, strict: true, journalMaxEntries: 0 })
  mock.on({ hasToolResult: true }, ({ messages }) => {
    const rule = findRule(lastWish(messages))
    const results = sinceLastWish(messages).filter(({ role }) => role === 'tool')
    return { content: rule === undefined ? 'Done.' : tellResult(rule, results.map(textOf)) }
  })
  mock.on({ endpoint: 'chat' }, ({ messages, tools }) => {
    const rule = findRule(lastWish(messages))
    if (rule === undefined) return { content: 'I can show repositories, pull requests and issues.' }
    const name = findTool(
      rule,
      (tools ?? []).map((tool) => tool.function.name),
    )
    return { toolCalls: [{ name, arguments: JSON.stringify(rule.arguments) }] }
  })
  await mock.start()
  const baseUrl = `${mock.url}/v1`
  return {
    baseUrl,
    async client() {
      const { default: Client } = await import('openai')
      return new Client({ baseURL: baseUrl, apiKey: 'scripted', maxRetries: 0 })
    },
    requests: () => mock.getRequests().map(({ body }) => JSON.stringify(body)),
    close: () => mock.stop(),
  }
}

function lastWish(messages: readonly Message[]): string {
  const wish = messages.findLast(({ role }) => role === 'user')
  return wish === undefined ? '' : textOf(wish)
}

function sinceLastWish(messages: readonly Message[]): readonly Message[] {
  return messages.slice(messages.findLastIndex(({ role }) => role === 'user') + 1)
}

function textOf({ content }: Message): string {
  if (content === null) return ''
  if (typeof content === 'string') return content
  return content.map((part) => part.text ?? '').join('\n')
}
