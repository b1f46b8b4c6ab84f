/**
 * One running MCP server: started for one user, asked for its tools, called. What it answers is scrubbed before anybody sees it.
 *
 * Long because a connection's life, from start to end, is told in one place.
 */
import { Client, SdkErrorCode, type Tool } from '@modelcontextprotocol/client'
import type { ServerDefinition } from '../formation/formation.ts'
import type { Scrubber } from '../guard/scrub.ts'
import type { Logger } from '../ports.ts'
import type { ToolDefinition, ToolOutcome, ToolResult } from './connections.ts'
import type { LaunchPlan } from './environment.ts'
import { ProcessTransport } from './process-transport.ts'
import { isRejectedError, isRejectedResult } from './rejection.ts'
import { scrubbedMessage } from './scrubbed-message.ts'
import { failed, isErrorLike, isSdkError, startFailure, unavailable } from './server-errors.ts'
import { abortedCall, endedCall } from './waiters.ts'

const CLIENT = { name: 'keyturn', version: '0.1.0' }

/** What a connection is made from. */
export interface ConnectionParameters {
  readonly server: ServerDefinition
  readonly plan: LaunchPlan
  /** Knows every secret of the plan. */
  readonly scrubber: Scrubber
  readonly logger: Logger
  /** Aborts when its credential is taken out of use: nothing starts then, and what is starting ends at once. */
  readonly ended: AbortSignal
  /** Milliseconds a server may take to start. */
  readonly startTimeoutMs: number
  /** Milliseconds a tool may take to answer. */
  readonly callTimeoutMs: number
  /** The server said that its tools are others now. */
  readonly onToolsChanged: (tools: readonly ToolDefinition[]) => void
}

/** A connection to one process. */
export class Connection {
  /** The server's tools when it started. */
  tools: readonly ToolDefinition[] = []
  /** Called once when the process has ended, for whatever reason. */
  onEnded: (() => void) | undefined
  readonly #parameters: ConnectionParameters
  readonly #transport: ProcessTransport
  readonly #client: Client
  #hasEnded = false

  private constructor(parameters: ConnectionParameters) {
    const { server, plan, scrubber, logger, ended } = parameters
    this.#parameters = parameters
    this.#transport = new ProcessTransport({
      ...plan,
      ended,
      onErrorLine: (line) =>
        logger.debug({ server: server.id, line: scrubbedMessage(scrubber, line) }, 'server stderr'),
    })
    // No capabilities: what a server asks of us (elicitation, sampling, roots) is answered with "method not found". The protocol
    // era is pinned, because finding it out would start a second process with the same credential.
    this.#client = new Client(CLIENT, {
      capabilities: {},
      versionNegotiation: { mode: 'legacy' },
      listChanged: { tools: { onChanged: (error, tools) => this.#takeTools(error, tools) } },
    })
    this.#client.onclose = () => {
      this.#hasEnded = true
      this.onEnded?.()
    }
    this.#client.onerror = () => logger.debug({ server: server.id }, 'server sent what cannot be read')
  }

  /**
   * Starts a server and asks for its tools.
   *
   * @throws KeyturnError `TOOL_UNAVAILABLE` when it does not start, without its environment or output.
   */
  static async open(parameters: ConnectionParameters): Promise<Connection> {
    const connection = new Connection(parameters)
    const { startTimeoutMs: timeout, ended } = parameters
    const end = (): void => void connection.close()
    ended.addEventListener('abort', end, { once: true })
    try {
      await connection.#client.connect(connection.#transport, { timeout })
      if (connection.#client.getServerCapabilities()?.tools !== undefined) {
        const { tools } = await connection.#client.listTools(undefined, { timeout })
        connection.tools = tools.map((tool) => connection.#define(tool))
      }
      return connection
    } catch (error) {
      await connection.close()
      throw ended.aborted ? endedCall() : unavailable(parameters.server, startFailure(error))
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
   * Calls a tool; several calls may run at once.
   *
   * @throws KeyturnError `TOOL_UNAVAILABLE`, `TOOL_FAILED`, `ABORTED`.
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
      const answer = await this.#client.callTool(
        { name: tool, arguments: given },
        { timeout, resetTimeoutOnProgress: true, maxTotalTimeout: 10 * timeout, ...(signal && { signal }) },
      )
      const { content, structuredContent } = answer
      const result: ToolResult = {
        content,
        ...(isRecord(structuredContent) && { structuredContent }),
        isError: answer.isError === true,
      }
      if (usesCredential && isRejectedResult(result)) return { kind: 'rejected' }
      return { kind: 'result', result: scrubber.value(result) as ToolResult }
    } catch (error) {
      if (signal?.aborted === true) throw abortedCall()
      if (this.#hasEnded || isSdkError(error, SdkErrorCode.ConnectionClosed)) {
        throw unavailable(server, 'ended during the call. Try again')
      }
      if (usesCredential && isErrorLike(error) && isRejectedError(error)) return { kind: 'rejected' }
      if (isSdkError(error, SdkErrorCode.RequestTimeout)) {
        throw failed(server, tool, `no answer in ${Math.round(timeout / 1000)} seconds`)
      }
      const message = isErrorLike(error) ? scrubbedMessage(scrubber, error.message) : 'no reason given'
      throw failed(server, tool, `${server.id} says: ${message}`)
    }
  }

  /** Ends the process; calls that wait for it fail as unavailable. Safe to call twice. */
  async close(): Promise<void> {
    this.#hasEnded = true
    await this.#transport.close()
    await this.#client.close().catch(() => undefined)
  }

  #takeTools(error: Error | null, tools: readonly Tool[] | null): void {
    if (error !== null || tools === null) return
    this.tools = tools.map((tool) => this.#define(tool))
    this.#parameters.onToolsChanged(this.tools)
  }

  #define({ name, description = '', inputSchema }: Tool): ToolDefinition {
    return this.#parameters.scrubber.value({ name, description, inputSchema }) as ToolDefinition
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
