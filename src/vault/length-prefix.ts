/** Joins parts so that no two lists of parts ever give the same bytes: `a:b|c` is not `a|b:c`. */

/** One part: text as UTF-8, an integer as decimal text, or bytes as they are. */
export type Part = string | number | Uint8Array

const LENGTH_BYTES = 4

/** Each part as its length in 4 bytes (big-endian) and its bytes. */
export function lengthPrefixed(...parts: readonly Part[]): Buffer {
  const pieces: Buffer[] = []
  for (const part of parts) {
    const bytes = typeof part === 'object' ? part : Buffer.from(String(part), 'utf8')
    const length = Buffer.alloc(LENGTH_BYTES)
    length.writeUInt32BE(bytes.byteLength)
    pieces.push(length, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  }
  return Buffer.concat(pieces)
}

/** The parts again, as copies, or nothing when the bytes are not exactly such a list. */
export function splitLengthPrefixed(bytes: Buffer): Buffer[] | undefined {
  const parts: Buffer[] = []
  let offset = 0
  while (offset < bytes.byteLength) {
    if (bytes.byteLength - offset < LENGTH_BYTES) return undefined
    const length = bytes.readUInt32BE(offset)
    offset += LENGTH_BYTES
    if (bytes.byteLength - offset < length) return undefined
    parts.push(Buffer.from(bytes.subarray(offset, offset + length)))
    offset += length
  }
  return parts
}
