/**
 * One running MCP server: started for one user, asked for its tools, called. What it answers is scrubbed before anybody sees it.
 *
 * Long because a connection's life, from start to end, is told in one place.
 */
import { Client, SdkErrorCode } from '@modelcontextprotocol/client'
import type { ServerDefinition } from '../../formation/formation.ts'
import type { Scrubber } from '../../guard/index.ts'
import type { Logger } from '../../ports.ts'
import type { ToolDefinition, ToolOutcome, ToolResult } from '../connections.ts'
import type { LaunchPlan } from './environment.ts'
import { MessageRefused } from './message-reader.ts'
import { ProcessTransport } from './process-transport.ts'
import { MAX_TOOLS, readDefinitions } from '../read-definitions.ts'
import { isRejectedError, isRejectedResult } from '../rejection.ts'
import { scrubbedMessage } from '../scrubbed-message.ts'
import { failed, isErrorLike, isSdkError, unavailable } from '../server-errors.ts'
import { readStartFailure, ServerStartError } from './start-failure.ts'
import { abortedCall, endedCall } from '../waiters.ts'

const CLIENT = { name: 'keyturn', version: '0.1.0' }

/** Pages of one list; a server that always has another one is left there. */
const MAX_PAGES = 64

/** A list that changes is read again at most this often, in milliseconds. */
const RELIST_EVERY_MS = 5_000

/** Lines of stderr that are kept to show why a server did not start. */
const LAST_LINES = 10

/** Takes a result as it came, which is read by structure afterwards: nothing that a server sends is compiled or run. */
const ANY_RESULT = {
  '~standard': { version: 1, vendor: 'keyturn', validate: (value: unknown) => ({ value }) },
} as const

/** What a connection is made from. */
export interface ConnectionParameters {
  readonly server: ServerDefinition
  readonly plan: LaunchPlan
  /** Knows every secret of the plan. */
  readonly scrubber: Scrubber
  readonly logger: Logger
  /** Whether it is to start without a credential that its services need. */
  readonly isBare: boolean
  /** Aborts when its credential is taken out of use: nothing starts then, and what is starting ends at once. */
  readonly ended: AbortSignal
  /** Milliseconds a server may take to start. */
  readonly startTimeoutMs: number
  /** Milliseconds a tool may take to answer. */
  readonly callTimeoutMs: number
  /** The server said that its tools are others now. */
  readonly onTools: (tools: readonly ToolDefinition[]) => void
}

/** A connection to one process. */
export class Connection {
  /** The server's tools as it last told them. */
  tools: readonly ToolDefinition[] = []
  /** Called once when the process has ended, for whatever reason. */
  onEnded: (() => void) | undefined
  readonly #parameters: ConnectionParameters
  readonly #transport: ProcessTransport
  readonly #client: Client
  readonly #lastLines: string[] = []
  #refusal: MessageRefused | undefined
  #relisting: NodeJS.Timeout | undefined
  #relistedAt = 0
  #hasEnded = false

