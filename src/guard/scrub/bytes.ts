/** Scrubs bytes: read as UTF-8, as single bytes, and as UTF-16; what holds no secret comes back as it is. */

/** Any view of bytes. Texts in it are taken out; a view of wider elements keeps its length, zeros where the marker was shorter. */
export function scrubView(input: ArrayBufferView, scrubText: (text: string) => string): ArrayBufferView {
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength)
  const scrubbed = scrubBytes(bytes, scrubText)
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
export function scrubBuffer(input: ArrayBufferLike, scrubText: (text: string) => string): ArrayBufferLike {
  const scrubbed = scrubBytes(Buffer.from(input), scrubText)
  return scrubbed === undefined ? input : new Uint8Array(scrubbed).buffer
}

function scrubBytes(bytes: Buffer, scrubText: (text: string) => string): Buffer | undefined {
  // Of the readings that decode, the first that shows a secret is the text's own.
  for (const encoding of ['utf8', 'latin1', 'utf16le'] as const) {
    if (encoding === 'utf16le' && !bytes.includes(0)) continue
    const text = bytes.toString(encoding)
    const scrubbed = scrubText(text)
    if (scrubbed !== text) return Buffer.from(scrubbed, encoding)
  }
  return undefined
}
