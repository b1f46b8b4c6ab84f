/** What a client throws: one kind of error, told apart by `code`, and for refused credentials by `reason`. */

/** Members of a problem that a program may want besides code and reason (RFC 9457). */
export type ProblemMembers = Readonly<Record<string, unknown>>

/** What is known of a failure. */
export interface KeyturnApiFailure {
  readonly code: string
  readonly message: string
  /** The HTTP status; nothing where there was no answer. */
  readonly status?: number | undefined
  readonly reason?: string | undefined
  readonly problem?: ProblemMembers | undefined
}

/**
 * A request that failed. `code` is the server's (`CREDENTIAL_REFUSED`, `NOT_FOUND`, `RATE_LIMITED`, …), or the client's own:
 * `UNREACHABLE`, `ABORTED`, `TIMEOUT`, `ANSWER_INVALID`, `CONFIGURATION_INVALID`. It holds neither the token nor a value.
 *
 * @example
 * try {
 *   await client.credentials.set('GITHUB_TOKEN', { value, userId })
 * } catch (error) {
 *   if (error instanceof KeyturnApiError && error.reason === 'rejected') tell(error.message)
 * }
 */
export class KeyturnApiError extends Error {
  override readonly name = 'KeyturnApiError'
  readonly code: string
  readonly status: number | undefined
  /** Why a credential was refused: `rejected`, `locked`, `several`, … */
  readonly reason: string | undefined
  readonly problem: ProblemMembers

  constructor({ code, message, status, reason, problem }: KeyturnApiFailure) {
    super(message)
    this.code = code
    this.status = status
    this.reason = reason
    this.problem = problem ?? {}
  }
}
