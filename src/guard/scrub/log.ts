/** Keeps secrets out of logs: a `pino` hook, and a wrapper for any other logger. */
import type { Logger } from '../../ports.ts'
import type { Scrubber } from './scrub.ts'

/** The part of `pino`'s options that scrubs; spread it into yours. */
export interface PinoRedactor {
  readonly hooks: { readonly streamWrite: (line: string) => string }
}

/**
 * Scrubs every line of a `pino` logger as it leaves, whatever put it there: message, fields, bindings, mixins, errors.
 *
 * Path lists cannot see free text; this reads the finished line. A line without a secret is passed on untouched.
 */
export function pinoRedactor(scrubber: Scrubber): PinoRedactor {
  return { hooks: { streamWrite: (line) => scrubLine(line, scrubber) } }
}

/** A logger that scrubs fields and message before the given one sees them. */
export function scrubbedLogger(logger: Logger, scrubber: Scrubber): Logger {
  const through =
    (level: keyof Logger) =>
    (fields: object, message: string): void => {
      logger[level](scrubber.value(fields) as object, scrubber.text(message))
    }
  return { debug: through('debug'), info: through('info'), warn: through('warn'), error: through('error') }
}

function scrubLine(line: string, scrubber: Scrubber): string {
  const ending = line.endsWith('\n') ? '\n' : ''
  try {
    const record: unknown = JSON.parse(line)
    const scrubbed = JSON.stringify(scrubber.value(record)) + ending
    return scrubbed === line ? line : scrubbed
  } catch {
    return scrubber.text(line)
  }
}
