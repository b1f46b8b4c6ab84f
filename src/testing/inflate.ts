/** Finds compressed parts in bytes and opens them. */
import { constants, inflateRawSync } from 'node:zlib'

/** A compressed part: where it begins, and what is in it. */
export interface InflatedPart {
  readonly offset: number
  readonly inflated: Buffer
}

/** The most that one compressed part may inflate to; bytes. */
const MAX_INFLATED = 64 * 1024 * 1024

/** Whatever in it begins like gzip (RFC 1952 §2.3) or zlib (RFC 1950 §2.2) and inflates: whole, cut short, or with more behind it. */
export function* inflateAll(haystack: Buffer): Generator<InflatedPart> {
  const options = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MAX_INFLATED }
  for (const { magic, headerLength } of COMPRESSED) {
    for (let offset = haystack.indexOf(magic); offset >= 0; offset = haystack.indexOf(magic, offset + 1)) {
      try {
        // Only the raw stream inside: checksums and whatever follows are of no interest.
        const start = offset + headerLength(haystack, offset)
        const inflated = inflateRawSync(haystack.subarray(start), options)
        if (inflated.length > 0) yield { offset, inflated }
      } catch {
        // It only looked like a beginning.
      }
    }
  }
}

const COMPRESSED: readonly {
  readonly magic: Buffer
  headerLength(haystack: Buffer, offset: number): number
}[] = [
  { magic: Buffer.from([0x1f, 0x8b, 0x08]), headerLength: gzipHeaderLength },
  ...[0x01, 0x5e, 0x9c, 0xda].map((level) => ({ magic: Buffer.from([0x78, level]), headerLength: () => 2 })),
]

/** Ten bytes, then what the flags say: extra fields with their length, a name and a comment up to a NUL, a checksum of two bytes. */
function gzipHeaderLength(haystack: Buffer, offset: number): number {
  const flags = haystack[offset + 3] ?? 0
  let at = offset + 10
  if ((flags & 4) !== 0) at += 2 + haystack.readUInt16LE(at)
  if ((flags & 8) !== 0) at = haystack.indexOf(0, at) + 1
  if ((flags & 16) !== 0) at = haystack.indexOf(0, at) + 1
  if ((flags & 2) !== 0) at += 2
  return at - offset
}
