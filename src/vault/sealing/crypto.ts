/**
 * The only module that imports `node:crypto`: five primitives with the unsafe defaults closed.
 *
 * Node accepts 4-byte GCM tags unless the length is given, hands out plaintext before the tag was checked, and compares
 * buffers of unequal length by throwing; none of that leaves this file.
 *
 * Long because all use of node:crypto is in this one file.
 */
import {
  type KeyObject,
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  pbkdf2,
  randomBytes as nodeRandomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { promisify } from 'node:util'

/** A key that cannot be printed or serialised. */
export type CryptoKey = KeyObject

/** Length of every AES and HMAC key here, in bytes. */
export const KEY_BYTES = 32

/** Length of a GCM nonce in bytes (NIST SP 800-38D, 8.2.2: 96 random bits). */
export const IV_BYTES = 12

/** Length of a GCM tag in bytes; no other is made or accepted. */
export const TAG_BYTES = 16

/** Random bytes of the operating system's generator, in memory of their own. */
export function randomBytes(length: number): Buffer {
  return nodeRandomBytes(length)
}

/** Takes 32 bytes into a key and zeroes the source. */
export function importKey(bytes: Buffer): CryptoKey {
  if (bytes.byteLength !== KEY_BYTES) throw new RangeError(`A key has ${KEY_BYTES} bytes.`)
  const key = createSecretKey(bytes)
  bytes.fill(0)
  return key
}

/** Lends a key's bytes to `work` and zeroes the copy afterwards: for wrapping a key under another. */
export function withKeyBytes<Result>(key: CryptoKey, work: (bytes: Buffer) => Result): Result {
  const bytes = key.export()
  try {
    return work(bytes)
  } finally {
    bytes.fill(0)
  }
}

/** SHA-256 (FIPS 180-4): 32 bytes. */
export function sha256(data: Uint8Array): Buffer {
  return createHash('sha256').update(data).digest()
}

/** HMAC-SHA-256 (RFC 2104): 32 bytes. */
export function hmacSha256(key: CryptoKey | Uint8Array, data: Uint8Array): Buffer {
  return createHmac('sha256', key).update(data).digest()
}

const HASH_BYTES = 32
const EMPTY = Buffer.alloc(0)
const MAX_HKDF_BLOCKS = 255

/**
 * HKDF-SHA-256 (RFC 5869): `length` bytes, at most 8,160.
 *
 * Written out over HMAC, which takes half the time of `hkdfSync` for one block.
 *
 * @throws RangeError for a length it cannot give.
 */
export function hkdfSha256(
  key: CryptoKey | Uint8Array,
  salt: Uint8Array,
  info: Uint8Array,
  length: number,
): Buffer {
  const pseudoRandomKey = hkdfExtract(key, salt)
  const output = hkdfExpand(pseudoRandomKey, info, length)
  pseudoRandomKey.fill(0)
  return output
}

/** HKDF-SHA-256 twice over the same key and salt, of 32 bytes each: extracted once, which is a third of the work. */
export function hkdfSha256Twice(
  key: CryptoKey,
  salt: Uint8Array,
  infos: readonly [Uint8Array, Uint8Array],
): [Buffer, Buffer] {
  const pseudoRandomKey = hkdfExtract(key, salt)
  const [first, second] = infos
  const outputs: [Buffer, Buffer] = [
    hkdfExpand(pseudoRandomKey, first, HASH_BYTES),
    hkdfExpand(pseudoRandomKey, second, HASH_BYTES),
  ]
  pseudoRandomKey.fill(0)
  return outputs
}

function hkdfExtract(key: CryptoKey | Uint8Array, salt: Uint8Array): Buffer {
  const extract = (bytes: Uint8Array): Buffer => hmacSha256(salt, bytes)
  return key instanceof Uint8Array ? extract(key) : withKeyBytes(key, extract)
}

function hkdfExpand(pseudoRandomKey: Uint8Array, info: Uint8Array, length: number): Buffer {
  const blocks = Math.ceil(length / HASH_BYTES)
  if (blocks > MAX_HKDF_BLOCKS) throw new RangeError('HKDF-SHA-256 gives at most 8,160 bytes.')
  let block = hkdfBlock(pseudoRandomKey, EMPTY, info, 1)
  if (blocks <= 1) return block.subarray(0, length)
  const output = Buffer.allocUnsafeSlow(blocks * HASH_BYTES)
  for (let index = 1; ; index++) {
    const before = block
    block.copy(output, (index - 1) * HASH_BYTES)
    if (index < blocks) block = hkdfBlock(pseudoRandomKey, before, info, index + 1)
    before.fill(0)
    if (index === blocks) return output.subarray(0, length)
  }
}

function hkdfBlock(
  pseudoRandomKey: CryptoKey | Uint8Array,
  before: Uint8Array,
  info: Uint8Array,
  index: number,
): Buffer {
  return createHmac('sha256', pseudoRandomKey)
    .update(before)
    .update(info)
    .update(Uint8Array.of(index))
    .digest()
}

/** HKDF-SHA-256 straight into a key. */
export function deriveKey(key: CryptoKey, salt: Uint8Array, info: Uint8Array): CryptoKey {
  return importKey(hkdfSha256(key, salt, info, KEY_BYTES))
}

const pbkdf2Async = promisify(pbkdf2)

/** PBKDF2-HMAC-SHA-256 (RFC 8018, 5.2) off the event loop; 600,000 rounds take about 165 ms. */
export function pbkdf2Sha256(
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  length: number = KEY_BYTES,
): Promise<Buffer> {
  return pbkdf2Async(password, salt, iterations, length, 'sha256')
}

/** What AES-256-GCM gives: as many bytes as went in, and a tag of 16. */
export interface Ciphertext {
  readonly ciphertext: Buffer
  readonly tag: Buffer
}

/** Encrypts with AES-256-GCM (NIST SP 800-38D). The caller makes sure that a key never meets the same nonce twice. */
export function encryptGcm(
  key: CryptoKey,
  iv: Uint8Array,
  associatedData: Uint8Array,
  plain: Uint8Array,
): Ciphertext {
  checkSizes(key, iv)
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
  cipher.setAAD(associatedData)
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()])
  return { ciphertext, tag: cipher.getAuthTag() }
}

/** Decrypts with AES-256-GCM; nothing when key, nonce, associated data, ciphertext or tag do not belong together. */
export function decryptGcm(
  key: CryptoKey,
  iv: Uint8Array,
  associatedData: Uint8Array,
  { ciphertext, tag }: { readonly ciphertext: Uint8Array; readonly tag: Uint8Array },
): Buffer | undefined {
  checkSizes(key, iv)
  if (tag.byteLength !== TAG_BYTES) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
  decipher.setAAD(associatedData)
  decipher.setAuthTag(tag)
  const unverified = decipher.update(ciphertext)
  try {
    return Buffer.concat([unverified, decipher.final()])
  } catch {
    return undefined
  } finally {
    unverified.fill(0)
  }
}

/** Compares two texts of bytes in constant time; unequal lengths are unequal. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.byteLength === right.byteLength && timingSafeEqual(left, right)
}

function checkSizes(key: CryptoKey, iv: Uint8Array): void {
  if (key.symmetricKeySize !== KEY_BYTES) throw new RangeError(`An AES-256 key has ${KEY_BYTES} bytes.`)
  if (iv.byteLength !== IV_BYTES) throw new RangeError(`A nonce has ${IV_BYTES} bytes.`)
}
