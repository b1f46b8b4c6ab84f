/**
 * The vault of `vault.ts` put together from its acts.
 *
 * Long because the port has many methods, and each only hands over to the file of its act.
 */
import type { ServiceId } from '../formation/formation.ts'
import { type Principal, checkId } from '../principal.ts'
import type { CredentialFields } from '../secret.ts'
import { findDuplicate, listAccounts } from './accounts/list.ts'
import { addCredential } from './accounts/add.ts'
import { attemptOutcome, reserveAttempt, settleAttempt } from './attempts/attempts.ts'
import { appendAudit } from './audit/append.ts'
import { createCheckpoint } from './audit/checkpoint.ts'
import { exportUser } from './audit/export.ts'
import { noteProtection, recordForFormation } from './audit/formation.ts'
import { type AuditFilter, listAudit } from './audit/list.ts'
import { markChecked, markRejected, renameAccount, setDefaultAccount } from './accounts/change.ts'
import { type CleanUp, CleanUpWorker } from './clean-up.ts'
import { forgetEndedConnections } from './connections/connections.ts'
import type { ConnectionStore } from './connections/port.ts'
import { createConnectionStore } from './connections/store.ts'
import type { VaultCore } from './core.ts'
import { deleteUser } from './delete-user.ts'
import { forgetEndedDialogues, moveDialogue, readDialogue } from './dialogue.ts'
import type { EnvelopeShortcut } from './sealing/envelope-cache.ts'
import { KeyturnError } from '../errors.ts'
import { forgetLapsed } from './attempts/lasting.ts'
import { lockedUntil, unlock } from './attempts/lockout.ts'
import { lookAt } from './accounts/look.ts'
import { removeAccount, removeService } from './accounts/remove.ts'
import { Releases } from './accounts/releases.ts'
import type { ServerStore } from './server/port.ts'
import { createServerStore } from './server/store.ts'
import { keepToolList, readToolList } from './tool-lists.ts'
import { sealBytes, sealingOf, unsealBytes } from './sealing/seal.ts'
import { renewGrant } from './accounts/renew.ts'
import { openCredential, openWhole } from './accounts/use.ts'
import { findStanding } from './accounts/standing.ts'
import { readStoredSecrets } from './accounts/stored-secrets.ts'
import type {
  Account,
  ActContext,
  AddResult,
  AttemptOutcome,
  AttemptSlot,
  AuditEntry,
  CheckDetails,
  HeldCredential,
  Dialogue,
  DialogueMove,
  NewCredential,
  OpenGrantResult,
  OpenResult,
  RenewedGrant,
  RenameResult,
  Reservation,
  Sealing,
  StoreLook,
  StoredSecret,
  UserExport,
  Vault,
} from './vault.ts'

/**
 * When the heads of all audit chains are signed, and dialogues whose time is over forgotten: a minute after the start, and every 15
 * minutes from then on.
 */
const CHECKPOINT_MS = { first: 60_000, every: 15 * 60_000 } as const

/** The vault on SQLite or PostgreSQL; `openVault` makes one. */
export class SqlVault implements Vault {
  /** The parts, for management functions of this folder (`rotation.ts`, `audit-verify.ts`, …). */
  readonly core: VaultCore
  readonly server: ServerStore
  readonly connections: ConnectionStore
  /** The short way of a use, where there is a cache. */
  readonly #shortcut: EnvelopeShortcut | undefined
  /** What this process has open, to be ended before an end is acknowledged. */
  readonly #releases = new Releases()
  readonly #memory: Parameters<typeof openCredential>[1]
  readonly #cleanUp: CleanUpWorker
  readonly #disconnect: () => Promise<void>
  #checkpoints: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(core: VaultCore, disconnect: () => Promise<void>, shortcut?: EnvelopeShortcut) {
    this.core = core
    this.#shortcut = shortcut
    this.#memory = { releases: this.#releases, shortcut }
    this.#cleanUp = new CleanUpWorker(core)
    this.#disconnect = disconnect
    this.server = createServerStore(() => this.#open())
    this.connections = createConnectionStore((principal) =>
      principal === undefined ? this.#open() : this.#ready(principal),
    )
  }

  /** Takes up clean-up that an earlier process could not finish, and signs the audit's heads from now on. */
  async start(): Promise<CleanUp> {
    this.#signLater(CHECKPOINT_MS.first)
    return this.#cleanUp.run()
  }

  async listAccounts(principal: Principal, service?: ServiceId): Promise<readonly Account[]> {
    const core = this.#ready(principal)
    if (service === undefined) return listAccounts(core, principal)
    return (await lookAt(core, principal, service)).accounts
  }

