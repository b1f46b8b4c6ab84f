/**
 * The server as one function from a request to a response: who is it, may they, is it well formed, then the route.
 *
 * Nothing of a stranger's body is read. Whoever is refused learns nothing but that.
 */
import type { Keyturn } from '../keyturn.ts'
import type { TransportInput } from '../net/transport.ts'
import { checkId } from '../principal.ts'
import { checkAddress } from './address.ts'
import { createAuthenticate } from './authenticate.ts'
import { invalid, readBody } from './body.ts'
import { nameOf, type Caller } from './caller.ts'
import { createIsSecure, INSECURE, isFromHere, peerOf } from './connection.ts'
import { describe } from './document.ts'
import { createRouteApp, type ServerApp } from './environment.ts'
import { answerOnce, idempotencyKeyOf } from './idempotency.ts'
import { readJson } from './json.ts'
import { Metrics } from './metrics.ts'
import type { Handler, HandlerOptions } from './options.ts'
import { createPage, isPage } from './page/page.ts'
import {
  closing,
  NOT_FOUND,
  ProblemError,
  problemOf,
  tooMany,
  toResponse,
  NO_IDENTITIES,
  UNAUTHENTICATED,
} from './problem.ts'
import { RateLimit } from './rate-limit.ts'
import { createCredentialRoutes } from './routes/credentials.ts'
import { createLinkRoutes } from './routes/links.ts'
import { createTurnRoutes } from './routes/turns.ts'
import { createUserRoutes } from './routes/users.ts'

/**
 * Makes the server of an open Keyturn, for Hono, Next, Express, Fastify, Workers or anything else that speaks fetch.
 *
 * @example
 * const handle = createHandler(keyturn)
 * const response = await handle(request, fromRequest(incoming))
 *
 * @throws KeyturnError `CONFIGURATION_INVALID` for token options that would believe anybody.
 */
export function createHandler(keyturn: Keyturn, options: HandlerOptions = {}): Handler {
  const { store, clock, logger } = keyturn.server
  const { serviceRate, userRate, strangerRate, visitorRate, maxBodyBytes, bodyTimeoutMs } = options
  const authenticate = createAuthenticate(store, options.tokens)
  const isSecure = createIsSecure(keyturn)
  const rates = {
    service: new RateLimit(serviceRate ?? { perSecond: 200, burst: 400 }, clock),
    user: new RateLimit(userRate ?? { perSecond: 10, burst: 30 }, clock),
    stranger: new RateLimit(strangerRate ?? { perSecond: 1 / 3, burst: 20 }, clock),
    visitor: new RateLimit(visitorRate ?? { perSecond: 2, burst: 60 }, clock),
  }
  const limits = { maxBytes: maxBodyBytes ?? 2 * 1024 * 1024, timeoutMs: bodyTimeoutMs ?? 15_000 }
  const metrics = new Metrics()
  const answerPage = createPage({
    keyturn,
    isSecure,
    userOf: options.userOf,
    bodyTimeoutMs: limits.timeoutMs,
  })
  const app = createApp({ keyturn, metrics })
  const document = JSON.stringify(describe(app, keyturn.formation.publicUrl))
  let underWay = 0
  let isClosing = false
  let onIdle: () => void = () => undefined

  /** What anybody may see, a load balancer above all. */
  const answerAnybody = async (request: Request, path: string): Promise<Response | undefined> => {
    if (request.method !== 'GET') return undefined
    if (path === '/health') return Response.json({ status: 'ok' })
    if (path === '/openapi.json')
      return new Response(document, { headers: { 'content-type': 'application/json' } })
    if (path !== '/ready') return undefined
    const isReady = !isClosing && (await keyturn.server.isReady())
    return Response.json({ status: isReady ? 'ready' : 'not-ready' }, { status: isReady ? 200 : 503 })
  }

  const identify = async (request: Request, connection: TransportInput | undefined): Promise<Caller> => {
    if (!isSecure(connection) && !isFromHere(connection)) throw new ProblemError(INSECURE)
    const peer = peerOf(connection) ?? 'unknown'
    const caller = await authenticate(request.headers.get('authorization'))
    if (caller === undefined || caller === 'unavailable') {
      // Only strangers are held up: behind a proxy, those who are known come from the same address.
      const waitSeconds = rates.stranger.take(peer)
      if (waitSeconds !== undefined) throw tooMany(waitSeconds)
      throw new ProblemError(caller === undefined ? UNAUTHENTICATED : NO_IDENTITIES)
    }
    // A user's own connection is held to the same rule as a chat's.
    if (caller.kind === 'user' && !isSecure(connection)) throw new ProblemError(INSECURE)
    const waitSeconds = rates[caller.kind].take(nameOf(caller))
    if (waitSeconds !== undefined) throw tooMany(waitSeconds)
    return caller
  }

  const answerCaller = async (request: Request, caller: Caller, connection: TransportInput | undefined) => {
    const body = await readJsonBody(request, limits)
    const again = (): Request =>
      new Request(request.url, {
        method: request.method,
        headers: request.headers,
        ...(body === undefined ? {} : { body: body.text }),
      })
    const run = async (): Promise<Response> => {
      try {
        return await app.fetch(again(), { caller, connection })
      } catch (error) {
        return answerError(error)
      }
    }
    const { pathname, search, searchParams } = new URL(request.url)
    const key = idempotencyKeyOf(request, pathname)
    const named = body?.userId ?? searchParams.get('userId') ?? undefined
    const userId = caller.kind === 'user' ? caller.userId : named
    // Without a user there is nothing to do, and so nothing to do twice.
    if (key === undefined || userId === undefined) return run()
    checkId(userId, 'user id')
    const content = `${request.method} ${pathname}${search}\n${body?.text ?? ''}`
    return answerOnce(keyturn.server, { caller: nameOf(caller), key, userId, content }, run)
  }

  const answer = async (request: Request, connection: TransportInput | undefined): Promise<Response> => {
    const path = new URL(request.url).pathname
    const open = await answerAnybody(request, path)
    if (open !== undefined) return open
    if (isClosing) throw closing()
    checkAddress(request.url)
    if (isPage(path)) {
      const waitSeconds = rates.visitor.take(peerOf(connection) ?? 'unknown')
      if (waitSeconds !== undefined) throw tooMany(waitSeconds)
    }
    const shown = await answerPage(request, connection)
    if (shown !== undefined) return shown
    const caller = await identify(request, connection)
    if (path === '/metrics' && request.method === 'GET') {
      if (caller.kind !== 'service') throw new ProblemError(NOT_FOUND)
      return new Response(metrics.print(), { headers: { 'content-type': 'text/plain; version=0.0.4' } })
    }
    return answerCaller(request, caller, connection)
  }

  const answerError = (error: unknown): Response => {
    const problem = problemOf(error)
    const kind = error instanceof Error ? error.name : typeof error
    if (problem.status === 500) logger.error({ code: problem.code, kind }, 'A request could not be answered.')
    return toResponse(problem)
  }

  const handle = async (request: Request, connection?: TransportInput): Promise<Response> => {
    const began = performance.now()
    underWay += 1
    metrics.begin()
    let response: Response
    try {
      response = await answer(request, connection)
    } catch (error) {
      response = answerError(error)
    }
    for (const [name, value] of SAFE_HEADERS)
      if (!response.headers.has(name)) response.headers.set(name, value)
    const { method } = request
    const { status } = response
    const route = routeOf(app, new URL(request.url).pathname)
    const durationMs = performance.now() - began
    metrics.end({ method: METHODS.has(method) ? method : 'other', route, status, durationMs })
    logger.debug({ method, route, status, durationMs: Math.round(durationMs) }, 'request answered')
    underWay -= 1
    if (underWay === 0) onIdle()
    return response
  }
  const drain = async (): Promise<void> => {
    isClosing = true
    if (underWay > 0) await new Promise<void>((resolve) => (onIdle = resolve))
  }
  return Object.assign(handle, { drain })
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'PUT', 'PATCH', 'POST', 'DELETE'])

