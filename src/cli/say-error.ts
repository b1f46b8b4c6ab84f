/** Says what ended a command: to people on standard error, to programs as JSON on standard output. */
import { KeyturnApiError } from '../client/error.ts'
import { isKeyturnError } from '../errors.ts'
import type { Console } from './terminal/console.ts'
import { exitCodeOf, UsageError, type ExitCode } from './exit-code.ts'
import { printableLines } from './terminal/style.ts'

/** Says an error and gives the exit code for it. What is none of ours is said by its kind only: its text may hold anything. */
export function sayError(error: unknown, console: Console): ExitCode {
  const exitCode = exitCodeOf(error)
  const { code, message } = describe(error)
  console.data({ error: { code, message, exitCode } })
  console.note(`${console.style.bad('✗')} ${printableLines(message)}`)
  if (console.surroundings.environment['KEYTURN_DEBUG'] === '1' && error instanceof Error) {
    console.note(console.style.faint(printableLines(error.stack ?? '')))
  }
  return exitCode
}

function describe(error: unknown): { readonly code: string; readonly message: string } {
  if (isKeyturnError(error) || error instanceof KeyturnApiError)
    return { code: error.code, message: error.message }
  if (error instanceof UsageError) return { code: 'USAGE', message: error.message }
  const kind = error instanceof Error ? error.name : 'a value that is no error'
  return {
    code: 'INTERNAL',
    message: `Something went wrong that keyturn did not foresee (${kind}). Set KEYTURN_DEBUG=1 to see where.`,
  }
}
