/** What the program's end says to scripts. */
import { KeyturnApiError } from '../client/error.ts'
import { isKeyturnError, type ErrorCode } from '../errors.ts'

/** 0 done, 1 refused, 2 used wrongly, 3 something we depend on is out of order. */
export const EXIT = { done: 0, refused: 1, usage: 2, outage: 3 } as const

/** One of the four exit codes. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** The command was used wrongly: its message says how to use it, and the program ends with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Codes of errors that another command line would avoid. */
const USAGE_CODES: ReadonlySet<ErrorCode> = new Set(['INPUT_INVALID', 'PRINCIPAL_INVALID'])

/** Codes, besides the retryable ones, of what went wrong without anybody having refused anything. */
const OUTAGE_CODES: ReadonlySet<ErrorCode> = new Set(['ABORTED', 'CLOSED', 'INTERNAL', 'TOOL_FAILED'])

/** The exit code for whatever a command threw; what is not one of our errors counts as an outage. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError) return EXIT.usage
  if (error instanceof KeyturnApiError) return exitCodeOfAnswer(error)
  if (!isKeyturnError(error)) return EXIT.outage
  if (error.retryable || OUTAGE_CODES.has(error.code)) return EXIT.outage
  return USAGE_CODES.has(error.code) ? EXIT.usage : EXIT.refused
}

/** What a server refused is refused; no answer, or one that may be another in a moment, is an outage. */
function exitCodeOfAnswer({ code, status }: KeyturnApiError): ExitCode {
  if (code === 'CONFIGURATION_INVALID' || status === 400) return EXIT.usage
  return status === undefined || status === 429 || status >= 500 ? EXIT.outage : EXIT.refused
}
