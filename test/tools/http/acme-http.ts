/**
 * Acme's own MCP server over streamable HTTP: real parts of the official server, in sessions (2025), without (2025, stateless), or of the
 * revision 2026-07-28. It knows whose each token is, and notes every request that came.
 */
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { NodeStreamableHTTPServerTransport, toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import type { HttpServer } from '../../../src/formation/formation.ts'
import type { ServerSketch } from '../fixtures.ts'
import { makeServer, makeToken, template } from '../fixtures.ts'

/** How the server speaks. */
export type Era = 'session' | 'stateless' | 'modern'

/** A request that came. */
export interface Came {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  /** The tool that it calls, where it calls one. */
  readonly tool: string | undefined
}

/** What one tool is given to answer with. */
export interface Asked {
  readonly login: string
  readonly token: string
  readonly args: Readonly<Record<string, unknown>>
}

/** The server. */
export interface AcmeHttp {
  readonly url: string
  readonly origin: string
  /** Logins by token; a token that is not here is answered with 401. */
  readonly people: Map<string, string>
  readonly came: Came[]
  /** Takes the place of everything else, where it answers. */
  intercept: ((request: IncomingMessage, response: ServerResponse, body: string) => boolean) | undefined
  /** Whether requests without a token are served, as nobody. */
  isOpen: boolean
  /** How many sessions there are. */
  sessions(): number
  /** Forgets all sessions, as a restart does. */
  forgetSessions(): void
  issue(login: string): string
  /** Tells every session that the tools are others now. */
  addTool(name: string): void
  close(): Promise<void>
}

/** What reads the token of a request; by default the bearer token. */
export type TokenOf = (headers: IncomingHttpHeaders, url: URL) => string | undefined

const bearer: TokenOf = ({ authorization }) => /^Bearer (.+)$/.exec(authorization ?? '')?.[1]

/** Starts it on a free port of 127.0.0.1. */
export async function startAcmeHttp(
  era: Era = 'session',
  options: { readonly tokenOf?: TokenOf; readonly answer?: (asked: Asked) => unknown } = {},
): Promise<AcmeHttp> {
  const { tokenOf = bearer } = options
  const people = new Map<string, string>()
  const came: Came[] = []
  const added = new Set<string>()
  const sessions = new Map<string, { transport: NodeStreamableHTTPServerTransport; server: McpServer }>()

  const makeServerFor = (token: string): McpServer => {
    const server = new McpServer(
      { name: 'acme', version: '1.0.0' },
      { capabilities: { tools: { listChanged: true } } },
    )
    const login = people.get(token) ?? 'nobody'
    const text = (words: string) => ({ content: [{ type: 'text' as const, text: words }] })
    server.registerTool('whoami', { description: 'Says whose token it was called with.' }, () => text(login))
    server.registerTool(
      'echo',
      { description: 'Gives back.', inputSchema: z.object({ text: z.string() }) },
      async ({ text: words }) => {
        // In another order than they came, so that crossed answers would show.
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 5))
        return text(`${login}: ${words}`)
      },
    )
    server.registerTool('leak', { description: 'Gives back the token.' }, () => ({
      content: [{ type: 'text', text: `your token is ${token}` }],
      structuredContent: { token, encoded: Buffer.from(token).toString('base64') },
    }))
    if (options.answer !== undefined) {
      const { answer } = options
      server.registerTool(
        'answer',
        { description: 'Answers as told.', inputSchema: z.looseObject({}) },
        (args) => {
          return answer({ login, token, args }) as { content: [] }
        },
      )
    }
    if (login !== 'nobody')
      server.registerTool(`only_${login}`, { description: `Of ${login} alone.` }, () => text(login))
    for (const name of added) server.registerTool(name, { description: 'Came later.' }, () => text(name))
    return server
  }

  const serveSession = async (
    request: IncomingMessage,
    response: ServerResponse,
    token: string,
    body: unknown,
  ): Promise<void> => {
    const id = request.headers['mcp-session-id']
    const known = typeof id === 'string' ? sessions.get(id) : undefined
    if (known !== undefined) return known.transport.handleRequest(request, response, body)
    if (id !== undefined) return void response.writeHead(404).end('{"error":"unknown session"}')
    const server = makeServerFor(token)
    const transport = new NodeStreamableHTTPServerTransport({
      sessionIdGenerator: era === 'session' ? () => randomUUID() : undefined,
      onsessioninitialized: (session) => void sessions.set(session, { transport, server }),
      onsessionclosed: (session) => void sessions.delete(session),
    })
    await server.connect(transport)
    await transport.handleRequest(request, response, body)
  }

  const http = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const text = Buffer.concat(chunks).toString('utf8')
      const body =
        text === '' ? undefined : (JSON.parse(text) as { method?: string; params?: { name?: string } })
      came.push({
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        tool: body?.method === 'tools/call' ? body.params?.name : undefined,
      })
      if (acme.intercept?.(request, response, text) === true) return
      const token = tokenOf(request.headers, new URL(request.url ?? '', 'http://acme')) ?? ''
      if (!people.has(token) && !(acme.isOpen && token === '')) {
        response.writeHead(401, { 'content-type': 'application/json', 'www-authenticate': 'Bearer' })
        response.end(JSON.stringify({ error: 'invalid_token' }))
        return
      }
      if (era === 'modern') {
        const handler = createMcpHandler(() => makeServerFor(token), { legacy: 'reject', keepAliveMs: 0 })
        await toNodeHandler(handler)(
          Object.assign(request, { method: request.method ?? 'POST', url: request.url ?? '/' }),
          response,
          body,
        )
        return
      }
      await serveSession(request, response, token, body)
    })()
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const acme: AcmeHttp = {
    url: `${origin}/mcp`,
    origin,
    people,
    came,
    intercept: undefined,
    isOpen: false,
    sessions: () => sessions.size,
    forgetSessions: () => sessions.clear(),
    issue(login) {
      const token = makeToken('acme-')
      people.set(token, login)
      return token
    },
    addTool(name) {
      added.add(name)
      for (const { server } of sessions.values()) {
        server.registerTool(name, { description: 'Came later.' }, () => ({
          content: [{ type: 'text', text: name }],
        }))
      }
    },
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve())
        http.closeAllConnections()
      }),
  }
  return acme
}

/** How a server over HTTP is described. */
export interface HttpSketch extends Pick<ServerSketch, 'id' | 'auth' | 'type'> {
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly carrier?: { readonly kind: 'header' | 'query'; readonly name: string }
  readonly privateNetwork?: boolean
}

/** A server as `mcp/*.afs` would describe it, with an `acme` credential unless told otherwise. */
export function makeHttpServer({
  id = 'acme',
  url,
  headers = {},
  carrier,
  privateNetwork = false,
  ...auth
}: HttpSketch): HttpServer {
  const { type = 'bearer', auth: values = { token: '${{ user.credentials.ACME }}' } } = auth
  const {
    command: _,
    args: __,
    cwd: ___,
    env,
    type: ____,
    ...common
  } = makeServer({ id, args: [], type, auth: values, env: headers })
  return {
    ...common,
    type: 'http',
    url,
    headers: Object.fromEntries(Object.keys(env).map((name) => [name, template(headers[name] ?? '')])),
    privateNetwork,
    auth: common.auth && { ...common.auth, carrier },
  }
}
