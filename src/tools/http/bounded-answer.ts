/**
 * Holds the answers of a server within the bounds of one message, before anything parses them: a JSON body as a whole, a stream of events one
 * by one.
 */
import { checkStructure, MESSAGE_BOUNDS, MessageRefused, type MessageBounds } from '../message-bounds.ts'

/** What is read of an answer that is an error; a longer one is left out whole, since half a secret is no longer found. Bytes. */
const MAX_ERROR_BYTES = 64 * 1024

/** Who is told what becomes of an answer. */
export interface AnswerListeners {
  /** An event stream is over the bounds, which nobody waits for. */
  readonly onRefused: (refusal: MessageRefused) => void
  /** All of it came, or no more will. */
  readonly onEnd: () => void
  /** Put behind a stream of events that ends or breaks off, and that the SDK cannot take up again (its events have no ids). */
  readonly lastEvent: Uint8Array | undefined
}

/**
 * The answer, bounded.
 *
 * @throws MessageRefused for a JSON body over the bounds.
 */
export async function boundedAnswer(
  response: Response,
  listeners: AnswerListeners,
  bounds: MessageBounds = MESSAGE_BOUNDS,
): Promise<Response> {
  const { status, headers, body } = response
  if (response.ok && body !== null && isEventStream(headers))
    return new Response(ReadableStream.from(boundedEvents(body, listeners, bounds)), { status, headers })
  try {
    return await wholeAnswer(response, bounds)
  } finally {
    listeners.onEnd()
  }
}

function isEventStream(headers: Headers): boolean {
  return /^text\/event-stream\b/i.test(headers.get('content-type') ?? '')
}

async function wholeAnswer(response: Response, bounds: MessageBounds): Promise<Response> {
  const { status, headers, body } = response
  if (body === null) return response
  if (!response.ok) {
    const bytes = await readUpTo(body, MAX_ERROR_BYTES)
    return new Response(bytes ?? '', { status, headers })
  }
  const bytes = await readUpTo(body, bounds.maxBytes)
  if (bytes === undefined) throw new MessageRefused('A message is too long.')
  checkStructure(bytes, bounds)
  return new Response(bytes, { status, headers })
}

/** The whole body; nothing for one that is longer, which is left there. */
async function readUpTo(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<Buffer<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(chunks)
    bytes += value.byteLength
    if (bytes > maxBytes) {
      await reader.cancel().catch(() => undefined)
      return undefined
    }
    chunks.push(value)
  }
}

const [LF, CR] = [0x0a, 0x0d]

/** Passes events on one by one; an event ends at a blank line, of whatever line ends (HTML standard, server-sent events). */
async function* boundedEvents(
  body: ReadableStream<Uint8Array>,
  { onRefused, onEnd, lastEvent }: AnswerListeners,
  bounds: MessageBounds,
): AsyncGenerator<Uint8Array, void, undefined> {
  let begun: Uint8Array[] = []
  let bytes = 0
  let isLineStart = true
  let wasReturn = false
  let canResume = false
  const take = (part: Uint8Array): void => {
    bytes += part.byteLength
    if (bytes > bounds.maxBytes) throw new MessageRefused('A message is too long.')
    begun.push(part)
  }
  try {
    for await (const chunk of body) {
      let from = 0
      for (let at = 0; at < chunk.byteLength; at++) {
        const byte = chunk[at]
        if (byte !== LF && byte !== CR) {
          isLineStart = false
          wasReturn = false
          continue
        }
        const isSecondHalf = byte === LF && wasReturn
        wasReturn = byte === CR
        if (isSecondHalf) continue
        if (!isLineStart) {
          isLineStart = true
          continue
        }
        take(chunk.subarray(from, at + 1))
        const event = Buffer.concat(begun)
        checkStructure(event, bounds)
        canResume ||= hasId(event)
        yield event
        begun = []
        bytes = 0
        from = at + 1
      }
      take(chunk.subarray(from))
    }
  } catch (error) {
    if (error instanceof MessageRefused) {
      onRefused(error)
      throw error
    }
    // Broken off: what was begun is no event, and whoever waits for an answer is told below.
  } finally {
    onEnd()
  }
  if (lastEvent !== undefined && !canResume) yield lastEvent
}

function hasId(event: Buffer): boolean {
  return (
    ['\nid:', '\rid:'].some((line) => event.includes(line)) ||
    event.subarray(0, 3).toString('latin1') === 'id:'
  )
}
