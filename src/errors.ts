/**
 * One family of errors for bugs, outages and refused input; expected outcomes are values and never come this way.
 *
 * A message says what happened, where, and the way out. It never holds a value, a header, a URL with credentials, or a
 * `cause` that does: there is no `cause` at all.
 */

const CODES = [
  'ABORTED',
  'ACCOUNT_REQUIRED',
  'CLOSED',
  'CONFIGURATION_INVALID',
  'CREDENTIAL_REQUIRED',
  'DESTINATION_REFUSED',
  'FORMAT_UNSUPPORTED',
  'INPUT_INVALID',
  'INTERNAL',
  'KEY_COMMAND_FAILED',
  'KEY_COMMAND_TIMEOUT',
  'KEY_EMPTY',
  'KEY_INSECURE',
  'KEY_MISMATCH',
  'KEY_MISSING',
  'KEY_REQUIRED',
  'KEY_TOO_LONG',
  'KEY_UNKNOWN',
  'KEY_UNREADABLE',
  'KEY_WEAK',
  'PLACEHOLDER_MISSING',
  'PRINCIPAL_INVALID',
  'RECORD_CORRUPT',
  'SECRET_GONE',
  'SERVICE_UNKNOWN',
  'STATE_UNAVAILABLE',
  'TOOL_ARGUMENT_REFUSED',
  'TOOL_FAILED',
  'TOOL_UNAVAILABLE',
  'VAULT_UNAVAILABLE',
  'VAULT_VERSION',
] as const

/** Every code an error of Keyturn can carry. */
export type ErrorCode = (typeof CODES)[number]

/** Codes of outages that may pass by themselves: trying the same call again is reasonable. */
const RETRYABLE: ReadonlySet<ErrorCode> = new Set([
  'KEY_COMMAND_FAILED',
  'KEY_COMMAND_TIMEOUT',
  'STATE_UNAVAILABLE',
  'TOOL_UNAVAILABLE',
  'VAULT_UNAVAILABLE',
])

const MARK = Symbol.for('keyturn.error')

/** Details that are safe to show anywhere: ids, names of files and fields, numbers. Never a value. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean>>

/** The base of every error Keyturn throws; `code` tells them apart. */
export class KeyturnError extends Error {
  override readonly name: string = 'KeyturnError'
  readonly code: ErrorCode
  readonly retryable: boolean
  readonly facts: ErrorFacts
  readonly [MARK] = true

  constructor(code: ErrorCode, message: string, facts: ErrorFacts = {}) {
    super(message)
    this.code = code
    this.retryable = RETRYABLE.has(code)
    this.facts = facts
  }

  toJSON(): { name: string; code: ErrorCode; message: string; retryable: boolean; facts: ErrorFacts } {
    return {
      name: this.name,
      code: this.code,
      message: this.message,
      retryable: this.retryable,
      facts: this.facts,
    }
  }
}

/** Tells whether a value is a Keyturn error, also when two copies of the package are installed; optionally of one code. */
export function isKeyturnError(value: unknown, code?: ErrorCode): value is KeyturnError {
  if (typeof value !== 'object' || value === null || !(MARK in value)) return false
  return code === undefined || (value as { code?: unknown }).code === code
}
