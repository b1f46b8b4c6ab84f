/** The link to a server over streamable HTTP (MCP 2025-03-26 to 2026-07-28, transports), with one user's credentials. */
import { SdkErrorCode, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { isThisMachine } from '../../formation/credential-block.ts'
import type { HttpServer } from '../../formation/formation.ts'
import type { Scrubber } from '../../guard/index.ts'
import { createGuardedFetch, type AddressLookup } from '../../net/guarded-fetch.ts'
import type { Logger } from '../../ports.ts'
import type { CallFault, CloseReason, ServerLink } from '../link.ts'
import { MessageRefused } from '../message-bounds.ts'
import { isSdkError } from '../server-errors.ts'
import { readHttpError } from './answer-error.ts'
import type { Authorization } from './authorization.ts'
import { isBrokenOff } from './broken-off.ts'
import { createCredentialFetch } from './credential-fetch.ts'
import { keepSockets } from './kept-sockets.ts'
import { createReconnectionScheduler, RECONNECTION_OPTIONS } from './reconnection.ts'
import type { RequestValues } from './request-values.ts'
import { readHttpStartFailure } from './start-failure.ts'
import { NotSent, Unreachable, UNREACHABLE } from './unreachable.ts'

/** Tokens that are looked for after they were renewed. */
const MAX_TOKENS = 16

/** How long the end of a session is waited for. Milliseconds. */
const GOODBYE_MS = 1_000

/** What a link is made from. */
export interface HttpLinkParameters {
  readonly server: HttpServer
  readonly values: RequestValues
  readonly authorization: Authorization | undefined
  /** A scrubber that knows the values, and these tokens that came later. */
  readonly scrubberWith: (tokens: readonly string[]) => Scrubber
  readonly logger: Logger
  /** Whether it asks without a credential that the server's services need. */
  readonly isBare: boolean
  readonly lookup: AddressLookup | undefined
  /** Milliseconds a tool may take to answer. */
  readonly callTimeoutMs: number
}

/** Makes the link; nothing is sent before the connection is opened. */
export function createHttpLink(parameters: HttpLinkParameters): ServerLink {
  const { server, values, authorization, scrubberWith, logger, isBare, lookup, callTimeoutMs } = parameters
  const { hostname, protocol } = new URL(server.url)
  const host = hostname.replace(/^\[|\]$/g, '')
  const sockets = keepSockets(protocol)
  const tokens: string[] = []
  let scrubber = scrubberWith(tokens)
  let isClosed = false
  let refusal: MessageRefused | undefined
  const transport = new StreamableHTTPClientTransport(new URL(server.url), {
    reconnectionOptions: RECONNECTION_OPTIONS,
    reconnectionScheduler: createReconnectionScheduler(),
    onInsufficientScope: 'throw',
    fetch: createCredentialFetch({
      server,
      values,
      authorization,
      // Nothing in the formation can name this machine unless its host allows it.
      send: createGuardedFetch({
        privateHosts: server.privateNetwork || isThisMachine(hostname) ? [host] : [],
        lookup,
        agent: sockets.agent,
      }),
      isClosed: () => isClosed,
      beforeSending: () => sockets.dropStale(),
      onToken(token) {
        if (tokens.includes(token)) return
        tokens.push(token)
        if (tokens.length > MAX_TOKENS) tokens.shift()
        scrubber = scrubberWith(tokens)
      },
      onRefused(refused) {
        refusal = refused
        // Calls that wait for what was on that stream are told now.
        void transport.close()
      },
      answerTimeoutMs: 10 * callTimeoutMs,
    }),
  })

  const close = async (reason: CloseReason): Promise<void> => {
    if (isClosed) return
    // With a credential that is out of use nothing is said any more, not even goodbye.
    if (reason === 'unused' && transport.sessionId !== undefined) await sayGoodbye(transport)
    isClosed = true
    await transport.close()
    sockets.destroy()
    for (const { value } of values.values) value.dispose()
  }

  return {
    transport,
    protocol: 'auto',
    takesLinks: true,
    get scrubber() {
      return scrubber
    },
    readStartFailure(error) {
      const failure = readHttpStartFailure({ error: refusal ?? error, isBare, scrubber })
      const [line] = failure.lastLines
      if (line !== undefined) logger.debug({ server: server.id, line }, 'server answer')
      return failure
    },
    readCallFault: (error, hasEnded) =>
      readFault(error, hasEnded, { refusal, hadSession: transport.sessionId !== undefined }),
    close,
  }
}

async function sayGoodbye(transport: StreamableHTTPClientTransport): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, GOODBYE_MS)
  })
  await Promise.race([transport.terminateSession().catch(() => undefined), late])
  clearTimeout(timer)
}

function readFault(
  error: unknown,
  hasEnded: boolean,
  { refusal, hadSession }: { readonly refusal: MessageRefused | undefined; readonly hadSession: boolean },
): CallFault {
  if (refusal !== undefined || error instanceof MessageRefused)
    return {
      kind: 'unavailable',
      what: 'sent a message over 10 MiB, 100,000 values, or 128 levels. Use another server',
    }
  if (error instanceof Unreachable) return { kind: 'unavailable', what: UNREACHABLE[error.reason] }
  if (hasEnded || error instanceof NotSent || isSdkError(error, SdkErrorCode.ConnectionClosed))
    return { kind: 'unavailable', what: 'was disconnected during the call. Try again' }
  if (isBrokenOff(error)) return { kind: 'unavailable', what: UNREACHABLE['broken-off'] }
  const answer = readHttpError(error)
  if (answer === undefined) return { kind: 'answered' }
  const { status, text } = answer
  // The session is unknown there, and so nothing was done (2025-11-25, transports, session management).
  if (hadSession && (status === 404 || (status === 400 && /\bsession\b/i.test(text)))) return { kind: 'lost' }
  if (status === 429 || status >= 500)
    return { kind: 'unavailable', what: `answered with HTTP status ${status}. Try again in a moment` }
  return { kind: 'answered' }
}
