/** Hides how long a secret is, and so what kind it is: plaintexts grow to the next step of 64 bytes (ISO/IEC 7816-4). */

const STEP_BYTES = 64
const END_MARK = 0x80

/** The bytes, one mark, and zeros up to a multiple of 64. */
export function pad(plain: Uint8Array): Buffer {
  const padded = Buffer.alloc(Math.ceil((plain.byteLength + 1) / STEP_BYTES) * STEP_BYTES)
  padded.set(plain)
  padded[plain.byteLength] = END_MARK
  return padded
}

/** A copy of the bytes before the mark, or nothing when the padding is not exactly such. */
export function unpad(padded: Buffer): Buffer | undefined {
  if (padded.byteLength === 0 || padded.byteLength % STEP_BYTES !== 0) return undefined
  let end = padded.byteLength - 1
  while (end > 0 && padded[end] === 0) end--
  if (padded[end] !== END_MARK || padded.byteLength - end > STEP_BYTES) return undefined
  const plain = Buffer.allocUnsafeSlow(end)
  padded.copy(plain, 0, 0, end)
  return plain
}
