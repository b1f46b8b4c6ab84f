/** Scrubs bytes: read as UTF-8, as single bytes, and as UTF-16; what holds no secret comes back as it is. */

/** How each kind of content is scrubbed. */
export interface Scrubs {
  readonly scrubText: (text: string) => string
  /** Base64 that is a part of a structured value by itself: a picture, a sound. */
  readonly scrubBase64: (text: string) => string
  /** A reading of bytes that are no text. */
  readonly scrubBinary: (text: string) => string
  /** For what gives its texts, or its bytes as such readings, in pieces. */
  readonly streamOf: (content: 'text' | 'binary') => TransformStream<string, string>
  /** What a value gives later, at the same depth: its texts are read together, as those of the whole are. */
  readonly scrubWhole: (input: unknown, depth: number) => unknown
}

/** Any view of bytes. Texts in it are taken out; a view of wider elements keeps its length, zeros where the marker was shorter. */
export function scrubView(input: ArrayBufferView, scrubs: Scrubs): ArrayBufferView {
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength)
  const scrubbed = scrubBytes(bytes, scrubs)
  if (scrubbed === undefined) return input
  if (Buffer.isBuffer(input)) return scrubbed
  if (input instanceof Uint8Array) return new Uint8Array(scrubbed)
  const whole = new Uint8Array(input.byteLength)
  whole.set(scrubbed.subarray(0, input.byteLength))
  if (input instanceof DataView) return new DataView(whole.buffer)
  const View = input.constructor as new (buffer: ArrayBuffer) => ArrayBufferView
  return new View(whole.buffer)
}

/** A whole buffer, shared between threads or not. */
export function scrubBuffer(input: ArrayBufferLike, scrubs: Scrubs): ArrayBufferLike {
  const scrubbed = scrubBytes(Buffer.from(input), scrubs)
  return scrubbed === undefined ? input : new Uint8Array(scrubbed).buffer
}

function scrubBytes(bytes: Buffer, { scrubText, scrubBinary }: Scrubs): Buffer | undefined {
  // Of the readings that decode, the first that shows a secret is the text's own.
  for (const encoding of ['utf16le', 'utf8', 'latin1'] as const) {
    if (encoding === 'utf16le' && !bytes.includes(0)) continue
    const text = bytes.toString(encoding)
    const scrubbed = isText(bytes, encoding) ? scrubText(text) : scrubBinary(text)
    if (scrubbed !== text) return Buffer.from(scrubbed, encoding)
  }
  return undefined
}

/** How many bytes tell whether all of them are a text. */
const SAMPLE = 4_096
/** Characters that no text holds, tabs, line ends and colours left out. */
// eslint-disable-next-line no-control-regex -- control characters are what this is about
const CONTROL = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f-\u009f\ufffd]/

/** Whether a reading of the bytes is somebody's text rather than a picture or an archive. */
function isText(bytes: Buffer, encoding: 'utf16le' | 'utf8' | 'latin1'): boolean {
  const sample = bytes.subarray(0, SAMPLE)
  if (encoding !== 'utf16le') return !CONTROL.test(sample.toString(encoding).slice(0, -4))
  const zeros = sample.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0)
  return zeros * 4 >= sample.length
}
