/** Opens the accounts that a tool call goes out with; which ones these are is decided as in the chat. */
import type { AccountFact } from '../../machines/kept.ts'
import { accountFact } from '../credentials/account-fact.ts'
import { chooseAccounts as choose } from '../credentials/choose.ts'
import { KeyturnError } from '../errors.ts'
import type { ServiceId } from '../formation/formation.ts'
import { NeedError } from './need.ts'
import { recheck } from '../credentials/recheck.ts'
import { rejectAccount } from '../credentials/reject.ts'
import { openRenewed } from '../oauth/open-renewed.ts'
import type { RenewalOutcome } from '../oauth/renewal-outcome.ts'
import type { ConversationKey } from '../state/state.ts'
import type { ToolParts } from './parts.ts'
import type { Account, ActContext, OpenedCredential } from '../vault/vault.ts'

/** Where a call comes from. */
export interface CallPlace {
  readonly key: ConversationKey
  readonly server: string | null
  /** What the credential is opened for, for the audit: `github.list_issues`. */
  readonly purpose: string
}

/**
 * The accounts a call goes out with: one, or several where the user said so. `single`: the call works with one at a time.
 *
 * @throws NeedError where there is none that can be used, or the user has to say which; with what is wrong where one that could have
 * been meant cannot be used.
 */
export async function chooseAccounts(
  parts: ToolParts,
  service: ServiceId,
  { key, server }: CallPlace,
  { single = false }: { readonly single?: boolean } = {},
): Promise<readonly Account[]> {
  const [accounts, chosen] = await Promise.all([
    parts.vault.listAccounts(key.principal, service),
    parts.chosenIn(key, service),
  ])
  const choice = choose(accounts.map(accountFact), {
    named: null,
    one: single ? 'tool' : undefined,
    chosen,
  })
  const need = { service, server, why: 'use', account: null } as const
  switch (choice.kind) {
    case 'use':
      return accounts.filter(({ id }) => choice.accounts.some((meant) => meant.id === id))
    case 'ask':
      throw new NeedError('ACCOUNT_REQUIRED', single ? { ...need, single } : need)
    case 'broken': {
      const account = choice.accounts[0]
      const about = { ...need, account: account?.id ?? null, ...(account && { reason: reasonOf(account) }) }
      if (choice.usable.length === 0)
        throw new NeedError('CREDENTIAL_REQUIRED', { ...about, why: 'rejected' })
      const code = choice.isMeant ? 'CREDENTIAL_REQUIRED' : 'ACCOUNT_REQUIRED'
      throw new NeedError(code, single ? { ...about, single } : about)
    }
    default:
      throw new NeedError('CREDENTIAL_REQUIRED', need)
  }
}

/** What is wrong with an account that cannot be used. */
function reasonOf({ damaged, expired }: AccountFact): 'rejected' | 'expired' | 'damaged' {
  if (damaged === true) return 'damaged'
  return expired === true ? 'expired' : 'rejected'
}

/** Opens an account for one audited use; one that cannot be opened, or that its service rejects by now, has to be given again. */
export async function openAccount(
  parts: ToolParts,
  account: Account,
  place: CallPlace,
): Promise<OpenedCredential> {
  const { key, server } = place
  const { service, id } = account
  const check = () => recheck(parts, key.principal, account, actContext(key))
  let checked = await check()
  // What was granted is renewed, and looked at again, before its owner is asked for anything.
  if (checked.found === 'rejected' && checked.account.isGranted === true) {
    await renewNow(parts, checked.account, place)
    checked = await check()
  }
  if (checked.found === 'rejected') throw await rejectFor(parts, checked.account, place)
  if (checked.found === 'expired') {
    await parts.connections.end(key.principal, id)
    throw new NeedError('CREDENTIAL_REQUIRED', {
      service,
      server,
      why: 'rejected',
      account: id,
      reason: 'expired',
    })
  }
  // The last that is waited for before the call: whatever ended the credential until now is seen by it.
  const { purpose } = place
  const opening = { principal: key.principal, account, purpose, context: actContext(key) }
  const opened = await openRenewed(parts, opening)
  if (opened.kind === 'opened') return opened.credential
  if (opened.kind === 'not-renewed') throw await notRenewed(parts, account, place, opened.outcome)
  if (opened.reason === 'not-found')
    throw new NeedError('CREDENTIAL_REQUIRED', { service, server, why: 'use', account: id })
  const { reason } = opened
  throw new NeedError('CREDENTIAL_REQUIRED', { service, server, why: 'rejected', account: id, reason })
}

/**
 * Renews a grant that its service does not accept as it is.
 *
 * @throws NeedError where only connecting again helps; KeyturnError `TOOL_UNAVAILABLE` where it is kept and may work in a moment.
 */
export async function renewNow(parts: ToolParts, account: Account, place: CallPlace): Promise<void> {
  const { key } = place
  const request = { principal: key.principal, account, context: actContext(key), waits: true }
  const outcome = await parts.renewals.renew(request)
  if (outcome.kind !== 'renewed') throw await notRenewed(parts, account, place, outcome)
}

/** What a grant that was not renewed means for a call. */
async function notRenewed(
  parts: ToolParts,
  { service, id }: Account,
  { key, server }: CallPlace,
  outcome: Exclude<RenewalOutcome, { kind: 'renewed' }>,
): Promise<KeyturnError> {
  if (outcome.kind === 'kept') {
    const message = `The access to ${parts.services.get(service).name} could not be renewed just now. It is kept; try again in a minute.`
    return new KeyturnError('TOOL_UNAVAILABLE', message, { service })
  }
  await parts.connections.end(key.principal, id)
  const need = { service, server, account: id } as const
  return outcome.kind === 'gone'
    ? new NeedError('CREDENTIAL_REQUIRED', { ...need, why: 'use' })
    : new NeedError('CREDENTIAL_REQUIRED', { ...need, why: 'rejected', reason: 'rejected' })
}

/** Marks what a tool or service did not accept, and raises the need for a new one. */
export async function rejectFor(parts: ToolParts, account: Account, place: CallPlace): Promise<NeedError> {
  const { key, server } = place
  await rejectAccount(parts, key.principal, account, actContext(key))
  return new NeedError('CREDENTIAL_REQUIRED', {
    service: account.service,
    server,
    why: 'rejected',
    account: account.id,
    reason: 'rejected',
  })
}

const actContext = (key: ConversationKey): ActContext => ({ channel: 'tool', conversation: key.conversation })
