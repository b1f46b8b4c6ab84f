/** The key at the top: derived from the configured key once per process, never stored, known by a check value. */
import {
  type CryptoKey,
  decryptGcm,
  deriveKey,
  encryptGcm,
  hkdfSha256,
  importKey,
  IV_BYTES,
  KEY_BYTES,
  pbkdf2Sha256,
  randomBytes,
  sha256,
  TAG_BYTES,
  withKeyBytes,
} from '../sealing/crypto.ts'
import type { Secret } from '../../secret.ts'
import { lengthPrefixed } from '../sealing/length-prefix.ts'

const EMPTY = Buffer.alloc(0)
const CHECK_VALUE_BYTES = 16
const KEY_ID_BYTES = 8

/** A root key in memory. */
export interface RootKey {
  /** First 8 bytes of the check value in hex: computed, so it can never name another key. */
  readonly id: string
  /** 16 bytes that are stored and tell whether a configured key is the vault's. */
  readonly checkValue: Buffer
  readonly formation: string
  /** Rounds of PBKDF2 it came out of. */
  readonly iterations: number
  readonly key: CryptoKey
  /** Key of the audit chain's links made under this root key. */
  readonly auditKey: CryptoKey
}

/** The salt of PBKDF2: `SHA-256(lp("kt/salt/v1", formation, salt))`, so a shared default salt still differs by formation. */
export function formationSalt(formation: string, salt: Uint8Array): Buffer {
  return sha256(lengthPrefixed('kt/salt/v1', formation, salt))
}

/** Derives the root key from the configured key text: PBKDF2-HMAC-SHA-256 over its UTF-8 bytes. */
export async function deriveRootKey(
  text: Secret,
  formation: string,
  salt: Uint8Array,
  iterations: number,
): Promise<RootKey> {
  const bytes = await text.use((password) =>
    pbkdf2Sha256(password, formationSalt(formation, salt), iterations),
  )
  const key = importKey(bytes)
  const checkValue = hkdfSha256(key, EMPTY, lengthPrefixed('kt/kcv/v1', formation), CHECK_VALUE_BYTES)
  return {
    id: checkValue.toString('hex', 0, KEY_ID_BYTES),
    checkValue,
    formation,
    iterations,
    key,
    auditKey: deriveKey(key, EMPTY, lengthPrefixed('kt/audit/v1')),
  }
}

/** The key that wraps one user's key; derived when needed, never stored. */
function userWrappingKey(root: RootKey, user: string): CryptoKey {
  return deriveKey(root.key, EMPTY, lengthPrefixed('kt/user-kek/v1', root.formation, user))
}

/** Wraps a user's key: `iv 12 | ciphertext 32 | tag 16`, bound to formation, user, generation and root key. */
export function wrapUserKey(
  root: RootKey,
  user: string,
  generation: number,
  userKey: CryptoKey,
  iv: Buffer = randomBytes(IV_BYTES),
): Buffer {
  const sealed = withKeyBytes(userKey, (bytes) =>
    encryptGcm(userWrappingKey(root, user), iv, wrappingData(root, user, generation), bytes),
  )
  return Buffer.concat([iv, sealed.ciphertext, sealed.tag])
}

/** Unwraps a user's key, or nothing when it was altered, moved, or wrapped under another root key. */
export function unwrapUserKey(
  root: RootKey,
  user: string,
  generation: number,
  wrapped: Uint8Array,
): CryptoKey | undefined {
  return unwrapKey(userWrappingKey(root, user), wrappingData(root, user, generation), wrapped)
}

/** Wraps the audit key of a root key that will be retired, so that its part of the chain stays verifiable. */
export function wrapAuditKey(root: RootKey, retiredId: string, auditKey: CryptoKey): Buffer {
  const iv = randomBytes(IV_BYTES)
  const sealed = withKeyBytes(auditKey, (bytes) =>
    encryptGcm(auditWrappingKey(root), iv, auditWrappingData(root, retiredId), bytes),
  )
  return Buffer.concat([iv, sealed.ciphertext, sealed.tag])
}

/** The audit key of a retired root key, or nothing when it was not wrapped under this one. */
export function unwrapAuditKey(root: RootKey, retiredId: string, wrapped: Uint8Array): CryptoKey | undefined {
  return unwrapKey(auditWrappingKey(root), auditWrappingData(root, retiredId), wrapped)
}

function unwrapKey(key: CryptoKey, associatedData: Buffer, wrapped: Uint8Array): CryptoKey | undefined {
  if (wrapped.byteLength !== IV_BYTES + KEY_BYTES + TAG_BYTES) return undefined
  const bytes = decryptGcm(key, wrapped.subarray(0, IV_BYTES), associatedData, {
    ciphertext: wrapped.subarray(IV_BYTES, IV_BYTES + KEY_BYTES),
    tag: wrapped.subarray(IV_BYTES + KEY_BYTES),
  })
  return bytes === undefined ? undefined : importKey(bytes)
}

function wrappingData(root: RootKey, user: string, generation: number): Buffer {
  return lengthPrefixed('kt/udk/v1', root.formation, user, generation, root.id)
}

function auditWrappingKey(root: RootKey): CryptoKey {
  return deriveKey(root.key, EMPTY, lengthPrefixed('kt/audit-kek/v1', root.formation))
}

function auditWrappingData(root: RootKey, retiredId: string): Buffer {
  return lengthPrefixed('kt/audit-key/v1', root.formation, retiredId, root.id)
}
