/**
 * One MCP server as a child process: JSON-RPC lines over its stdin and stdout (MCP 2025-11-25, transports, stdio).
 *
 * Not the SDK's own: that one adds variables of the parent's environment, prints the child's stderr unless told otherwise, and ends
 * only the direct child, which for `npx` is not the server.
 */
import {
  SdkError,
  SdkErrorCode,
  serializeMessage,
  type JSONRPCMessage,
  type Transport,
} from '@modelcontextprotocol/client'
import { readLines } from './error-lines.ts'
import { MessageReader } from './message-reader.ts'
import { ProcessGroup, type Program } from './process-group.ts'

/** How a server is started. */
export interface ProcessParameters extends Program {
  /** Looked at in the step that starts the child: once aborted, none is started. */
  readonly ended: AbortSignal
  /** Gets each line of the child's stderr. */
  readonly onErrorLine: (line: string) => void
}

/** How long a child may take to end by itself once its stdin is closed, and again after each signal. */
const GRACE_MS = 1000

/** The transport of one child; a second `start` needs a second transport. */
export class ProcessTransport implements Transport {
  onclose?: () => void
  onerror?: (error: Error) => void
  onmessage?: (message: JSONRPCMessage) => void
  readonly #parameters: ProcessParameters
  readonly #buffer = new MessageReader()
  #group: ProcessGroup | undefined
  #ended: Promise<void> | undefined
  #isReported = false

  constructor(parameters: ProcessParameters) {
    this.#parameters = parameters
  }

  /** Process id while the child runs. */
  get pid(): number | undefined {
    return this.#group?.leader.pid
  }

  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      const { ended } = this.#parameters
      if (ended.aborted) {
        reject(new SdkError(SdkErrorCode.ConnectionClosed, 'The credential was taken out of use.'))
        return
      }
      const group = ProcessGroup.start(this.#parameters)
      const { leader } = group
      this.#group = group
      leader.once('spawn', resolve)
      leader.once('error', reject)
      this.#ended = new Promise((end) => {
        leader.once('close', () => {
          this.#group = undefined
          end()
          this.#reportClosed()
        })
      })
      // The pipe of a child that has just died breaks; its `close` tells.
      leader.stdin.on('error', () => undefined)
      leader.stdout.on('data', (chunk: Buffer) => this.#read(chunk))
      readLines(leader.stderr, this.#parameters.onErrorLine)
    })
  }

  send(message: JSONRPCMessage): Promise<void> {
    const stdin = this.#group?.leader.stdin
    const gone = new SdkError(SdkErrorCode.ConnectionClosed, 'The server has ended.')
    if (stdin === undefined || !stdin.writable) return Promise.reject(gone)
    return new Promise((resolve, reject) => {
      stdin.write(serializeMessage(message), (error) => (error ? reject(gone) : resolve()))
    })
  }

  /** Ends the child and all it started: by closing stdin, then SIGTERM, then SIGKILL, a second apart. */
  async close(): Promise<void> {
    const group = this.#group
    if (group === undefined) return
    // At once, so that calls in flight fail now and not when a stubborn child has been killed.
    this.#reportClosed()
    group.leader.stdin.end()
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      if (await this.#endsWithin(GRACE_MS)) break
      group.signal(signal)
    }
    await this.#endsWithin(GRACE_MS)
    await group.sweep()
    this.#buffer.clear()
  }

  #reportClosed(): void {
    if (this.#isReported) return
    this.#isReported = true
    this.onclose?.()
  }

  #read(chunk: Buffer): void {
    try {
      this.#buffer.append(chunk)
    } catch (error) {
      // A message over the bounds: the stream cannot be read on.
      this.onerror?.(error as Error)
      void this.close()
      return
    }
    for (;;) {
      try {
        const message = this.#buffer.readMessage()
        if (message === null) return
        this.onmessage?.(message)
      } catch (error) {
        this.onerror?.(error as Error)
      }
    }
  }

  async #endsWithin(timeoutMs: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), timeoutMs)
    })
    const ended = this.#ended?.then(() => true) ?? Promise.resolve(true)
    const isEnded = await Promise.race([ended, late])
    clearTimeout(timer)
    return isEnded
  }
}
