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

/** Drops every line: the default. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} }

/** The standard `fetch`, replaceable by hosts and tests. */
export type Fetch = typeof globalThis.fetch
