/**
 * The durable store of credentials: sealed per user, bound to their row, audited in the transaction of each act.
 *
 * Every method takes a `Principal`; there is no way to reach a row by its id alone. Acknowledged means on disk.
 *
 * Long because it is the documented port, method by method.
 */
import type { ActContext } from './act-context.ts'
import type { ServiceId } from '../formation/formation.ts'
import type { Principal } from '../principal.ts'
import type { CredentialFields } from '../secret.ts'
import type {
  Account,
  RenewedGrant,
  NewCredential,
  AddResult,
  RenameResult,
  OpenGrantResult,
  HeldCredential,
  StoredSecret,
  OpenResult,
} from './credential.ts'
import type { ConnectionStore } from './connections/port.ts'
import type { ServerStore } from './server/port.ts'

export type { ActContext } from './act-context.ts'
export type * from './credential.ts'

/** A slot to ask the service once; `id` names it at `settleAttempt`. */
export interface AttemptSlot {
  readonly id: string
  readonly service: ServiceId
}

/**
 * Whether a service may be asked about one more secret. `busy`: all slots are in flight, try again shortly.
 * `in-flight`: this very secret is being asked about; wait for its outcome. `locked`: until then (epoch milliseconds).
 */
export type Reservation =
  | { readonly kind: 'reserved'; readonly slot: AttemptSlot }
  | { readonly kind: 'busy' }
  | { readonly kind: 'in-flight'; readonly slotId: string }
  | { readonly kind: 'locked'; readonly lockedUntil: number }

/** What the service said about an attempt; only `rejected` counts towards a lockout, `valid` clears the count. */
export type AttemptOutcome = 'valid' | 'rejected' | 'unknown'

/** One audited act: who, what, on which account, how it ended. Never a secret, nor a hash of one. */
export interface AuditEntry {
  readonly sequence: number
  readonly at: number
  readonly user: string
  readonly act: string
  readonly service: ServiceId | undefined
  readonly account: string | undefined
  readonly channel: string
  readonly conversation: string | undefined
  readonly outcome: string
  /** What a use was for, why a lock was lifted, the new label. */
  readonly detail: string | undefined
}

/** Everything stored about a user but their secrets. */
export interface UserExport {
  readonly formation: string
  readonly user: string
  /** Epoch milliseconds. */
  readonly exportedAt: number
  readonly accounts: readonly Account[]
  /** When the user was first met, which is when their own key was made; nothing for a user without one. */
  readonly since: number | undefined
  readonly locks: readonly { readonly service: string; readonly lockedUntil: number }[]
  /** Attempts at adding that are still counted or remembered, at most a day old. */
  readonly attempts: readonly { readonly service: string; readonly at: number; readonly outcome: string }[]
  /** Conversations in which a credential is awaited. */
  readonly collecting: readonly {
    readonly conversation: string
    readonly service: string
    readonly until: number
  }[]
  readonly audit: readonly AuditEntry[]
}

/** Seals and opens bytes as `Vault.seal` does, with the user's key as it was read a moment ago: within one turn only. */
export interface Sealing {
  seal(purpose: string, plain: Uint8Array): Uint8Array
  unseal(purpose: string, sealed: Uint8Array): Buffer | undefined
}

/** What there is of a service, read at one moment. */
export interface StoreLook {
  readonly accounts: readonly Account[]
  /** Until when adding is locked. Epoch milliseconds. */
  readonly lockedUntil: number | undefined
  /** Nothing for a user without a key that can be used. */
  readonly sealing: Sealing | undefined
}

/** What a check found of a credential that is good. */
export interface CheckDetails {
  readonly scopes?: readonly string[] | undefined
  /** Epoch milliseconds. */
  readonly expiresAt?: number | undefined
  /** Changes nothing of a credential that was rejected meanwhile: an answer from before the rejection does not undo it. */
  readonly onlyIfActive?: boolean | undefined
}

/** Says that a credential is being collected in a conversation, so that losing the state never turns a secret into chat. */
export interface CollectingMark {
  readonly service: ServiceId
  /** Epoch milliseconds; 24 hours after it was set. */
  readonly until: number
  /** When the question itself expires; a later message is held back only if it is a single word. */
  readonly answerUntil: number
}

