/**
 * Text that a service gave about an account, made safe to store, show and match.
 *
 * Whoever owns the account chose that text, so it is untrusted. The key is reduced to a few plain characters, the name to what can
 * be shown.
 */
import { showName } from './account-name.ts'
import type { Identity } from './service.ts'

/** Longest stretch of a key that stands in for a name, in characters. */
const MAX_SHOWN_KEY = 64

/** Longest key an account is stored under, in characters. */
const MAX_KEY_CHARACTERS = 128

const NOT_IN_KEY = /[^A-Za-z0-9._@+-]/gu

/**
 * Makes an identity from what a service calls an account, or nothing where that is no usable key.
 *
 * @param key the immutable id: a text or a whole number. Kept apart exactly: two different ids never become one.
 * @param name the name to show; the key stands in where nothing of it can be shown.
 */
export function createIdentity(key: unknown, name: unknown): Identity | undefined {
  const safeKey = encodeKey(key)
  if (safeKey === undefined) return undefined
  const shown = typeof name === 'string' || typeof name === 'number' ? showName(String(name)) : ''
  return { key: safeKey, name: shown === '' ? safeKey.slice(0, MAX_SHOWN_KEY) : shown }
}

function encodeKey(key: unknown): string | undefined {
  const text = typeof key === 'number' ? (Number.isSafeInteger(key) ? String(key) : '') : key
  if (typeof text !== 'string' || text.length === 0 || text.length > MAX_KEY_CHARACTERS) return undefined
  if (!text.isWellFormed()) return undefined
  const encoded = text.replace(NOT_IN_KEY, (character) =>
    [...Buffer.from(character, 'utf8')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  )
  return encoded.length > MAX_KEY_CHARACTERS ? undefined : encoded
}
