/**
 * The access token of one credential, for a connection that outlives it: asked before each request, and when it was not accepted. The
 * refresh token never comes this way.
 */
import { KeyturnError } from '../errors.ts'
import type { OpenedCredential } from '../vault/vault.ts'
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

/** An access token that is good until then, as it was opened. Epoch milliseconds; absent: until it is not accepted. */
interface HeldToken {
  readonly token: string
  readonly renewFrom: number | undefined
}

/**
 * Makes it for one account, whose credential is its one `token`. `opened`: as its caller has opened it, for a use that was audited; it is
 * opened anew only to be renewed.
 */
export function createGrantAuthorization(
  parts: OpeningParts,
  opening: Opening,
  opened?: Pick<OpenedCredential, 'fields' | 'grant'>,
): GrantAuthorization {
  const holding = ({ fields, grant }: Pick<OpenedCredential, 'fields' | 'grant'>): HeldToken => ({
    token: fields['token']?.reveal() ?? '',
    renewFrom: grant?.renewFrom,
  })
  let held = opened && holding(opened)
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
    const { account, grant } = opened.credential
    held = holding(opened.credential)
    const { token } = held
    opened.credential.dispose()
    const request = { principal: opening.principal, account, context: opening.context, waits: true }
    return {
      token,
      async renew() {
        if (grant === undefined || (await parts.renewals.renew(request)).kind !== 'renewed') return false
        held = undefined
        return true
      },
    }
  }
  return {
    async token() {
      const isGood = held !== undefined && parts.clock.now() < (held.renewFrom ?? Infinity)
      return held !== undefined && isGood ? held.token : (await current()).token
    },
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
