/**
 * The sealed form of one secret: bytes on disk, strictly parsed, opened only in the place they were sealed for.
 *
 * `"KT" | format u8 | suite u16 | generation u32 | message id 32 | commitment 32 | iv 12 | length u32 | ciphertext | tag 16`,
 * integers big-endian. Every envelope has a key of its own, derived from the user's key and the random message id; the
 * commitment is derived beside it and compared first, so that no ciphertext opens under two keys.
 */
import {
  type CryptoKey,
  IV_BYTES,
  TAG_BYTES,
  decryptGcm,
  encryptGcm,
  equalBytes,
  hkdfSha256Twice,
  importKey,
  randomBytes,
} from './crypto.ts'
import { lengthPrefixed } from './length-prefix.ts'
import { pad, unpad } from './padding.ts'

const MAGIC = 'KT'
const FORMAT = 1

/** AES-256-GCM with keys and commitment from HKDF-SHA-256: the only suite so far. */
export const SUITE = 1

const MESSAGE_ID_BYTES = 32
const COMMITMENT_BYTES = 32
const LENGTH_OFFSET = 2 + 1 + 2 + 4 + MESSAGE_ID_BYTES + COMMITMENT_BYTES + IV_BYTES
const HEADER_BYTES = LENGTH_OFFSET + 4

const ENCRYPTION_INFO = lengthPrefixed('kt/enc/v1', SUITE)
const COMMITMENT_INFO = lengthPrefixed('kt/com/v1', SUITE)

/** The parts of a well-formed envelope; nothing is known yet of its truth. */
export interface Envelope {
  /** Generation of the user's key it was sealed with; 1 or more. */
  readonly generation: number
  readonly messageId: Buffer
  readonly commitment: Buffer
  readonly iv: Buffer
  readonly ciphertext: Buffer
  readonly tag: Buffer
}

/** Why an envelope does not open: `format` is not one of ours or too new; `corrupt` was altered, moved, or of another key. */
export type EnvelopeFault = 'format' | 'corrupt'

/** The random parts of one envelope; given only by tests with fixed vectors. */
export interface EnvelopeRandomness {
  readonly messageId: Buffer
  readonly iv: Buffer
}

/** Seals bytes under a user's key for the place that the associated data names. */
export function sealEnvelope(
  userKey: CryptoKey,
  generation: number,
  associatedData: Uint8Array,
  plain: Uint8Array,
  randomness: EnvelopeRandomness = drawRandomness(),
): Buffer {
  const { messageId, iv } = randomness
  const { recordKey, commitment } = deriveKeys(userKey, messageId)
  const padded = pad(plain)
  const { ciphertext, tag } = encryptGcm(recordKey, iv, associatedData, padded)
  padded.fill(0)
  const head = Buffer.alloc(9)
  head.write(MAGIC, 'latin1')
  head.writeUInt8(FORMAT, 2)
  head.writeUInt16BE(SUITE, 3)
  head.writeUInt32BE(generation, 5)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(ciphertext.byteLength)
  return Buffer.concat([head, messageId, commitment, iv, length, ciphertext, tag])
}

/** Takes an envelope apart; every byte has to be accounted for. There is no older form and no plain form to fall back to. */
export function parseEnvelope(stored: unknown): Envelope | EnvelopeFault {
  if (!(stored instanceof Uint8Array)) return 'format'
  const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength)
  if (bytes.byteLength < HEADER_BYTES + TAG_BYTES || bytes.toString('latin1', 0, 2) !== MAGIC) return 'format'
  if (bytes.readUInt8(2) !== FORMAT || bytes.readUInt16BE(3) !== SUITE) return 'format'
  const length = bytes.readUInt32BE(LENGTH_OFFSET)
  if (bytes.byteLength !== HEADER_BYTES + length + TAG_BYTES) return 'corrupt'

  let offset = 9
  const take = (count: number): Buffer => bytes.subarray(offset, (offset += count))
  const messageId = take(MESSAGE_ID_BYTES)
  const commitment = take(COMMITMENT_BYTES)
  const iv = take(IV_BYTES)
  offset = HEADER_BYTES
  return {
    generation: bytes.readUInt32BE(5),
    messageId,
    commitment,
    iv,
    ciphertext: take(length),
    tag: take(TAG_BYTES),
  }
}

/** Opens an envelope in its place, or says why not. The caller zeroes the plaintext. */
export function openEnvelope(
  userKey: CryptoKey,
  generation: number,
  associatedData: Uint8Array,
  stored: unknown,
): Buffer | EnvelopeFault {
  const envelope = parseEnvelope(stored)
  if (typeof envelope === 'string') return envelope
  if (envelope.generation !== generation) return 'corrupt'
  const { recordKey, commitment } = deriveKeys(userKey, envelope.messageId)
  if (!equalBytes(envelope.commitment, commitment)) return 'corrupt'
  const padded = decryptGcm(recordKey, envelope.iv, associatedData, envelope)
  if (padded === undefined) return 'corrupt'
  const plain = unpad(padded)
  padded.fill(0)
  return plain ?? 'corrupt'
}

/** Drawn at once: a call costs more than its bytes. */
function drawRandomness(): EnvelopeRandomness {
  const bytes = randomBytes(MESSAGE_ID_BYTES + IV_BYTES)
  return { messageId: bytes.subarray(0, MESSAGE_ID_BYTES), iv: bytes.subarray(MESSAGE_ID_BYTES) }
}

/** The key of one envelope, used once, and what commits the envelope to it. */
function deriveKeys(
  userKey: CryptoKey,
  messageId: Uint8Array,
): { readonly recordKey: CryptoKey; readonly commitment: Buffer } {
  const [key, commitment] = hkdfSha256Twice(userKey, messageId, [ENCRYPTION_INFO, COMMITMENT_INFO])
  return { recordKey: importKey(key), commitment }
}
