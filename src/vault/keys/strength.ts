/** Refuses keys that an attacker would try first. */
import { KeyturnError } from '../../errors.ts'

/** The least bytes of a key given as hex or base64, and the least characters of one given as words. */
const LEAST_BYTES = 32
const LEAST_CHARACTERS = 24
const LEAST_DIFFERENT_CHARACTERS = 8

/** What stands in examples and templates; compared without case, blanks and punctuation. */
const PLACEHOLDERS = [
  'changeme',
  'changethis',
  'replaceme',
  'replacethis',
  'yourkey',
  'yoursecret',
  'yourcredentialkey',
  'mysecret',
  'secretkey',
  'supersecret',
  'password',
  'passphrase',
  'example',
  'insertkey',
  'placeholder',
  'usercredentialssalt',
  'todo',
]

const WAY_OUT = 'Make one with `keyturn keys generate` or `openssl rand -base64 32`.'

/** What a key must not be equal to. */
export interface KeySurroundings {
  readonly formation: string
  readonly salt: string | undefined
}

/**
 * The key text in Unicode normal form C, after every rule was passed.
 *
 * @throws KeyturnError `KEY_WEAK`, with a message of its own for every rule, never with the key.
 */
export function checkKeyStrength(text: string, around: KeySurroundings): string {
  const fault = faultOf(text, around)
  if (fault !== undefined) {
    throw new KeyturnError('KEY_WEAK', `The credential key ${fault}. ${WAY_OUT}`)
  }
  return text.normalize('NFC')
}

function faultOf(text: string, around: KeySurroundings): string | undefined {
  if (text.includes('\0'))
    return 'holds a NUL character, which key derivation would not tell from its absence'
  if (!text.isWellFormed()) return 'holds half of a surrogate pair'
  if (text !== text.trim()) return 'has blanks or line ends around it'
  if (text.length === 0) return 'is empty'
  if (text.includes('${{')) return 'is a placeholder that was never filled in'
  if (sameText(text, around.formation)) return 'is the formation id, which is public'
  if (around.salt !== undefined && sameText(text, around.salt)) return 'is the salt, which is not secret'
  const plain = text.toLowerCase().replace(/[^a-z0-9]/g, '')
  const known = PLACEHOLDERS.find((word) => plain.includes(word))
  if (known !== undefined && !isEncoded(text)) return `looks like an example ("${known}")`
  if (new Set(text).size < LEAST_DIFFERENT_CHARACTERS) return 'repeats the same few characters'
  if (isRepeated(text)) return 'repeats the same piece'
  const bytes = decodedLength(text)
  if (bytes !== undefined && bytes < LEAST_BYTES) return `holds ${bytes} bytes; ${LEAST_BYTES} are the least`
  if (bytes === undefined && [...text].length < LEAST_CHARACTERS) {
    return `has ${[...text].length} characters; ${LEAST_CHARACTERS} are the least`
  }
  return undefined
}

function sameText(left: string, right: string): boolean {
  return left.normalize('NFC').toLowerCase() === right.normalize('NFC').toLowerCase()
}

function isRepeated(text: string): boolean {
  return (text + text).indexOf(text, 1) < text.length
}

function isEncoded(text: string): boolean {
  return (decodedLength(text) ?? 0) >= LEAST_BYTES
}

/** Bytes behind hex, or behind base64 that mixes cases and digits as random bytes do; words are neither. */
function decodedLength(text: string): number | undefined {
  if (/^[0-9a-f]+$/i.test(text)) return Math.floor(text.length / 2)
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return undefined
  const isMixed = /[a-z]/.test(text) && /[A-Z]/.test(text) && /[0-9]/.test(text)
  return isMixed ? Math.floor((text.replace(/=+$/, '').length * 3) / 4) : undefined
}
