/** The small things a host can pass in: a clock, a logger, a fetch. Each has a default that needs no thought. */

/** Tells the time in epoch milliseconds. */
export interface Clock {
  now(): number
}

/** The system's clock. */
export const systemClock: Clock = { now: () => Date.now() }

/** Takes structured log lines; a `pino` logger fits as it is. Fields hold ids and codes, never values. */
export interface Logger {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** Writes warnings and errors to standard error, a line each: the default of a host. */
export const stderrLogger: Logger = {
  debug() {},
  info() {},
  warn: (fields, message) => writeLine('warning', fields, message),
  error: (fields, message) => writeLine('error', fields, message),
}

function writeLine(level: string, fields: object, message: string): void {
  const facts = Object.keys(fields).length === 0 ? '' : ` ${JSON.stringify(fields)}`
  process.stderr.write(`keyturn ${level}: ${message.replaceAll(/\s*\n\s*/g, ' ')}${facts}\n`)
}

/** Drops every line: the default of parts. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} }

/** The standard `fetch`, replaceable by hosts and tests. */
export type Fetch = typeof globalThis.fetch
