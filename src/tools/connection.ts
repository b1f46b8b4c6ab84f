/**
 * One connection to an MCP server: opened for one user, asked for its tools, called. What it answers is scrubbed before anybody sees it.
 * Whether a process stands behind it or an address is the business of its link.
 *
 * Long because a connection's life, from start to end, is told in one place.
 */
import { Client, SdkErrorCode, type CallToolResult, type RequestOptions } from '@modelcontextprotocol/client'
import { KeyturnError } from '../errors.ts'
import type { ServerDefinition } from '../formation/formation.ts'
import type { Logger } from '../ports.ts'
import { linksOfError, linksOfResult, readAskedLink, type AskedLink } from './asked-links.ts'
import type { ToolDefinition, ToolOutcome, ToolResult } from './connections.ts'
import type { CloseReason, ServerLink } from './link.ts'
import { MessageRefused } from './message-bounds.ts'
import { MAX_TOOLS, readDefinitions } from './read-definitions.ts'
import { isRejectedError, isRejectedResult } from './rejection.ts'
import { scrubbedMessage } from './scrubbed-message.ts'
import { failed, isErrorLike, isSdkError, unavailable } from './server-errors.ts'
import { ServerStartError } from './start-failure.ts'
import { abortedCall, endedCall } from './waiters.ts'

const CLIENT = { name: 'keyturn', version: '0.1.0' }

/** Pages of one list; a server that always has another one is left there. */
const MAX_PAGES = 64

/** A list that changes is read again at most this often, in milliseconds. */
const RELIST_EVERY_MS = 5_000

/** Links that one call may ask for while it is under way. */
const MAX_LINKS_OF_A_CALL = 3

/** Takes a result as it came, which is read by structure afterwards: nothing that a server sends is compiled or run. */
const ANY_RESULT = {
  '~standard': { version: 1, vendor: 'keyturn', validate: (value: unknown) => ({ value }) },
} as const

/** What a connection is made from. */
export interface ConnectionParameters {
  readonly server: ServerDefinition
  readonly link: ServerLink
  readonly logger: Logger
  /** Aborts when its credential is taken out of use: nothing starts then, and what is starting ends at once. */
  readonly ended: AbortSignal
  /** Milliseconds a server may take to start. */
  readonly startTimeoutMs: number
  /** Milliseconds a tool may take to answer. */
  readonly callTimeoutMs: number
  /** The server said that its tools are others now. */
  readonly onTools: (tools: readonly ToolDefinition[]) => void
}

/** The connection was lost before the call was made: it can be made once more on another. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
}

/** A connection of one user. */
export class Connection {
  /** The server's tools as it last told them. */
  tools: readonly ToolDefinition[] = []
  /** Called once when the connection has ended, for whatever reason. */
  onEnded: (() => void) | undefined
  readonly #parameters: ConnectionParameters
  readonly #link: ServerLink
  readonly #client: Client
  /** The links that are asked for while calls are under way, one list a call. */
  readonly #asked = new Set<AskedLink[]>()
  #refusal: MessageRefused | undefined
  #relisting: NodeJS.Timeout | undefined
  #relistedAt = 0
  #hasEnded = false