  async look(principal: Principal, service: ServiceId): Promise<StoreLook> {
    return lookAt(this.#ready(principal), principal, service)
  }

  async findDuplicate(
    principal: Principal,
    service: ServiceId,
    fields: CredentialFields,
  ): Promise<Account | undefined> {
    return findDuplicate(this.#ready(principal), principal, service, fields)
  }

  async add(principal: Principal, credential: NewCredential, context: ActContext): Promise<AddResult> {
    const core = this.#ready(principal)
    const result = await addCredential(core, principal, credential, context)
    if (result.outcome === 'replaced') {
      const { account } = result
      this.#releases.end(principal.user, account.id, account.revision - 1)
      await this.#shortcut?.evict(principal, account.id, account.revision)
    }
    return result
  }

  async open(
    principal: Principal,
    accountId: string,
    purpose: string,
    context: ActContext,
  ): Promise<OpenResult> {
    const core = this.#ready(principal)
    return openCredential(core, this.#memory, { principal, accountId, purpose, context })
  }

  async readSecrets(principal: Principal): Promise<readonly StoredSecret[]> {
    return readStoredSecrets(this.#ready(principal), principal)
  }

  async openGrant(
    principal: Principal,
    accountId: string,
    purpose: string,
    context: ActContext,
  ): Promise<OpenGrantResult> {
    const core = this.#ready(principal)
    return openWhole(core, this.#memory, { principal, accountId, purpose, context })
  }

  async renewGrant(
    principal: Principal,
    accountId: string,
    revision: number,
    renewed: RenewedGrant,
    context: ActContext,
  ): Promise<Account | undefined> {
    const core = this.#ready(principal)
    const account = await renewGrant(core, { principal, accountId, revision }, renewed, context)
    if (account !== undefined) await this.#shortcut?.evict(principal, accountId, account.revision)
    return account
  }

  async findEnded<Held extends HeldCredential>(held: readonly Held[]): Promise<readonly Held[]> {
    if (this.#isClosed || held.length === 0) return []
    const standing = await this.core.read((database) => findStanding(this.core, database, held))
    return held.filter((one) => !standing.includes(one))
  }

  async markRejected(
    principal: Principal,
    accountId: string,
    revision: number,
    context: ActContext,
  ): Promise<void> {
    await markRejected(this.#ready(principal), principal, accountId, revision, context)
    this.#releases.end(principal.user, accountId, revision)
  }

  async markChecked(
    principal: Principal,
    accountId: string,
    revision: number,
    details: CheckDetails,
    context: ActContext,
  ): Promise<void> {
    return markChecked(this.#ready(principal), principal, accountId, revision, details, context)
  }

  async rename(
    principal: Principal,
    accountId: string,
    label: string | undefined,
    context: ActContext,
  ): Promise<RenameResult> {
    return renameAccount(this.#ready(principal), principal, accountId, label, context)
  }

  async setDefault(
    principal: Principal,
    service: ServiceId,
    accountId: string | undefined,
    context: ActContext,
  ): Promise<boolean> {
    return setDefaultAccount(this.#ready(principal), principal, service, accountId, context)
  }

  async remove(principal: Principal, accountId: string, context: ActContext): Promise<boolean> {
    const core = this.#ready(principal)
    const isRemoved = await removeAccount(core, principal, accountId, context)
    this.#releases.end(principal.user, accountId)
    if (isRemoved) await this.#forget(principal, [accountId])
    return isRemoved
  }

  async removeService(
    principal: Principal,
    service: ServiceId,
    context: ActContext,
  ): Promise<readonly string[]> {
    const core = this.#ready(principal)
    const removed = await removeService(core, principal, service, context)
    for (const accountId of removed) this.#releases.end(principal.user, accountId)
    if (removed.length > 0) await this.#forget(principal, removed)
    return removed
  }

  async lockedUntil(principal: Principal, service: ServiceId): Promise<number | undefined> {
    return lockedUntil(this.#ready(principal), principal, service)
  }

  async reserveAttempt(
    principal: Principal,
    service: ServiceId,
    fields: CredentialFields,
    context: ActContext,
  ): Promise<Reservation> {
    return reserveAttempt(this.#ready(principal), principal, service, fields, context)
  }

  async settleAttempt(
    principal: Principal,
    slot: AttemptSlot,
    outcome: AttemptOutcome,
    context: ActContext,
  ): Promise<{ readonly lockedUntil: number | undefined; readonly attemptsLeft: number }> {
    return settleAttempt(this.#ready(principal), principal, slot, outcome, context)
  }

  async attemptOutcome(principal: Principal, slotId: string): Promise<AttemptOutcome | 'open' | 'gone'> {
    return attemptOutcome(this.#ready(principal), principal, slotId)
  }

  async unlock(
    principal: Principal,
    service: ServiceId,
    reason: string,
    context: ActContext,
  ): Promise<boolean> {
    return unlock(this.#ready(principal), principal, service, reason, context)
  }

  async readDialogue(principal: Principal, conversation: string): Promise<Dialogue> {
    return readDialogue(this.#ready(principal), principal, conversation)
  }

  async moveDialogue(
    principal: Principal,
    conversation: string,
    from: string | undefined,
    to: DialogueMove,
  ): Promise<boolean> {
    return moveDialogue(this.#ready(principal), principal, conversation, from, to)
  }

  async sealingOf(principal: Principal): Promise<Sealing> {
    return sealingOf(this.#ready(principal), principal)
  }

  async seal(principal: Principal, purpose: string, plain: Uint8Array): Promise<Uint8Array> {
    return sealBytes(this.#ready(principal), principal, purpose, plain)
  }

  async unseal(principal: Principal, purpose: string, sealed: Uint8Array): Promise<Buffer | undefined> {
    return unsealBytes(this.#ready(principal), principal, purpose, sealed)
  }

  async record(
    principal: Principal,
    entry: { readonly act: string; readonly service?: ServiceId; readonly outcome: string },
    context: ActContext,
  ): Promise<void> {
    const core = this.#ready(principal)
    await core.write(principal, (transaction) =>
      appendAudit(core, transaction, principal.user, entry, context),
    )
  }

  async recordForFormation(
    entry: { readonly act: string; readonly outcome: string; readonly detail: string },
    context: ActContext,
  ): Promise<void> {
    return recordForFormation(this.core, entry, context)
  }

  async noteProtection(setting: string, isOn: boolean): Promise<void> {
    return noteProtection(this.core, setting, isOn)
  }

  async keepToolList(server: string, list: Uint8Array): Promise<void> {
    return keepToolList(this.core, server, list)
  }

  async readToolList(server: string): Promise<Uint8Array | undefined> {
    return readToolList(this.core, server)
  }

  async listAudit(principal: Principal, filter?: AuditFilter): Promise<readonly AuditEntry[]> {
    return listAudit(this.#ready(principal), principal, filter)
  }

  async exportUser(principal: Principal): Promise<UserExport> {
    return exportUser(this.#ready(principal), principal)
  }

  async deleteUser(
    principal: Principal,
    context: ActContext,
  ): Promise<{ readonly removed: number; readonly cleanUp: CleanUp }> {
    const core = this.#ready(principal)
    const { accounts } = await deleteUser(core, principal, context)
    this.#releases.end(principal.user)
    this.#shortcut?.forget(principal)
    return { removed: accounts.length, cleanUp: await this.#forget(principal, accounts) }
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    clearTimeout(this.#checkpoints)
    this.#cleanUp.stop()
    this.#shortcut?.close()
    await this.#disconnect()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** Takes what was removed out of the cache and out of the database's log. */
  async #forget(principal: Principal, accounts: readonly string[]): Promise<CleanUp> {
    const shortcut = this.#shortcut
    if (shortcut !== undefined)
      await Promise.all(accounts.map((account) => shortcut.evict(principal, account)))
    return this.#cleanUp.run()
  }

  #signLater(ms: number): void {
    this.#checkpoints = setTimeout(() => void this.#signHeads(), ms)
    this.#checkpoints.unref()
  }

  /** Of several instances only the first to come signs. What has lapsed goes at the same time. */
  async #signHeads(): Promise<void> {
    try {
      await forgetLapsed(this.core)
      await createCheckpoint(this.core, { channel: 'start' }, CHECKPOINT_MS.every / 2)
    } catch {
      this.core.logger.warn({}, 'The audit could not be signed now; it is tried again in 15 minutes.')
    }
    await forgetEndedConnections(this.core).catch(() => undefined)
    await forgetEndedDialogues(this.core).catch(() =>
      this.core.logger.warn({}, 'Ended dialogues could not be forgotten now; it is tried in 15 minutes.'),
    )
    if (!this.#isClosed) this.#signLater(CHECKPOINT_MS.every)
  }

  #open(): VaultCore {
    if (this.#isClosed) throw new KeyturnError('CLOSED', 'The vault was closed.')
    return this.core
  }

  /** Nothing is read without a principal, nor after the end; callers in plain JavaScript are checked as well. */
  #ready(principal: Principal): VaultCore {
    this.#open()
    const given = principal as Principal | undefined
    checkId(given?.formation, 'formation id')
    checkId(given?.user, 'user id')
    this.core.checkFormation(principal)
    return this.core
  }
}
