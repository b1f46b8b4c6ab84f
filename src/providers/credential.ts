/** Whether a credential can be put into a request or an environment at all, told before any of them is built. */
import type { CredentialFields, Secret } from '../secret.ts'

/** The longest secret that is taken, in UTF-8 bytes (T-109). */
export const MAX_SECRET_BYTES = 8_192

const LOWEST_VISIBLE = 0x21
const HIGHEST_VISIBLE = 0x7e

/**
 * Tells whether a credential may be sent, without sending it. Ask before `check`: `unsendable` is answered with fixed words
 * and costs no attempt.
 *
 * A token must be 1 to 8,192 visible ASCII characters: `new Headers()` would put a token with a line break, a NUL or an accent
 * into its error message. A user name and password travel as UTF-8 in Base64 (RFC 7617 §2), so they may hold
 * anything but control characters; the user name no colon.
 */
export function readCredential(fields: CredentialFields): 'sendable' | 'unsendable' {
  const { username, password } = fields
  if (username !== undefined && password !== undefined) {
    return isPlain(username) && isPlain(password) && !holdsColon(username) ? 'sendable' : 'unsendable'
  }
  const secrets = Object.values(fields)
  return secrets.length > 0 && secrets.every(isVisibleAscii) ? 'sendable' : 'unsendable'
}

function isVisibleAscii(secret: Secret): boolean {
  return secret.use(
    (bytes) =>
      hasSendableLength(bytes) && bytes.every((byte) => byte >= LOWEST_VISIBLE && byte <= HIGHEST_VISIBLE),
  )
}

function isPlain(secret: Secret): boolean {
  return secret.use(
    (bytes) => hasSendableLength(bytes) && bytes.every((byte) => byte >= 0x20 && byte !== 0x7f),
  )
}

function holdsColon(secret: Secret): boolean {
  return secret.use((bytes) => bytes.includes(0x3a))
}

function hasSendableLength(bytes: Buffer): boolean {
  return bytes.length > 0 && bytes.length <= MAX_SECRET_BYTES
}
