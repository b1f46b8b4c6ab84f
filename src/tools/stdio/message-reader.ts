/**
 * Reads the JSON-RPC messages of a stream, one a line, and refuses those that would keep the process from everything else: parsing takes
 * time by the number of values, so they are counted before.
 */
import { deserializeMessage, type JSONRPCMessage } from '@modelcontextprotocol/client'

/** Bounds of one message, each far above what real servers send. */
export interface MessageBounds {
  readonly maxBytes: number
  /** Members and elements of all objects and arrays. 100,000 are parsed in about 30 ms. */
  readonly maxValues: number
  /** How deep objects and arrays may stand in each other. */
  readonly maxDepth: number
}

/** 10 MiB, as the SDK's own reader; 100,000 values; 128 deep. */
export const MESSAGE_BOUNDS: MessageBounds = { maxBytes: 10 * 1024 * 1024, maxValues: 100_000, maxDepth: 128 }

/** The message cannot be read, and so nothing behind it: the connection has to end. */
export class MessageRefused extends Error {
  override readonly name = 'MessageRefused'
}

const [NEWLINE, QUOTE, BACKSLASH, COMMA] = [0x0a, 0x22, 0x5c, 0x2c]
const [LIST, LIST_END, OBJECT, OBJECT_END] = [0x5b, 0x5d, 0x7b, 0x7d]

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

/** Brackets and commas outside of strings. A line that is no JSON is counted alike: it is not parsed for long. */
function checkStructure(line: Buffer, { maxValues, maxDepth }: MessageBounds): void {
  let values = 0
  let depth = 0
  for (let at = 0; at < line.length; at++) {
    const byte = line[at]
    if (byte === QUOTE) at = endOfText(line, at + 1)
    else if (byte === COMMA) values++
    else if (byte === LIST || byte === OBJECT) {
      values++
      depth++
      if (depth > maxDepth) throw new MessageRefused('A message is nested too deep.')
    } else if (byte === LIST_END || byte === OBJECT_END) depth--
    if (values > maxValues) throw new MessageRefused('A message holds too many values.')
  }
}

/** Where the quote is that ends a text: behind an even number of backslashes. */
function endOfText(line: Buffer, start: number): number {
  for (let end = line.indexOf(QUOTE, start); end !== -1; end = line.indexOf(QUOTE, end + 1)) {
    let backslashes = 0
    while (line[end - 1 - backslashes] === BACKSLASH && end - backslashes > start) backslashes++
    if (backslashes % 2 === 0) return end
  }
  return line.length
}
