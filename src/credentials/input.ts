/**
 * Reads what management is called with. Types say what it has to be; the host's own request handler, which passes on what somebody sent,
 * may call it with anything at all.
 */
import { KeyturnError } from '../errors.ts'
import { showName } from '../providers/account-name.ts'
import { Secret } from '../secret.ts'

/** Whose credentials, and through what the act comes (for the audit; default `api`). */
export interface ManagementOptions {
  readonly userId: string
  readonly channel?: 'api' | 'cli' | undefined
  readonly signal?: AbortSignal | undefined
}

/** The most fields of one credential; the services that need most need three. */
const MOST_FIELDS = 16

/** The longest text of an option, in characters: the longest message of a chat. */
const MOST_CHARACTERS = 1024 * 1024

/** Options as they were found to be: own members of a plain object, read once. */
export type ReadOptions = Readonly<Record<string, unknown>> & ManagementOptions

/**
 * Passes options that are an object whose `channel` and `signal`, where they are given, are what they have to be; the user id is checked
 * where the principal is made.
 *
 * @throws KeyturnError `INPUT_INVALID`.
 */
export function readOptions(given: unknown, act: string): ReadOptions {
  const options = copyMembers(given)
  if (options === undefined)
    throw invalid(`${act} is called with an object: { userId: "…" }, and what else it takes.`)
  const { channel, signal } = options
  if (channel !== undefined && channel !== 'api' && channel !== 'cli')
    throw invalid(`The channel of ${act} is "api" or "cli".`)
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw invalid(`The signal of ${act} is an AbortSignal.`)
  return options as ReadOptions
}

/**
 * A text of the options, or undefined where it is left out.
 *
 * @throws KeyturnError `INPUT_INVALID` for anything else, and for more than 1 MiB of characters.
 */
export function readText(options: ReadOptions, name: string): string | undefined {
  const text = options[name]
  if (text === undefined) return undefined
  if (typeof text !== 'string' || text.length > MOST_CHARACTERS)
    throw invalid(`The ${name} has to be a text. Leave it out where there is none.`)
  return text
}

/** A label as it is shown. @throws KeyturnError `INPUT_INVALID` for one of which nothing can be seen. */
export function shownLabel(given: string): string {
  const label = showName(given)
  if (label === '') throw invalid('Nothing of that label can be seen. Give a word, such as work.')
  return label
}

/** A yes or no of the options. @throws KeyturnError `INPUT_INVALID` for anything else. */
export function readFlag(options: ReadOptions, name: string): boolean | undefined {
  const flag = options[name]
  if (flag === undefined || typeof flag === 'boolean') return flag
  throw invalid(`The ${name} has to be true or false.`)
}

/**
 * A credential: one value, or one for each field.
 *
 * @throws KeyturnError `INPUT_INVALID`, which names no value.
 */
export function readCredentialValue(
  given: unknown,
): string | Secret | Readonly<Record<string, string | Secret>> {
  if (isValue(given)) return given
  const fields = copyMembers(given)
  const entries = Object.entries(fields ?? {})
  if (fields === undefined || entries.length > MOST_FIELDS || !entries.every(([, value]) => isValue(value))) {
    throw invalid(
      'The value is a text or a Secret, or an object with one for each field: { username: "…", password: "…" }.',
    )
  }
  return fields as Readonly<Record<string, string | Secret>>
}

function isValue(value: unknown): value is string | Secret {
  return (typeof value === 'string' && value.length <= MOST_CHARACTERS) || value instanceof Secret
}

/** The members of an object, each read once; nothing for a list, for what is no object, and for one that cannot be read. */
function copyMembers(given: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof given !== 'object' || given === null || Array.isArray(given) || given instanceof Secret)
    return undefined
  try {
    return Object.fromEntries(Object.entries(given))
  } catch {
    return undefined
  }
}

function invalid(message: string): KeyturnError {
  return new KeyturnError('INPUT_INVALID', message)
}
