/** How large one message of a server may be: what is over it is refused before it is parsed, whichever way it came. */

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

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c]
const [LIST, LIST_END, OBJECT, OBJECT_END] = [0x5b, 0x5d, 0x7b, 0x7d]

/**
 * Counts brackets and commas outside of strings. A text that is no JSON is counted alike: it is not parsed for long.
 *
 * @throws MessageRefused
 */
export function checkStructure(line: Uint8Array, { maxValues, maxDepth }: MessageBounds): void {
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
function endOfText(line: Uint8Array, start: number): number {
  for (let end = line.indexOf(QUOTE, start); end !== -1; end = line.indexOf(QUOTE, end + 1)) {
    let backslashes = 0
    while (line[end - 1 - backslashes] === BACKSLASH && end - backslashes > start) backslashes++
    if (backslashes % 2 === 0) return end
  }
  return line.length
}
