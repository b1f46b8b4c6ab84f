/** Why a server gave no connection, and the error that says so. */
import { KeyturnError } from '../errors.ts'
import type { ServerDefinition } from '../formation/formation.ts'

/**
 * `broken`: what its file starts cannot run, or nothing is at its address. `credential-missing`: it ended at once, or refused the
 * connection, for want of a credential. `refused`: it refused the connection with one. `ended`: at once, for a reason nobody can tell. `late`: not
 * ready in time. `unreachable`: it does not answer now. `unreadable`: it sent what is over every bound.
 * `busy`: it was not started at all, for lack of a place or of the credential that it was to have.
 */
export type StartFailureReason =
  'broken' | 'credential-missing' | 'refused' | 'ended' | 'late' | 'unreachable' | 'unreadable' | 'busy'

/** Why, and what can be shown of it. */
export interface StartFailure {
  readonly reason: StartFailureReason
  /** The rest of a sentence that begins with the server, and what to do about it. */
  readonly what: string
  /** The last lines it wrote to stderr, or what it answered, scrubbed. */
  readonly lastLines: readonly string[]
  /** They read as if its service did not accept the credential. */
  readonly speaksOfRejection: boolean
}

/** `TOOL_UNAVAILABLE`, since the server did not start. Its own words are in `failure`, and in no text of the error. */
export class ServerStartError extends KeyturnError {
  readonly failure: StartFailure

  constructor({ id, file }: ServerDefinition, failure: StartFailure) {
    const message = `The MCP server ${id} (${file}) ${failure.what}. What it wrote itself is in the log at debug level.`
    super('TOOL_UNAVAILABLE', message, { server: id, file, reason: failure.reason })
    // A logger or a host that shows an error with all its members shows nothing that a server wrote.
    this.failure = failure
    Object.defineProperty(this, 'failure', { enumerable: false })
  }
}