  private constructor(parameters: ConnectionParameters) {
    const { server, link, logger } = parameters
    this.#parameters = parameters
    this.#link = link
    // No other capabilities: what a server asks of us (forms, sampling, roots) is declined by the SDK.
    this.#client = new Client(CLIENT, {
      capabilities: link.takesLinks ? { elicitation: { url: {} } } : {},
      inputRequired: { autoFulfill: false },
      versionNegotiation: { mode: link.protocol },
      listChanged: { tools: { autoRefresh: false, onChanged: () => this.#relistSoon() } },
    })
    if (link.takesLinks)
      this.#client.setRequestHandler('elicitation/create', (request) => this.#takeLink(request))
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
   * Opens a connection and asks for the server's tools.
   *
   * @throws ServerStartError when there is none, without what it was opened with or what it printed; KeyturnError `TOOL_UNAVAILABLE` when
   * the start was ended.
   */
  static async open(parameters: ConnectionParameters): Promise<Connection> {
    const connection = new Connection(parameters)
    const { server, link, startTimeoutMs, ended } = parameters
    const end = (): void => void connection.close('ended')
    ended.addEventListener('abort', end, { once: true })
    try {
      ended.throwIfAborted()
      const until = performance.now() + startTimeoutMs
      await connection.#client.connect(link.transport, { timeout: startTimeoutMs })
      connection.tools = await connection.#list(until)
      ended.throwIfAborted()
      return connection
    } catch (error) {
      await connection.close(ended.aborted ? 'ended' : 'unused')
      if (ended.aborted) throw endedCall()
      if (error instanceof KeyturnError) throw error
      throw new ServerStartError(server, link.readStartFailure(connection.#refusal ?? error))
    } finally {
      // From here on the pool ends it.
      ended.removeEventListener('abort', end)
    }
  }

  /** Process id while one runs. */
  get pid(): number | undefined {
    return this.#link.pid
  }

  /**
   * Calls a tool; several calls may run at once. What the tool itself says, an error too, is an outcome.
   *
   * @throws ConnectionLost; KeyturnError `TOOL_UNAVAILABLE`, `TOOL_FAILED` (no answer in time), `ABORTED`.
   */
  async call(
    tool: string,
    given: Readonly<Record<string, unknown>>,
    options: { readonly usesCredential: boolean; readonly signal: AbortSignal | undefined },
  ): Promise<ToolOutcome> {
    const { signal, usesCredential } = options
    const links: AskedLink[] = []
    this.#asked.add(links)
    const { callTimeoutMs: timeout, server } = this.#parameters
    const { scrubber } = this.#link
    try {
      signal?.throwIfAborted()
      const limits = { timeout, resetTimeoutOnProgress: true, maxTotalTimeout: 10 * timeout }
      const answer = await this.#request(tool, given, { ...limits, ...(signal && { signal }) })
      const waiting = linksOfResult(answer, scrubber)
      if (waiting !== undefined) return waitsFor([...links, ...waiting])
      const { content, structuredContent } = answer
      const result: ToolResult = {
        content,
        ...(isRecord(structuredContent) && { structuredContent }),
        isError: answer.isError === true,
      }
      const speaksOfRejection = usesCredential && isRejectedResult(result)
      const told = {
        kind: 'result',
        result: scrubber.value(result) as ToolResult,
        speaksOfRejection,
      } as const
      return links.length === 0 ? told : { ...told, links }
    } catch (error) {
      if (signal?.aborted === true) throw abortedCall()
      if (error instanceof KeyturnError) throw error
      const fault = this.#link.readCallFault(error, this.#hasEnded)
      if (fault.kind === 'lost') throw new ConnectionLost()
      if (fault.kind === 'unavailable') throw unavailable(server, fault.what)
      if (isSdkError(error, SdkErrorCode.RequestTimeout)) {
        throw failed(server.id, tool, `no answer in ${Math.round(timeout / 1000)} seconds`)
      }
      const waiting = linksOfError(error, scrubber)
      if (waiting !== undefined) return waitsFor([...links, ...waiting])
      const speaksOfRejection = usesCredential && isErrorLike(error) && isRejectedError(error)
      const message = isErrorLike(error) ? scrubbedMessage(scrubber, error.message) : 'no reason given'
      return { kind: 'failed', message: `${server.id} says: ${message}`, speaksOfRejection }
    } finally {
      this.#asked.delete(links)
    }
  }

  /** Ends the connection, and its process where it has one; calls that wait for it fail as unavailable. Safe to call twice. */
  async close(reason: CloseReason): Promise<void> {
    this.#hasEnded = true
    await this.#link.close(reason)
    await this.#client.close().catch(() => undefined)
  }

  /** Nobody has agreed to anything yet: the link goes to the user with the answer of the call. */
  #takeLink(request: { readonly params: unknown }): { readonly action: 'cancel' } {
    const link = readAskedLink(request.params, this.#link.scrubber)
    if (link !== undefined)
      for (const links of this.#asked) if (links.length < MAX_LINKS_OF_A_CALL) links.push(link)
    return { action: 'cancel' }
  }

  /** Since 2026-07-28 a tool may want arguments as headers too (`x-mcp-header`), which only the SDK's own call sends. */
  #request(
    name: string,
    given: Readonly<Record<string, unknown>>,
    options: RequestOptions,
  ): Promise<CallToolResult> {
    const params = { name, arguments: given }
    const toolDefinition = this.tools.find((tool) => tool.name === name)
    if (this.#client.getProtocolEra() !== 'modern' || toolDefinition === undefined)
      return this.#client.request({ method: 'tools/call', params }, options)
    return this.#client.callTool(params, {
      ...options,
      toolDefinition: { ...toolDefinition, inputSchema: { ...toolDefinition.inputSchema, type: 'object' } },
    })
  }

  /** All pages of the server's list, until `until` (`performance.now()`), as far as tools are shown at all. */
  async #list(until: number): Promise<readonly ToolDefinition[]> {
    if (this.#client.getServerCapabilities()?.tools === undefined) return []
    const { server, logger } = this.#parameters
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
    const { tools, leftOut } = await readDefinitions(listed, this.#link.scrubber)
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

/** The tool has done nothing yet: it waits for its user to open a page, and is called again then. */
function waitsFor(links: readonly AskedLink[]): ToolOutcome {
  const content = links.length > 0 ? [] : [{ type: 'text', text: NO_LINK }]
  return { kind: 'result', result: { content, isError: true }, speaksOfRejection: false, links }
}

const NO_LINK = 'The server asks its user for something that cannot be passed on. Nothing was done.'
