/** The one order in which a credential that is given outside of a chat is looked at: shape, duplicate, lockout, check, store. */
import type { ServiceId } from '../formation/formation.ts'
import type { UnknownReason } from '../providers/service.ts'
import { Secret } from '../secret.ts'
import type { CredentialFields } from '../secret.ts'
import type { Account, AttemptSlot } from '../vault/vault.ts'
import { checkCredential, type ValidVerdict } from './check.ts'
import { examineCredential } from './examine.ts'
import { shownLabel, type ManagementOptions } from './input.ts'
import { reserveCheck } from './reserve.ts'
import type { CredentialScope } from './scope.ts'
import { findLookAlike, storeAccepted } from './store.ts'

/** Options of `set`: one value, or one for each field of a service that needs several. */
export interface SetOptions extends ManagementOptions {
  readonly value: string | Secret | Readonly<Record<string, string | Secret>>
  /**
   * The user's own word for the account: `work`. At most 64 characters, shown as `showName` shows them. Where the service cannot say
   * whose a credential is, it is the account's name, and a number follows it if another account has it.
   */
  readonly label?: string | undefined
}

/** What became of a `set`. Nothing but the first kind changed anything that is stored. */
export type SetResult =
  | {
      readonly ok: true
      readonly outcome: 'added' | 'replaced' | 'duplicate'
      readonly account: Account
      /** Another account of the service whose name can be taken for this one's. */
      readonly lookAlike?: Account
    }
  | { readonly ok: false; readonly reason: 'label-taken'; readonly account: Account }
  | { readonly ok: false; readonly reason: 'unknown-service'; readonly services: readonly ServiceId[] }
  | { readonly ok: false; readonly reason: 'malformed' | 'incomplete' | 'busy' }
  | { readonly ok: false; readonly reason: 'other-service'; readonly found: ServiceId }
  | { readonly ok: false; readonly reason: 'locked'; readonly lockedUntil: number }
  | { readonly ok: false; readonly reason: 'rejected' | 'expired'; readonly attemptsLeft: number | undefined }
  | { readonly ok: false; readonly reason: 'not-checked'; readonly cause: UnknownReason | undefined }

/** Takes a credential through every check, and stores it. */
export async function setCredential(
  scope: CredentialScope,
  service: ServiceId,
  options: Pick<SetOptions, 'value' | 'label'>,
): Promise<SetResult> {
  const label = options.label === undefined ? null : shownLabel(options.label)
  const checked = await checkGiven(scope, service, options.value)
  if (checked.kind === 'settled') return checked.result
  const { fields, verdict, slot } = checked
  const accepted = { service, fields, verdict, slot, label, replaces: null }
  const { outcome, account } = await storeAccepted(scope, accepted)
  if (outcome === 'label-taken') return { ok: false, reason: outcome, account }
  const lookAlike = findLookAlike(account, await scope.vault.listAccounts(scope.principal, service))
  return { ok: true, outcome, account, ...(lookAlike === undefined ? {} : { lookAlike }) }
}

/** Whose a credential is, found by the same checks, with nothing stored; or what `set` would have come to without storing. */
export type FoundOwner =
  | { readonly kind: 'found'; readonly name: string | undefined }
  | { readonly kind: 'settled'; readonly result: SetResult }

/** Takes a credential through every check and stores nothing; a rejection counts as an attempt as it always does. */
export async function findOwner(
  scope: CredentialScope,
  service: ServiceId,
  value: SetOptions['value'],
): Promise<FoundOwner> {
  const checked = await checkGiven(scope, service, value)
  if (checked.kind === 'settled') return checked
  // It counts as every other answer does: nobody finds out here, more often than elsewhere, which tokens are good.
  await scope.vault.settleAttempt(scope.principal, checked.slot, 'valid', scope.context)
  return { kind: 'found', name: checked.verdict.identity?.name }
}

type Checked =
  | { readonly kind: 'settled'; readonly result: SetResult }
  | {
      readonly kind: 'valid'
      readonly fields: CredentialFields
      readonly verdict: ValidVerdict
      readonly slot: AttemptSlot
    }

/** Shape, duplicate, lockout, check. */
async function checkGiven(
  scope: CredentialScope,
  service: ServiceId,
  value: SetOptions['value'],
): Promise<Checked> {
  const settled = (result: SetResult): Checked => ({ kind: 'settled', result })
  const given = fieldsOf(value, scope.services.get(service).fields)
  if (Object.keys(given).length === 0) return settled({ ok: false, reason: 'malformed' })
  const input = { service, given, before: {}, awaited: null, isPassword: false }
  const examined = examineCredential(scope.services, input)
  if (examined.kind === 'malformed') return settled({ ok: false, reason: 'malformed' })
  if (examined.kind === 'incomplete') return settled({ ok: false, reason: 'incomplete' })
  if (examined.kind === 'other-service')
    return settled({ ok: false, reason: 'other-service', found: examined.found })
  const { fields } = examined
  const known = await scope.vault.findDuplicate(scope.principal, service, fields)
  if (known?.status === 'active') return settled({ ok: true, outcome: 'duplicate', account: known })
  const reservation = await reserveCheck(scope, service, fields)
  if (reservation.kind === 'locked')
    return settled({ ok: false, reason: 'locked', lockedUntil: reservation.lockedUntil })
  if (reservation.kind === 'busy') return settled({ ok: false, reason: 'busy' })
  if (reservation.kind === 'joined') return settled(await joined(scope, service, fields, reservation.outcome))
  const { slot } = reservation
  const checked = await checkCredential(scope, fields, slot)
  if (checked.kind === 'valid') return { kind: 'valid', fields, verdict: checked.verdict, slot }
  if (checked.kind === 'unknown') return settled({ ok: false, reason: 'not-checked', cause: checked.reason })
  const { lockedUntil, expired, attemptsLeft } = checked
  if (lockedUntil !== undefined) return settled({ ok: false, reason: 'locked', lockedUntil })
  return settled({ ok: false, reason: expired ? 'expired' : 'rejected', attemptsLeft })
}

/** What came of the same credential's other check. */
async function joined(
  { vault, principal }: CredentialScope,
  service: ServiceId,
  fields: CredentialFields,
  outcome: 'valid' | 'rejected' | 'unknown',
): Promise<SetResult> {
  if (outcome === 'rejected') return { ok: false, reason: 'rejected', attemptsLeft: undefined }
  const account = await vault.findDuplicate(principal, service, fields)
  if (account !== undefined && outcome === 'valid') return { ok: true, outcome: 'duplicate', account }
  return { ok: false, reason: 'not-checked', cause: undefined }
}

function fieldsOf(value: SetOptions['value'], names: readonly string[]): Record<string, Secret> {
  const toSecret = (part: string | Secret) => (typeof part === 'string' ? Secret.fromText(part.trim()) : part)
  if (typeof value === 'string' || value instanceof Secret) {
    return { [names[0] ?? 'token']: toSecret(value) }
  }
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, toSecret(part)]))
}
