/**
 * Scrubs what gives its texts later: functions, responses, streams and iterators become ones that give scrubbed texts.
 *
 * A secret that is spread over the pieces of a stream is found as in one text.
 */

/** How whole values and streams of text are scrubbed. */
export interface LaterScrubs {
  readonly value: (input: unknown) => unknown
  readonly streamOf: (content: 'text' | 'binary') => TransformStream<string, string>
}

/** Items of an iterator that are read; one that never ends is cut there. */
const MOST_ITEMS = 10_000

/** Bodies that are text; others are read byte by byte, so that a picture stays what it is. */
const TEXT_BODY =
  /^(?:text\/|application\/(?:json|xml|javascript|x-www-form-urlencoded)|[^;]*\+(?:json|xml))/i

/** The value that gives scrubbed texts; undefined for one that holds all of its texts already. */
export function scrubLater(input: object, scrubs: LaterScrubs): unknown {
  if (typeof input === 'function') return scrubFunction(input as (...given: never) => unknown, scrubs)
  if (input instanceof Response) return scrubResponse(input, scrubs)
  if (input instanceof ReadableStream) return scrubChunks(input, scrubs)
  if (isAsyncIterable(input)) return scrubAsync(input, scrubs)
  if (isIterator(input)) return scrubIterator(input, scrubs)
  return undefined
}

function scrubFunction(run: (...given: never) => unknown, scrubs: LaterScrubs): unknown {
  function scrubbed(this: unknown, ...arguments_: unknown[]): unknown {
    const given = arguments_.map((argument) => listening(argument, scrubs))
    let result: unknown
    try {
      result =
        new.target === undefined
          ? Reflect.apply(run, this, given)
          : (Reflect.construct(run, given) as unknown)
    } catch (error) {
      throw scrubs.value(error)
    }
    return scrubs.value(result)
  }
  Object.defineProperty(scrubbed, 'name', { value: String(scrubs.value(run.name)), configurable: true })
  for (const [name, value] of Object.entries(run))
    Object.defineProperty(scrubbed, name, { value: scrubs.value(value), enumerable: true })
  return scrubbed
}

/** A function that is handed in may be told something: it is told what is scrubbed. */
function listening(argument: unknown, scrubs: LaterScrubs): unknown {
  if (typeof argument !== 'function') return argument
  return function (this: unknown, ...told: unknown[]): unknown {
    return Reflect.apply(
      argument,
      this,
      told.map((one) => scrubs.value(one)),
    ) as unknown
  }
}

function scrubResponse(response: Response, scrubs: LaterScrubs): Response {
  const { status } = response
  // As `Response.error()` gives it, and as nobody can make it otherwise.
  if (status === 0) return Response.error()
  const headers = scrubs.value(response.headers) as Headers
  const type = headers.get('content-type') ?? 'text/plain'
  const isReadable = response.body !== null && !response.bodyUsed && !response.body.locked
  const body = isReadable ? scrubBytes(response.body, readingOf(type), scrubs) : null
  // The body may be of another length now; where there is none the header tells of another answer's.
  if (response.body !== null) headers.delete('content-length')
  const statusText = String(scrubs.value(response.statusText))
  const scrubbed = new Response(body, { status, statusText, headers })
  Object.defineProperty(scrubbed, 'url', { value: String(scrubs.value(response.url)) })
  return scrubbed
}

/** Text of another encoding than UTF-8 is read byte by byte too, and stays what it is. */
function readingOf(type: string): Reading {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(type)?.[1] ?? 'utf-8'
  if (!TEXT_BODY.test(type)) return 'binary'
  return /^(?:utf-?8|us-ascii)$/i.test(charset) ? 'utf-8' : 'latin1'
}

/** A stream of whatever kind: its first piece says which. */
function scrubChunks(stream: ReadableStream<unknown>, scrubs: LaterScrubs): ReadableStream<unknown> {
  const chunks = scrubAsync(stream, scrubs)
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await chunks.return(undefined)
    },
  })
}

async function* scrubAsync(
  source: AsyncIterable<unknown>,
  scrubs: LaterScrubs,
): AsyncGenerator<unknown, undefined, undefined> {
  const chunks = source[Symbol.asyncIterator]()
  try {
    const first = await chunks.next()
    if (first.done === true) return
    const rest = startingWith(first.value, chunks)
    if (typeof first.value === 'string')
      yield* ReadableStream.from(rest as AsyncIterable<string>).pipeThrough(scrubs.streamOf('text'))
    else if (first.value instanceof Uint8Array)
      yield* scrubBytes(ReadableStream.from(rest as AsyncIterable<Uint8Array>), 'binary', scrubs)
    else for await (const chunk of rest) yield scrubs.value(chunk)
  } catch (error) {
    throw scrubs.value(error)
  } finally {
    await chunks.return?.(undefined)
  }
}

async function* startingWith(
  first: unknown,
  chunks: AsyncIterator<unknown>,
): AsyncGenerator<unknown, undefined, undefined> {
  yield first
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value
}

/** How bytes become characters: as UTF-8, or each byte one; `binary`: the same, of what is no text. */
type Reading = 'utf-8' | 'latin1' | 'binary'

/** Bytes through the scrubber and back; in Latin-1 each byte is one character, so that what holds no secret comes back as it is. */
function scrubBytes(
  bytes: ReadableStream<Uint8Array>,
  reading: Reading,
  scrubs: LaterScrubs,
): ReadableStream<Uint8Array> {
  const decoder = reading === 'utf-8' ? new TextDecoder('utf-8', { ignoreBOM: true }) : undefined
  const decode = new TransformStream<Uint8Array, string>({
    transform(chunk, controller) {
      const text = decoder?.decode(chunk, { stream: true }) ?? Buffer.from(chunk).toString('latin1')
      if (text !== '') controller.enqueue(text)
    },
    flush(controller) {
      const rest = decoder?.decode() ?? ''
      if (rest !== '') controller.enqueue(rest)
    },
  })
  const encode = new TransformStream<string, Uint8Array>({
    transform(text, controller) {
      controller.enqueue(new Uint8Array(Buffer.from(text, reading === 'utf-8' ? 'utf8' : 'latin1')))
    },
  })
  return bytes
    .pipeThrough(decode)
    .pipeThrough(scrubs.streamOf(reading === 'binary' ? 'binary' : 'text'))
    .pipeThrough(encode)
}

/** Read to its end at once, since a secret may be spread over what it gives. */
function scrubIterator(input: Iterator<unknown> & Iterable<unknown>, scrubs: LaterScrubs): unknown {
  const items: unknown[] = []
  for (const item of input) if (items.push(item) >= MOST_ITEMS) break
  return (scrubs.value(items) as unknown[])[Symbol.iterator]()
}

function isAsyncIterable(input: object): input is AsyncIterable<unknown> {
  return typeof Reflect.get(input, Symbol.asyncIterator) === 'function'
}

function isIterator(input: object): input is Iterator<unknown> & Iterable<unknown> {
  return (
    typeof Reflect.get(input, 'next') === 'function' &&
    typeof Reflect.get(input, Symbol.iterator) === 'function'
  )
}
