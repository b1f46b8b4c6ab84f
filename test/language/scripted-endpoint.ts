/** An endpoint that speaks the OpenAI protocol on loopback and answers as it is told: no model is behind it. */
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What was asked of the endpoint. */
export interface Asked {
  readonly model: string
  readonly messages: readonly { readonly role: string; readonly content: string }[]
  readonly response_format: { readonly json_schema: { readonly strict: boolean; readonly schema: object } }
}

/** How it answers: with this content, with a status, after a while, or never. */
export type Script =
  | { readonly content: string | null; readonly afterMs?: number }
  | { readonly status: number }
  | { readonly body: string }
  | 'never'
  | 'hang-up'

/** A scripted endpoint. */
export interface ScriptedEndpoint {
  readonly baseURL: string
  readonly asked: Asked[]
  /** The answer to what is asked next. */
  answer(script: Script): void
  close(): Promise<void>
}

/** Starts an endpoint on a free port of loopback. */
export async function startEndpoint(): Promise<ScriptedEndpoint> {
  const asked: Asked[] = []
  let script: Script = { content: '' }
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      asked.push(JSON.parse(body) as Asked)
      respond(response, script)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    answer(next) {
      script = next
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

function respond(response: ServerResponse, script: Script): void {
  if (script === 'never') return
  if (script === 'hang-up') {
    response.destroy()
    return
  }
  if ('status' in script) {
    response.writeHead(script.status, { 'content-type': 'application/json' }).end('{"error":{"message":"no"}}')
    return
  }
  if ('body' in script) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(script.body)
    return
  }
  const completion = {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 0,
    model: 'scripted',
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: script.content } }],
  }
  setTimeout(() => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(completion))
  }, script.afterMs ?? 0)
}
