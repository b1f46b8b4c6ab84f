/** Refuses what callers must not pass on: the vault never guesses what was meant. */
import { KeyturnError } from '../errors.ts'
import { showName } from '../providers/account-name.ts'
import { checkFields } from './sealing/fields.ts'
import type { NewCredential } from './vault.ts'

const MAX_IDENTITY_KEY = 128
const MAX_NAME = 64
const MAX_SCOPES = 100
const MAX_SCOPE = 128

/** Control, format, surrogate, private-use and unassigned characters; line and paragraph separators. */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}]/u

/**
 * Passes a credential whose texts are bounded and free of invisible characters.
 *
 * @throws KeyturnError `INPUT_INVALID`, naming the part, never its value.
 */
export function checkNewCredential(credential: NewCredential): void {
  checkText(credential.service, 'service', MAX_NAME)
  if (credential.identity.key !== undefined)
    checkText(credential.identity.key, 'identity key', MAX_IDENTITY_KEY)
  checkName(credential.identity.name, 'account name')
  if (credential.label !== undefined) checkName(credential.label, 'label')
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
 * Passes a label that is shown as it is: see `showName`.
 *
 * @throws KeyturnError `INPUT_INVALID`.
 */
export function checkLabel(label: string): void {
  checkName(label, 'label')
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

function checkName(name: string, what: string): void {
  if (typeof name === 'string' && name !== '' && showName(name) === name) return
  throw new KeyturnError(
    'INPUT_INVALID',
    `The ${what} has to be 1 to 64 characters in normal form C that all can be seen, without blanks around them.`,
    { part: what },
  )
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
