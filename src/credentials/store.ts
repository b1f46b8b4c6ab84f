/** Stores a credential that its service accepted, under the name of whom it belongs to, and settles its attempt. */
import type { CredentialFields } from '../secret.ts'
import { showName } from '../providers/account-name.ts'
import { isSecretField } from '../providers/fields.ts'
import { looksLike } from '../providers/look-alike.ts'
import type { Account, AddResult, AttemptOutcome, AttemptSlot, Grant } from '../vault/vault.ts'
import type { ValidVerdict } from './check.ts'
import type { CredentialScope } from './scope.ts'

/** An accepted credential: what the service said, the user's own word for it, and the account in whose place it was asked for. */
export interface AcceptedCredential {
  readonly service: string
  readonly fields: CredentialFields
  /** What the service granted beside them, where nobody pasted it. */
  readonly grant?: Grant | undefined
  readonly verdict: ValidVerdict
  /** The attempt that it was checked with. */
  readonly slot: AttemptSlot | undefined
  readonly label: string | null
  readonly replaces: string | null
}

/** What became of an accepted credential; `labelHolder`: the account that has the label which was left out. */
export interface AcceptedResult extends AddResult {
  readonly labelHolder?: Account
}

/**
 * Stores the accepted credential: a new account, a new secret for an old one, or the old secret accepted again; its attempt is settled
 * once. `leavesLabelOut`: a label that another account has is left out, and not the credential.
 */
export async function storeAccepted(
  scope: CredentialScope,
  accepted: AcceptedCredential,
  { leavesLabelOut = false }: { readonly leavesLabelOut?: boolean } = {},
): Promise<AcceptedResult> {
  const { slot } = accepted
  const result = await addAccepted(scope, accepted, leavesLabelOut).catch(async (error: unknown) => {
    await settle(scope, slot, 'unknown').catch(() => undefined)
    throw error
  })
  await settle(scope, slot, 'valid')
  if (result.outcome === 'replaced') await scope.endConnections(result.account.id)
  return result
}

async function addAccepted(
  scope: CredentialScope,
  accepted: AcceptedCredential,
  leavesLabelOut: boolean,
): Promise<AcceptedResult> {
  const first = await addAccount(scope, accepted)
  if (first.outcome !== 'label-taken' || !leavesLabelOut) return first
  return { ...(await addAccount(scope, { ...accepted, label: null })), labelHolder: first.account }
}

/** The other account of the service whose name or label can be taken for one of this account's. */
export function findLookAlike(account: Account, accounts: readonly Account[]): Account | undefined {
  const namesOf = ({ identity, label }: Account): string[] =>
    label === undefined ? [identity.name] : [identity.name, label]
  return accounts
    .filter(({ id }) => id !== account.id)
    .find((other) => namesOf(other).some((name) => namesOf(account).some((own) => looksLike(own, name))))
}

/** The service was asked, and the secret is there now; or it could not be stored, and the slot is free again. */
async function settle(
  { vault, principal, context }: CredentialScope,
  slot: AttemptSlot | undefined,
  outcome: AttemptOutcome,
): Promise<void> {
  if (slot !== undefined) await vault.settleAttempt(principal, slot, outcome, context)
}

async function addAccount(scope: CredentialScope, accepted: AcceptedCredential): Promise<AddResult> {
  const { service, fields, grant, verdict, replaces } = accepted
  const wished = showName(accepted.label ?? '')
  const isTold = sharesSecret(wished, fields) || (await tellsStoredSecret(scope, wished))
  const label = isTold ? '' : wished
  const nameless = { key: undefined, name: nameOfService(scope, service) }
  const told = verdict.identity ?? nameless
  const isTelling = sharesSecret(told.name, fields) || sharesSecret(told.key ?? '', fields)
  const identity = isTelling ? nameless : told
  const credential = {
    service,
    identity,
    replaces: replaces ?? undefined,
    fields,
    grant,
    label: label === '' || label === identity.name ? undefined : label,
    checked: verdict.checked,
    scopes: verdict.scopes,
    expiresAt: verdict.expiresAt,
  }
  return scope.vault.add(scope.principal, credential, scope.context)
}

const nameOfService = ({ services }: CredentialScope, id: string): string =>
  showName(services.get(id).name) || id

/** Shorter secrets are words and numbers that people call other things by, too. Letters and digits. */
const SHORTEST_OF_ANOTHER = 8

/** Whether a name for an account tells a secret of another one of the user's: it is kept and shown in clear. */
export async function tellsStoredSecret(
  { vault, principal }: Pick<CredentialScope, 'vault' | 'principal'>,
  name: string,
): Promise<boolean> {
  if (name === '') return false
  const stored = await vault.readSecrets(principal)
  const tells = stored.some(({ fields }) => sharesSecret(name, fields, SHORTEST_OF_ANOTHER))
  for (const { fields } of stored) for (const secret of Object.values(fields)) secret.dispose()
  return tells
}

/** A name is kept and shown in clear: one that holds a part of the secret worth knowing is none. */
function sharesSecret(name: string, fields: CredentialFields, shortest = 4): boolean {
  const called = squeeze(name)
  return Object.entries(fields).some(([field, secret]) => {
    const value = squeeze(secret.reveal())
    if (!isSecretField(field) || value.length < shortest) return false
    const isPart = called.length >= 6 && called.length * 2 >= value.length && value.includes(called)
    return called.includes(value) || isPart
  })
}

const squeeze = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