/** Nothing of ours is kept by a cache, shown in a frame, or taken for a page. */
const SAFE_HEADERS = [
  ['cache-control', 'no-store'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
  ['referrer-policy', 'no-referrer'],
  ['x-content-type-options', 'nosniff'],
] as const

function createApp(parts: Parameters<typeof createTurnRoutes>[0]): ServerApp {
  const app = createRouteApp()
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'A service key, or a token of your identity provider.',
  })
  app.route('/', createTurnRoutes(parts))
  app.route('/', createCredentialRoutes(parts))
  app.route('/', createUserRoutes(parts))
  app.route('/', createLinkRoutes(parts))
  app.notFound(() => toResponse(NOT_FOUND))
  // Hono would answer an error by itself; it is ours to answer.
  app.onError((error) => {
    throw error
  })
  return app
}

/** The pattern that a path fits, for counting: a path may hold names. */
function routeOf(app: ServerApp, path: string): string {
  if (['/health', '/ready', '/metrics', '/openapi.json', '/connect.css'].includes(path)) return path
  if (path.startsWith('/connect/')) return '/connect/:ticket'
  const fits = (pattern: string): boolean => new RegExp(`^${pattern.replace(/:\w+/g, '[^/]+')}$`).test(path)
  return app.routes.find(({ path: pattern }) => pattern.startsWith('/v1') && fits(pattern))?.path ?? 'none'
}

async function readJsonBody(
  request: Request,
  limits: Parameters<typeof readBody>[1],
): Promise<{ readonly text: string; readonly userId: string | undefined } | undefined> {
  if (request.method === 'GET') return undefined
  const text = await readBody(request, limits)
  if (text === '') {
    if (request.method === 'DELETE') return undefined
    throw invalid('The body is missing. Send a JSON object; /openapi.json says what it holds.')
  }
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') {
    throw new ProblemError({
      status: 415,
      code: 'MEDIA_TYPE_UNSUPPORTED',
      detail: 'Send JSON, with "Content-Type: application/json".',
    })
  }
  const read = readJson(text)
  if (!read.ok) throw invalid(`The body ${read.fault}. Send one JSON object, each field once.`)
  const { value } = read
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('The body is no object. Send one JSON object; /openapi.json says what it holds.')
  const named = (value as { readonly userId?: unknown }).userId
  return { text, userId: typeof named === 'string' ? named : undefined }
}