  private constructor(parameters: ConnectionParameters) {
    const { server, plan, scrubber, logger, ended } = parameters
    this.#parameters = parameters
    this.#transport = new ProcessTransport({
      ...plan,
      ended,
      onErrorLine: (given) => {
        const line = scrubbedMessage(scrubber, given)
        this.#lastLines.push(line)
        if (this.#lastLines.length > LAST_LINES) this.#lastLines.shift()
        logger.debug({ server: server.id, line }, 'server stderr')
      },
    })
    // No capabilities: what a server asks of us (elicitation, sampling, roots) is answered with "method not found". The protocol
    // era is pinned, because finding it out would start a second process with the same credential.
    this.#client = new Client(CLIENT, {
      capabilities: {},
      versionNegotiation: { mode: 'legacy' },
      listChanged: { tools: { autoRefresh: false, onChanged: () => this.#relistSoon() } },
    })
    this.#client.onclose = () => {
      this.#hasEnded = true
      clearTimeout(this.#relisting)
      this.onEnded?.()
    }
    this.#client.onerror = (error) => {
      if (error instanceof MessageRefused) this.#refusal = error
      logger.debug({ server: server.id }, 'server sent what cannot be read')
    }
  }

  /**
   * Starts a server and asks for its tools.
   *
   * @throws ServerStartError when it does not start, without its environment or output; KeyturnError `TOOL_UNAVAILABLE` when the start
   * was ended.
   */
  static async open(parameters: ConnectionParameters): Promise<Connection> {
    const connection = new Connection(parameters)
    const { server, isBare, startTimeoutMs, ended } = parameters
    const end = (): void => void connection.close()
    ended.addEventListener('abort', end, { once: true })
    try {
      ended.throwIfAborted()
      const until = performance.now() + startTimeoutMs
      await connection.#client.connect(connection.#transport, { timeout: startTimeoutMs })
      connection.tools = await connection.#list(until)
      ended.throwIfAborted()
      return connection
    } catch (error) {
      await connection.close()
      if (ended.aborted) throw endedCall()
      const why = connection.#refusal ?? error
      const lastLines = connection.#lastLines
      throw new ServerStartError(server, readStartFailure({ server, error: why, isBare, lastLines }))
    } finally {
      // From here on the pool ends it.
      ended.removeEventListener('abort', end)
    }
  }

  /** Process id while it runs. */
  get pid(): number | undefined {
    return this.#transport.pid
  }

  /**
   * Calls a tool; several calls may run at once. What the tool itself says, an error too, is an outcome.
   *
   * @throws KeyturnError `TOOL_UNAVAILABLE`, `TOOL_FAILED` (no answer in time), `ABORTED`.
   */
  async call(
    tool: string,
    given: Readonly<Record<string, unknown>>,
    options: { readonly usesCredential: boolean; readonly signal: AbortSignal | undefined },
  ): Promise<ToolOutcome> {
    const { signal, usesCredential } = options
    const { callTimeoutMs: timeout, scrubber, server } = this.#parameters
    try {
      signal?.throwIfAborted()
      const answer = await this.#client.request(
        { method: 'tools/call', params: { name: tool, arguments: given } },
        { timeout, resetTimeoutOnProgress: true, maxTotalTimeout: 10 * timeout, ...(signal && { signal }) },
      )
      const { content, structuredContent } = answer
      const result: ToolResult = {
        content,
        ...(isRecord(structuredContent) && { structuredContent }),
        isError: answer.isError === true,
      }
      const speaksOfRejection = usesCredential && isRejectedResult(result)
      return { kind: 'result', result: scrubber.value(result) as ToolResult, speaksOfRejection }
    } catch (error) {
      if (signal?.aborted === true) throw abortedCall()
      if (this.#hasEnded || isSdkError(error, SdkErrorCode.ConnectionClosed)) {
        throw unavailable(server, 'ended during the call. Try again')
      }
      if (isSdkError(error, SdkErrorCode.RequestTimeout)) {
        throw failed(server.id, tool, `no answer in ${Math.round(timeout / 1000)} seconds`)
      }
      const speaksOfRejection = usesCredential && isErrorLike(error) && isRejectedError(error)
      const message = isErrorLike(error) ? scrubbedMessage(scrubber, error.message) : 'no reason given'
      return { kind: 'failed', message: `${server.id} says: ${message}`, speaksOfRejection }
    }
  }

  /** Ends the process; calls that wait for it fail as unavailable. Safe to call twice. */
  async close(): Promise<void> {
    this.#hasEnded = true
    await this.#transport.close()
    await this.#client.close().catch(() => undefined)
  }

  /** All pages of the server's list, until `until` (`performance.now()`), as far as tools are shown at all. */
  async #list(until: number): Promise<readonly ToolDefinition[]> {
    if (this.#client.getServerCapabilities()?.tools === undefined) return []
    const { scrubber, server, logger } = this.#parameters
    const listed: unknown[] = []
    let cursor: string | undefined
    for (let page = 0; page < MAX_PAGES && listed.length <= MAX_TOOLS; page++) {
      const request = { method: 'tools/list', params: cursor === undefined ? {} : { cursor } }
      const timeout = Math.max(1, until - performance.now())
      const answer: unknown = await this.#client.request(request, ANY_RESULT, { timeout })
      const { tools, nextCursor } = isRecord(answer) ? answer : {}
      if (Array.isArray(tools)) listed.push(...(tools as unknown[]).slice(0, MAX_TOOLS + 1))
      if (typeof nextCursor !== 'string' || nextCursor === cursor) break
      cursor = nextCursor
    }
    const { tools, leftOut } = await readDefinitions(listed, scrubber)
    if (leftOut > 0) {
      const limit = 'Tools of an MCP server are left out: too many, too large, or no sound definitions.'
      logger.warn({ server: server.id, shown: tools.length, leftOut }, limit)
    }
    return tools
  }

  /** However often a server says that its tools have changed, they are asked for every few seconds at most. */
  #relistSoon(): void {
    if (this.#relisting !== undefined || this.#hasEnded) return
    const waitMs = Math.max(0, this.#relistedAt + RELIST_EVERY_MS - performance.now())
    this.#relisting = setTimeout(() => void this.#relist(), waitMs)
    this.#relisting.unref()
  }

  async #relist(): Promise<void> {
    // What changes while it is listed is asked for once more.
    this.#relisting = undefined
    this.#relistedAt = performance.now()
    try {
      const tools = await this.#list(performance.now() + this.#parameters.startTimeoutMs)
      if (this.#hasEnded) return
      this.tools = tools
      this.#parameters.onTools(tools)
    } catch {
      this.#parameters.logger.debug(
        { server: this.#parameters.server.id },
        'server did not list its tools anew',
      )
    }
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
