/** Joins parts so that no two lists of parts ever give the same bytes: `a:b|c` is not `a|b:c`. */

/** One part: text as UTF-8, an integer as decimal text, or bytes as they are. */
export type Part = string | number | Uint8Array

const LENGTH_BYTES = 4

/** Each part as its length in 4 bytes (big-endian) and its bytes; whoever joins a secret zeroes the result. */
export function lengthPrefixed(...parts: readonly Part[]): Buffer {
  let size = 0
  for (const part of parts) size += LENGTH_BYTES + byteLength(part)
  const joined = Buffer.allocUnsafe(size)
  let offset = 0
  for (const part of parts) {
    const start = offset + LENGTH_BYTES
    if (typeof part === 'object') {
      joined.set(part, start)
      offset = start + part.byteLength
    } else offset = start + joined.write(String(part), start, 'utf8')
    joined.writeUInt32BE(offset - start, start - LENGTH_BYTES)
  }
  return joined
}

function byteLength(part: Part): number {
  return typeof part === 'object' ? part.byteLength : Buffer.byteLength(String(part), 'utf8')
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