/** What is durable of a conversation, read at one moment. */
export interface Dialogue {
  /** What the record that counts is sealed for; nothing where no record counts. */
  readonly stamp: string | undefined
  readonly mark: CollectingMark | undefined
  /** Nothing for a user without a key that can be used. */
  readonly sealing: Sealing | undefined
}

/** Where a turn leaves a conversation. */
export interface DialogueMove {
  /** New for every move, see `createStamp`. */
  readonly stamp: string
  /** Whether a record is saved that is sealed for this stamp. */
  readonly hasRecord: boolean
  readonly mark: CollectingMark | undefined
}

/**
 * The vault, on SQLite or PostgreSQL. Every act on a credential, an attempt, a lock or a user is audited in its own transaction,
 * and refused where it cannot be; so is an act on an account that is not this user's. Outages reject with
 * `VAULT_UNAVAILABLE`.
 */
export interface Vault {
  /** Service keys, links to the entry page, requests that may be sent again. */
  readonly server: ServerStore

  /** Connections to services that users began and have not finished. */
  readonly connections: ConnectionStore

  /** Accounts by service, then by age; all of the user's services when none is named. */
  listAccounts(principal: Principal, service?: ServiceId): Promise<readonly Account[]>

  /** The account that holds this very secret, whatever its status. */
  findDuplicate(
    principal: Principal,
    service: ServiceId,
    fields: CredentialFields,
  ): Promise<Account | undefined>

  /** Stores or replaces, and audits, in one transaction; atomic against the same secret or account from elsewhere. */
  add(principal: Principal, credential: NewCredential, context: ActContext): Promise<AddResult>

  /** Opens a credential for one use; the use is audited in the statement that proves it is still valid. */
  open(principal: Principal, accountId: string, purpose: string, context: ActContext): Promise<OpenResult>

  /** Every secret of the user's that can be opened, whatever its status, for a scrubber: no use, and not audited. */
  readSecrets(principal: Principal): Promise<readonly StoredSecret[]>

  /** Opens a credential together with its refresh token, to renew or revoke it; audited as `open` is. */
  openGrant(
    principal: Principal,
    accountId: string,
    purpose: string,
    context: ActContext,
  ): Promise<OpenGrantResult>

  /**
   * Puts what was granted anew in the place of this very revision. Nothing, and nothing changes, where the account is gone or of another
   * revision by now. Uses of the revision before go on.
   */
  renewGrant(
    principal: Principal,
    accountId: string,
    revision: number,
    renewed: RenewedGrant,
    context: ActContext,
  ): Promise<Account | undefined>

  /**
   * Of what is held, what may not be any more: deleted, replaced, rejected or expired, by whichever process. Nothing of it is
   * opened, and nothing audited.
   */
  findEnded<Held extends HeldCredential>(held: readonly Held[]): Promise<readonly Held[]>

  /** The service or a tool said this revision is not accepted; a newer revision stays as it is. */
  markRejected(principal: Principal, accountId: string, revision: number, context: ActContext): Promise<void>

  /** The service said this revision is good (again): status `active`, checked now. */
  markChecked(
    principal: Principal,
    accountId: string,
    revision: number,
    details: CheckDetails,
    context: ActContext,
  ): Promise<void>

  /** Gives an account the user's own label, as `showName` shows it, or takes it away. */
  rename(
    principal: Principal,
    accountId: string,
    label: string | undefined,
    context: ActContext,
  ): Promise<RenameResult>

  /** Makes an account its service's default, or with nothing clears the default. False: no such account of this user. */
  setDefault(
    principal: Principal,
    service: ServiceId,
    accountId: string | undefined,
    context: ActContext,
  ): Promise<boolean>

  /** Removes an account and its secret at once. False: no such account of this user. */
  remove(principal: Principal, accountId: string, context: ActContext): Promise<boolean>

