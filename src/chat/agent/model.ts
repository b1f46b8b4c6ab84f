/** Asks an OpenAI-compatible model one narrow question with a structured answer. */
import { z } from 'zod'
import { detectNeedAnswer } from '../../../prompts/detect-need.ts'
import type { AskModel } from '../scope.ts'

/** The one call we make, so that any version of the `openai` client fits without being imported. */
export interface ChatClient {
  readonly chat: {
    readonly completions: {
      create(
        body: {
          model: string
          messages: { role: 'system' | 'user'; content: string }[]
          response_format: {
            type: 'json_schema'
            json_schema: { name: string; strict: boolean; schema: Record<string, unknown> }
          }
        },
        options?: { signal?: AbortSignal; timeout?: number; maxRetries?: number },
      ): PromiseLike<{ choices: readonly { message: { content?: string | null } }[] }>
    }
  }
}

/** A model for what the rules leave open. */
export interface ModelOptions {
  /** A client of the `openai` package, or one that is called the same way. */
  readonly client: ChatClient
  /** The model's name. */
  readonly model: string
}

/** How long the model may take. Milliseconds; a turn does without its answer then. */
const TIMEOUT_MS = 10_000

/** Makes the question-asker from a client. */
export function createAskModel({ client, model }: ModelOptions): AskModel {
  const schema = z.toJSONSchema(detectNeedAnswer) as Record<string, unknown>
  return async ({ instruction, message, signal }) => {
    const completion = await client.chat.completions.create(
      {
        model,
        messages: [
          { role: 'system', content: instruction },
          { role: 'user', content: message },
        ],
        response_format: { type: 'json_schema', json_schema: { name: 'need', strict: true, schema } },
      },
      { timeout: TIMEOUT_MS, maxRetries: 0, ...(signal === undefined ? {} : { signal }) },
    )
    return JSON.parse(completion.choices[0]?.message.content ?? 'null') as unknown
  }
}
