/** A token endpoint that gives the answers that services give: fourteen shapes, and outages. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { startHttp, type LocalServer } from '../providers/local-server.ts'
import { randomText } from '../../src/testing/random-text.ts'

/** The tokens of one answer. */
export interface TestTokens {
  readonly access: string
  readonly refresh: string
}

/** One answer: status, body, and its content type. */
export interface QuirkAnswer {
  readonly status: number
  readonly body: string
  readonly type: string
}

const json = (status: number, body: unknown): QuirkAnswer => ({
  status,
  body: JSON.stringify(body),
  type: 'application/json',
})

const rfc = ({ access, refresh }: TestTokens): Record<string, unknown> => ({
  access_token: access,
  token_type: 'Bearer',
  expires_in: 3600,
  refresh_token: refresh,
})

/** Answers that grant, each as some service gives it. */
export const GRANTING: Readonly<Record<string, (tokens: TestTokens) => QuirkAnswer>> = {
  'as RFC 6749 has it': (tokens) => json(200, rfc(tokens)),
  'its life as a text': (tokens) => json(200, { ...rfc(tokens), expires_in: '3600' }),
  'form-encoded': (tokens) => ({
    status: 200,
    body: new URLSearchParams({ ...rfc(tokens), expires_in: '3600' } as Record<string, string>).toString(),
    type: 'application/x-www-form-urlencoded; charset=utf-8',
  }),
  'for a bot': (tokens) => json(200, { ok: true, ...rfc(tokens), token_type: 'bot' }),
  'nested in authed_user': (tokens) =>
    json(200, { ok: true, authed_user: { ...rfc(tokens), token_type: 'user' } }),
  'without a token type': (tokens) => json(200, { ...rfc(tokens), token_type: undefined }),
  'with 201': (tokens) => json(201, rfc(tokens)),
}

/** Answers that end a grant. */
export const FINAL: Readonly<Record<string, QuirkAnswer>> = {
  'an error with 200': json(200, { error: 'bad_refresh_token' }),
  'ok: false with 200': json(200, { ok: false, error: 'invalid_refresh_token' }),
  BAD_REFRESH_TOKEN: json(400, { status: 'BAD_REFRESH_TOKEN', message: 'refresh token is invalid' }),
  'invalid_grant with 400': json(400, { error: 'invalid_grant' }),
  'unauthorized_client with 403': json(403, { error: 'unauthorized_client' }),
}

/** Answers that say nothing of a grant. */
export const TEMPORARY: Readonly<Record<string, QuirkAnswer>> = {
  'too many requests': json(429, { error: 'rate_limited' }),
  'a page with 502': { status: 502, body: '<html>Bad Gateway</html>', type: 'text/html' },
  'a page with 200': { status: 200, body: '<!doctype html>error=invalid_grant', type: 'text/html' },
  'invalid_grant with 503': json(503, { error: 'invalid_grant' }),
  nothing: { status: 200, body: '', type: 'application/json' },
  '70 KiB': json(200, { access_token: 'a', padding: 'x'.repeat(70 * 1024) }),
}

/** New tokens that nobody issued. */
export const testTokens = (): TestTokens => ({
  access: `at-${randomText(32)}`,
  refresh: `rt-${randomText(32)}`,
})

/** A request as it came to the server. */
export interface SeenRequest {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** A server that gives one answer to every POST, and notes what it was asked. */
export interface QuirkServer extends LocalServer {
  readonly seen: SeenRequest[]
  answer: QuirkAnswer | ((request: SeenRequest, response: ServerResponse) => QuirkAnswer | undefined)
}

/** Starts one. */
export async function startQuirks(answer: QuirkServer['answer'] = json(500, {})): Promise<QuirkServer> {
  const seen: SeenRequest[] = []
  const local = await startHttp((request, response) => {
    void readBody(request).then((body) => {
      const one = { path: request.url ?? '', headers: request.headers, body }
      seen.push(one)
      const given = typeof server.answer === 'function' ? server.answer(one, response) : server.answer
      if (given === undefined) return
      response.writeHead(given.status, { 'content-type': given.type }).end(given.body)
    })
  })
  const server: QuirkServer = { ...local, seen, answer }
  return server
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