  /** Removes every account of a service, damaged ones too, in one transaction; the ids of those that were there. */
  removeService(principal: Principal, service: ServiceId, context: ActContext): Promise<readonly string[]>

  /** The accounts of a service and the lock of adding, in one statement: what most turns begin with. */
  look(principal: Principal, service: ServiceId): Promise<StoreLook>

  /** Until when adding is locked for this service, or nothing. Epoch milliseconds. */
  lockedUntil(principal: Principal, service: ServiceId): Promise<number | undefined>

  /** Reserves an attempt before the service is asked. */
  reserveAttempt(
    principal: Principal,
    service: ServiceId,
    fields: CredentialFields,
    context: ActContext,
  ): Promise<Reservation>

  /** Says what came of a reserved attempt; the lock, if this was the last straw. */
  settleAttempt(
    principal: Principal,
    slot: AttemptSlot,
    outcome: AttemptOutcome,
    context: ActContext,
  ): Promise<{ readonly lockedUntil: number | undefined; readonly attemptsLeft: number }>

  /** The outcome of a slot, `open` while the service has not answered, `gone` when there is no such slot any more. */
  attemptOutcome(principal: Principal, slotId: string): Promise<AttemptOutcome | 'open' | 'gone'>

  /** Lifts a lockout; for management only, audited with its reason, never reachable from chat or tools. */
  unlock(principal: Principal, service: ServiceId, reason: string, context: ActContext): Promise<boolean>

  /** Which record of a conversation counts, and its mark; one read by primary key. */
  readDialogue(principal: Principal, conversation: string): Promise<Dialogue>

  /** Moves a conversation on from the stamp that a turn began with. False: another turn did so first. */
  moveDialogue(
    principal: Principal,
    conversation: string,
    from: string | undefined,
    to: DialogueMove,
  ): Promise<boolean>

  /** The user's key as it is now, made where there is none; for one turn only. */
  sealingOf(principal: Principal): Promise<Sealing>

  /** Seals bytes with the user's key for a place outside the vault (parked text, saved answers, the pending secret). */
  seal(principal: Principal, purpose: string, plain: Uint8Array): Promise<Uint8Array>

  /** Opens what `seal` made for the same user and purpose; nothing when it was altered, moved, or its user was deleted. */
  unseal(principal: Principal, purpose: string, sealed: Uint8Array): Promise<Buffer | undefined>

  /** Records a refusal or event that changes nothing else in the vault (`denied`, `state.quarantined`). */
  record(
    principal: Principal,
    entry: { readonly act: string; readonly service?: ServiceId; readonly outcome: string },
    context: ActContext,
  ): Promise<void>

  /** Records what happened to the formation as a whole, in the formation's own chain (`tools`: a server describes itself anew). */
  recordForFormation(
    entry: { readonly act: string; readonly outcome: string; readonly detail: string },
    context: ActContext,
  ): Promise<void>

  /** Audits that a protection (`require_https`) is off, and that it is on again; only where that is news. */
  noteProtection(setting: string, isOn: boolean): Promise<void>

  /** Keeps what a server tells anybody its tools are, in the place of what it told before. No user's data. */
  keepToolList(server: string, list: Uint8Array): Promise<void>

  /** What a server last told anybody its tools are; nothing where it was altered. */
  readToolList(server: string): Promise<Uint8Array | undefined>

  /** The user's audit entries, newest first; at most `limit` (default 100, up to 1,000). */
  listAudit(
    principal: Principal,
    filter?: { readonly service?: ServiceId; readonly since?: number; readonly limit?: number },
  ): Promise<readonly AuditEntry[]>

  /** Everything stored about the user, for a data-protection request: no secret, and nothing made of one. */
  exportUser(principal: Principal): Promise<UserExport>

  /**
   * Removes the user: own key, credentials, attempts, marks. Irreversible. `pending`: on SQLite, a reader in another
   * process still keeps sealed bytes in the write-ahead log; emptying it is noted and tried again until done.
   */
  deleteUser(
    principal: Principal,
    context: ActContext,
  ): Promise<{ readonly removed: number; readonly cleanUp: 'done' | 'pending' }>

  close(): Promise<void>
}
