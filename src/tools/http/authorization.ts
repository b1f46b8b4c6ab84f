/**
 * The port to whatever renews a user's token, as OAuth does: asked before every request, and when the server does not accept what it gave.
 *
 * The SDK has a seam of its own for it, which is left alone: it refreshes without a lock, prints on the console, and begins flows.
 */

/** What a server answered in place of a result. */
export interface Challenge {
  readonly status: 401 | 403
  /** Its `WWW-Authenticate` header (RFC 9110 §11.6.1), untrusted. */
  readonly challenge: string | undefined
  /** The token that was not accepted: one that was renewed meanwhile is no longer meant. */
  readonly token: string
}

/** The tokens of one credential for one server. */
export interface Authorization {
  /** The access token to send now as `Authorization: Bearer`; renewed where it is near its end. */
  token(): Promise<string>
  /** `retry`: there is another token now, and the request is sent once more. `need`: the user has to act. */
  onUnauthorized(challenge: Challenge): Promise<'retry' | 'need'>
}
