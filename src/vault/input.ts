/** Refuses what callers must not pass on: the vault never guesses what was meant. */
import { KeyturnError } from '../errors.ts'
import { checkFields } from './fields.ts'
import type { NewCredential } from './vault.ts'

const MAX_IDENTITY_KEY = 128
const MAX_NAME = 64
const MAX_SCOPES = 100
const MAX_SCOPE = 128

/** Control, format, surrogate, private-use and unassigned characters; line and paragraph separators. */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}]/u
const ALL_UNSAFE = /[\p{C}\p{Zl}\p{Zp}]/gu

/**
 * Passes a credential whose texts are bounded and free of invisible characters.
 *
 * @throws KeyturnError `INPUT_INVALID`, naming the part, never its value.
 */
export function checkNewCredential(credential: NewCredential): void {
  checkText(credential.service, 'service', MAX_NAME)
  checkText(credential.identity.key, 'identity key', MAX_IDENTITY_KEY)
  checkText(credential.identity.name, 'account name', MAX_NAME)
  if (credential.label !== undefined) checkText(credential.label, 'label', MAX_NAME)
  const scopes = credential.scopes ?? []
  if (scopes.length > MAX_SCOPES || scopes.some((scope) => scope.length > MAX_SCOPE || UNSAFE.test(scope))) {
    throw new KeyturnError(
      'INPUT_INVALID',
      'The scopes of a credential are too many, too long or not plain text.',
    )
  }
  checkFields(credential.fields)
}

/**
 * Passes a label: 1 to 64 visible characters without blanks around them.
 *
 * @throws KeyturnError `INPUT_INVALID`.
 */
export function checkLabel(label: string): void {
  checkText(label, 'label', MAX_NAME)
}

/** The part of somebody's words that may be a label: 64 characters without invisible ones. Nothing where none is left. */
export function toLabel(words: string): string | undefined {
  const label = words.toWellFormed().normalize('NFC').replace(ALL_UNSAFE, '').trim().slice(0, MAX_NAME)
  const whole = label.isWellFormed() ? label.trim() : label.slice(0, -1).trim()
  return whole === '' ? undefined : whole
}

/**
 * Passes a service's name.
 *
 * @throws KeyturnError `INPUT_INVALID`.
 */
export function checkService(service: string): void {
  checkText(service, 'service', MAX_NAME)
}

/**
 * Passes a conversation's id: 1 to 256 visible characters.
 *
 * @throws KeyturnError `INPUT_INVALID`.
 */
export function checkConversation(conversation: string): void {
  checkText(conversation, 'conversation id', 256)
}

function checkText(text: string, what: string, most: number): void {
  const isSound =
    text.length > 0 &&
    text.length <= most &&
    text.isWellFormed() &&
    text === text.trim() &&
    text === text.normalize('NFC') &&
    !UNSAFE.test(text)
  if (isSound) return
  throw new KeyturnError(
    'INPUT_INVALID',
    `The ${what} has to be 1 to ${most} visible characters in normal form C, without blanks around them.`,
    { part: what },
  )
}
