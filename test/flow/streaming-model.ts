/** A model on 127.0.0.1 that streams what a test tells it, chunk by chunk, and breaks off or hangs where it is told to. */
import type { ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import OpenAI from 'openai'
import { startHttp } from '../providers/local-server.ts'

/** One step of an answer: words, a fragment of the tool call at an index, the end of the connection, or silence for ever. */
export type Step =
  | { readonly say: string }
  | { readonly call: number; readonly id?: string; readonly name?: string; readonly arguments?: string }
  | 'break'
  | 'hang'

/** The model while it runs. */
export interface StreamingModel {
  readonly client: OpenAI
  /** What the next requests are answered with, in order; the last one stays. */
  answers: Step[][]
  /** Bodies of all requests. */
  readonly requests: string[]
  /** Requests whose answer is still under way. */
  readonly open: Set<ServerResponse>
  close(): Promise<void>
}

/** Starts it. */
export async function startStreamingModel(): Promise<StreamingModel> {
  const requests: string[] = []
  const open = new Set<ServerResponse>()
  const server = await startHttp((request, response) => {
    open.add(response)
    response.once('close', () => open.delete(response))
    void text(request).then((body) => {
      requests.push(body)
      const steps = model.answers.length > 1 ? model.answers.shift() : model.answers[0]
      return answer(response, steps ?? [])
    })
  })
  const model: StreamingModel = {
    client: new OpenAI({ baseURL: `${server.origin}/v1`, apiKey: 'scripted', maxRetries: 0 }),
    answers: [],
    requests,
    open,
    close: () => server.stop(),
  }
  return model
}

async function answer(response: ServerResponse, steps: readonly Step[]): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const step of steps) {
    if (step === 'hang') return
    if (step === 'break') {
      response.destroy()
      return
    }
    send(response, { choices: [{ index: 0, delta: deltaOf(step) }] })
    // Each in a packet of its own.
    await new Promise((resolve) => setImmediate(resolve))
  }
  response.end('data: [DONE]\n\n')
}

const send = (response: ServerResponse, chunk: object): void =>
  void response.write(`data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', ...chunk })}\n\n`)

function deltaOf(step: Exclude<Step, string>): object {
  if ('say' in step) return { content: step.say }
  const { call, id, name, arguments: given } = step
  const part = { name, arguments: given }
  return {
    tool_calls: [{ index: call, ...(id === undefined ? {} : { id, type: 'function' }), function: part }],
  }
}
