/** Makes a key's text of the bytes that a file holds or a command prints. */
import { type ErrorFacts, KeyturnError } from '../../errors.ts'
import { Secret } from '../../secret.ts'

/** Longest key in bytes: far beyond any real one, and soon read. */
export const LONGEST_KEY_BYTES = 16 * 1024

const LINE_FEED = 0x0a

/**
 * The text without exactly one final line end, as editors and `echo` add it; nothing else is taken away. `source` names it in
 * messages: `The key file /run/secrets/keyturn`.
 *
 * @throws KeyturnError `KEY_EMPTY`, `KEY_TOO_LONG`, `KEY_UNREADABLE` for what is no UTF-8 text.
 */
export function readKeyText(bytes: Uint8Array, source: string, facts: ErrorFacts): Secret {
  if (bytes.byteLength > LONGEST_KEY_BYTES) {
    const message = `${source} gives more than ${LONGEST_KEY_BYTES} bytes, which is no key. Name what holds the key alone.`
    throw new KeyturnError('KEY_TOO_LONG', message, facts)
  }
  const text = bytes.at(-1) === LINE_FEED ? bytes.subarray(0, -1) : bytes
  if (text.byteLength === 0) {
    const message = `${source} is empty. Put a key there; \`keyturn keys generate\` makes one.`
    throw new KeyturnError('KEY_EMPTY', message, facts)
  }
  if (!isText(text)) {
    const message = `${source} is no UTF-8 text. Give a binary key as base64 or hex.`
    throw new KeyturnError('KEY_UNREADABLE', message, facts)
  }
  return Secret.fromBytes(text)
}

function isText(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}
