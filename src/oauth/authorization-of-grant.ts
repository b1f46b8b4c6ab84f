/**
 * The access token of one credential, for a connection that outlives it: asked before each request, and when it was not accepted. The
 * refresh token never comes this way.
 */
import { KeyturnError } from '../errors.ts'
import { openRenewed, type Opening, type OpeningParts } from './open-renewed.ts'

/** The tokens of one credential. */
export interface GrantAuthorization {
  /**
   * The access token to send now, renewed where it is near its end.
   *
   * @throws KeyturnError `CREDENTIAL_REQUIRED` where only its owner can help; `TOOL_UNAVAILABLE` where it could not be renewed just now.
   */
  token(): Promise<string>
  /** `retry`: there is another token now. `need`: its owner has to act. `token`: the one that was not accepted. */
  onUnauthorized(challenge: { readonly token: string }): Promise<'retry' | 'need'>
}

/** Makes it for one account. `field`: which field of it is the token. */
export function createGrantAuthorization(
  parts: OpeningParts,
  opening: Opening,
  field = 'token',
): GrantAuthorization {
  const current = async (): Promise<{ readonly token: string; renew(): Promise<boolean> }> => {
    const opened = await openRenewed(parts, opening)
    if (opened.kind === 'not-renewed' && opened.outcome.kind === 'kept') {
      throw new KeyturnError(
        'TOOL_UNAVAILABLE',
        'The access could not be renewed just now. It is kept; try again in a minute.',
      )
    }
    if (opened.kind !== 'opened') {
      throw new KeyturnError(
        'CREDENTIAL_REQUIRED',
        'The credential cannot be used any more. Its owner has to connect again.',
      )
    }
    const { account, fields, grant } = opened.credential
    const token = fields[field]?.reveal() ?? ''
    opened.credential.dispose()
    const request = { principal: opening.principal, account, context: opening.context, waits: true }
    return {
      token,
      renew: async () => grant !== undefined && (await parts.renewals.renew(request)).kind === 'renewed',
    }
  }
  return {
    token: async () => (await current()).token,
    async onUnauthorized({ token }) {
      try {
        const now = await current()
        return now.token !== token || (await now.renew()) ? 'retry' : 'need'
      } catch (error) {
        if (error instanceof KeyturnError && error.code === 'CREDENTIAL_REQUIRED') return 'need'
        throw error
      }
    },
  }
}
