/** Which accounts of a service a call goes out with: chosen in the conversation, the default, the only one. Never guessed. */
import { settle } from '../../machines/guards.ts'
import { accountFact } from '../actors/account-fact.ts'
import { isKeyturnError } from '../errors.ts'
import type { ServiceId } from '../formation/formation.ts'
import { NeedError } from './need.ts'
import { recheck } from './recheck.ts'
import type { ConversationKey } from '../state/state.ts'
import { understand } from '../turn/load.ts'
import type { Parts } from '../turn/parts.ts'
import type { Account, ActContext, OpenedCredential } from '../vault/vault.ts'

/** Where a call comes from. */
export interface CallPlace {
  readonly key: ConversationKey
  readonly server: string | null
  /** What the credential is opened for, for the audit: `github.list_issues`. */
  readonly purpose: string
}

/**
 * The accounts a call goes out with: one, or several where the user said so for this request.
 *
 * @throws NeedError where there is none that works, or several and none was chosen.
 */
export async function chooseAccounts(
  parts: Parts,
  service: ServiceId,
  { key, server }: CallPlace,
): Promise<readonly Account[]> {
  const [accounts, chosen] = await Promise.all([
    parts.vault.listAccounts(key.principal, service),
    chosenIn(parts, key, service),
  ])
  // Of several that the user chose at once, those that work go on; opening the others tells what they need.
  const several = accounts.filter(({ id }) => chosen?.ids.includes(id))
  if (several.length > 1 && several.some(({ status }) => status === 'active')) return several
  const settled = settle(accounts.map(accountFact), chosen).map(({ id }) => id)
  if (settled.length > 0) return accounts.filter(({ id }) => settled.includes(id))
  const broken = accounts.filter(({ status }) => status !== 'active')
  // The one the user counts on does not work any more; another is never used in its place.
  const meant = broken.find(({ id, isDefault }) => chosen?.ids.includes(id) ?? isDefault)
  if (meant === undefined && accounts.length - broken.length > 1)
    throw new NeedError('ACCOUNT_REQUIRED', { service, server, why: 'use', account: null })
  const rejected = meant ?? broken[0]
  throw new NeedError('CREDENTIAL_REQUIRED', {
    service,
    server,
    why: rejected === undefined ? 'use' : 'rejected',
    account: rejected?.id ?? null,
  })
}

/** Opens an account for one audited use; one that cannot be opened, or that its service rejects by now, has to be given again. */
export async function openAccount(
  parts: Parts,
  account: Account,
  place: CallPlace,
): Promise<OpenedCredential> {
  const { key, server, purpose } = place
  const checked = await recheck(parts, key.principal, account, actContext(key))
  if (checked.found === 'rejected') throw await rejectAccount(parts, checked.account, place)
  if (checked.found === 'expired') {
    await parts.connections.end(key.principal, account.id)
    const { service, id } = account
    throw new NeedError('CREDENTIAL_REQUIRED', { service, server, why: 'rejected', account: id })
  }
  // The last that is waited for before the call: whatever ended the credential until now is seen by it.
  const opened = await parts.vault.open(key.principal, account.id, purpose, actContext(key))
  if (opened.ok) return opened.credential
  const why = opened.reason === 'not-found' ? 'use' : 'rejected'
  throw new NeedError('CREDENTIAL_REQUIRED', { service: account.service, server, why, account: account.id })
}

/** Marks what a tool or service did not accept, ends what still holds it, and raises the need for a new one. */
export async function rejectAccount(parts: Parts, account: Account, place: CallPlace): Promise<NeedError> {
  const { key, server } = place
  await parts.vault.markRejected(key.principal, account.id, account.revision, actContext(key))
  await parts.connections.end(key.principal, account.id)
  return new NeedError('CREDENTIAL_REQUIRED', {
    service: account.service,
    server,
    why: 'rejected',
    account: account.id,
  })
}

const actContext = (key: ConversationKey): ActContext => ({ channel: 'tool', conversation: key.conversation })

/** The choice made in this conversation; none when the state is away: stored credentials go on working. */
async function chosenIn(parts: Parts, key: ConversationKey, service: ServiceId) {
  try {
    const { stored } = await parts.state.read(key, undefined)
    return understand(stored).kept.chosen[service]
  } catch (error) {
    if (isKeyturnError(error, 'STATE_UNAVAILABLE')) return undefined
    throw error
  }
}
