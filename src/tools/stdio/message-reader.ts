/**
 * Reads the JSON-RPC messages of a stream, one a line, and refuses those that would keep the process from everything else: parsing takes
 * time by the number of values, so they are counted before.
 */
import { deserializeMessage, type JSONRPCMessage } from '@modelcontextprotocol/client'
import { checkStructure, MESSAGE_BOUNDS, MessageRefused, type MessageBounds } from '../message-bounds.ts'

const NEWLINE = 0x0a

/** Cuts bytes into messages. */
export class MessageReader {
  readonly #bounds: MessageBounds
  readonly #lines: Buffer[] = []
  /** The chunks of the line that has no end yet. */
  #begun: Buffer[] = []
  #begunBytes = 0

  constructor(bounds: MessageBounds = MESSAGE_BOUNDS) {
    this.#bounds = bounds
  }

  /**
   * Takes the next bytes.
   *
   * @throws MessageRefused for a message over the bounds.
   */
  append(chunk: Buffer): void {
    let from = 0
    for (;;) {
      const end = chunk.indexOf(NEWLINE, from)
      const part = chunk.subarray(from, end === -1 ? undefined : end)
      this.#begun.push(part)
      this.#begunBytes += part.length
      if (this.#begunBytes > this.#bounds.maxBytes) throw new MessageRefused('A message is too long.')
      if (end === -1) return
      const line = this.#begun.length === 1 ? part : Buffer.concat(this.#begun)
      this.#begun = []
      this.#begunBytes = 0
      checkStructure(line, this.#bounds)
      this.#lines.push(line)
      from = end + 1
    }
  }

  /** The next message, or null until there is one; lines that are no JSON are passed over, since servers print such. */
  readMessage(): JSONRPCMessage | null {
    for (;;) {
      const line = this.#lines.shift()
      if (line === undefined) return null
      try {
        return deserializeMessage(line.toString('utf8'))
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error
      }
    }
  }

  /** Forgets what was not read. */
  clear(): void {
    this.#lines.length = 0
    this.#begun = []
    this.#begunBytes = 0
  }
}
