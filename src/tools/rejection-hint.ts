/**
 * Follows a hint that a credential is not accepted: a tool's result or error that speaks of 401, or a 401 answer to a request of the
 * host's own. The service is asked before anything is marked, and only its definite no marks.
 *
 * A service that cannot be asked leaves one way: the user. Their credential stays as it is, for every server; they are asked for another
 * one, once for each server that says so and each secret, since a server may be wrong, or lie. After that its words go to the model.
 */
import { rejectFor, renewNow } from './account-choice.ts'
import type { CallPlace } from './account-choice.ts'
import { NeedError } from './need.ts'
import { askService, takeVerdict } from '../credentials/recheck.ts'
import type { ToolParts } from './parts.ts'
import type { Account, OpenedCredential } from '../vault/vault.ts'

/** The need that a hint about these credentials comes to; none where they stand, or where nobody can tell. */
export async function followHint(
  parts: ToolParts,
  credentials: readonly OpenedCredential[],
  place: CallPlace,
): Promise<NeedError | undefined> {
  const { key, server } = place
  const { principal, conversation } = key
  let unasked: Account | undefined
  for (const credential of credentials) {
    const { account } = credential
    const id = JSON.stringify([principal.formation, principal.user, account.id, account.revision])
    const standing = await parts.hints.ask(id, async () => {
      const verdict = await askService(parts, credential)
      if (verdict.verdict === 'valid' && !verdict.checked) return 'unanswerable'
      return takeVerdict(parts, principal, account, verdict, { channel: 'tool', conversation })
    })
    if (standing === 'rejected' && account.isGranted === true) return renewedOrNeed(parts, account, place)
    if (standing === 'rejected') return rejectFor(parts, account, place)
    if (standing === 'expired') {
      await parts.connections.end(principal, account.id)
      return needOf(account, server)
    }
    if (standing === 'unanswerable' && parts.hints.isFirst(JSON.stringify([id, server]))) unasked ??= account
  }
  return unasked && needOf(unasked, server)
}

/** The service ended an access token: its grant may go on, and then the call only has to be made again. */
async function renewedOrNeed(
  parts: ToolParts,
  account: Account,
  place: CallPlace,
): Promise<NeedError | undefined> {
  try {
    await renewNow(parts, account, place)
    return undefined
  } catch (error) {
    if (error instanceof NeedError) return error
    throw error
  }
}

function needOf({ service, id }: Account, server: string | null): NeedError {
  return new NeedError('CREDENTIAL_REQUIRED', { service, server, why: 'rejected', account: id })
}
