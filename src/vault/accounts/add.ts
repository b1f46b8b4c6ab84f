/**
 * Stores a credential, replaces one, or finds it already there: decided, written and audited in one transaction.
 *
 * Long because adding, replacing and repeating are one transaction.
 */
import type { Principal } from '../../principal.ts'
import { isDamaged } from './damage.ts'
import { readAccount, readLastUses } from './list.ts'
import { appendAudit } from '../audit/append.ts'
import type { VaultCore, VaultTransaction } from '../core.ts'
import { equalBytes, randomBytes } from '../sealing/crypto.ts'
import { checkNewCredential } from '../input.ts'
import { statusOf, toAccount, writeScopes } from './account.ts'
import { grantedAt, joinGrant } from './grant.ts'
import { claimNames } from './names.ts'
import { sealFields, sealRow } from '../sealing/record.ts'
import type { CredentialTable } from '../tables.ts'
import { type UserKey, ensureUserKey, fingerprintOf } from '../keys/user-key.ts'
import type { ActContext, AddResult, NewCredential } from '../vault.ts'

const ID_BYTES = 16

/**
 * Adds a credential.
 *
 * The same secret that is active: `duplicate`, or what was said the first time when the same message brings it again. The
 * same secret that was rejected, expired or damaged, or a new secret of a known account: `replaced`. Otherwise `added`, under a name
 * that no other account of the user has. `label-taken`: another account has the wished label, and nothing was stored.
 *
 * Where the service cannot say whose a secret is, a new one never replaces one that works: it is an account of its own, unless it
 * was asked for in another's place, or the only account there is does not work any more.
 *
 * @throws KeyturnError `INPUT_INVALID`, `PRINCIPAL_INVALID`, `KEY_UNKNOWN`, `RECORD_CORRUPT`, `VAULT_UNAVAILABLE`.
 */
export async function addCredential(
  core: VaultCore,
  principal: Principal,
  credential: NewCredential,
  context: ActContext,
): Promise<AddResult> {
  checkNewCredential(credential)
  return core.write(principal, async (transaction) => {
    const userKey = await ensureUserKey(core, transaction, principal.user)
    const act = new Addition(core, transaction, principal, userKey, credential, context)
    return act.run()
  })
}

class Addition {
  readonly #core: VaultCore
  readonly #transaction: VaultTransaction
  readonly #principal: Principal
  readonly #userKey: UserKey
  readonly #credential: NewCredential
  readonly #context: ActContext
  readonly #fingerprint: Buffer
  readonly #broughtBy: string | null

  constructor(
    core: VaultCore,
    transaction: VaultTransaction,
    principal: Principal,
    userKey: UserKey,
    credential: NewCredential,
    context: ActContext,
  ) {
    this.#core = core
    this.#transaction = transaction
    this.#principal = principal
    this.#userKey = userKey
    this.#credential = credential
    this.#context = context
    this.#fingerprint = fingerprintOf(userKey, credential.service, credential.fields)
    this.#broughtBy =
      context.messageId === undefined
        ? null
        : JSON.stringify([context.conversation ?? null, context.messageId])
  }

  async run(): Promise<AddResult> {
    const rows = await this.#rows()
    const sameSecret = rows.find((row) => holdsBytes(row.fingerprint, this.#fingerprint))
    const sameAccount = this.#sameAccount(rows)

    if (sameSecret !== undefined && !isDamaged(this.#core, this.#userKey, sameSecret)) {
      if (this.#broughtBy !== null && sameSecret.brought_by === this.#broughtBy) {
        return this.#result(sameSecret.brought_as, sameSecret)
      }
      // What is granted once more comes with another refresh token.
      const isGranted = this.#credential.grant !== undefined
      if (!isGranted && statusOf(sameSecret, this.#core.clock.now()) === 'active')
        return this.#refuseDuplicate(sameSecret)
    }
    const known = this.#trusted(sameAccount ?? sameSecret)
    const id = known?.id ?? randomId()
    const superseded = sameSecret?.id === known?.id ? undefined : sameSecret
    const wanted = this.#wantedNames(known)
    const owner = { user: this.#principal.user, service: this.#credential.service, account: id }
    const claimed = await claimNames(this.#transaction, owner, { ...wanted, leaving: superseded?.id })
    if (!claimed.ok) return this.#refuseLabel(claimed.holder)
    if (superseded !== undefined) await this.#drop(superseded)
    const names = { account_name: claimed.name, label: wanted.label }
    return known === undefined ? this.#insert(id, names) : this.#replace(known, names)
  }

  /** What somebody wrote into a damaged row is not vouched for: a label and the default go with it. */
  #trusted(row: CredentialTable | undefined): CredentialTable | undefined {
    if (row === undefined || !isDamaged(this.#core, this.#userKey, row)) return row
    return { ...row, label: null, is_default: 0, account_name: this.#credential.identity.name }
  }

  /** Where the service cannot say whose a secret is, the user's own word for the account is its name. */
  #wantedNames(known: CredentialTable | undefined): { readonly name: string; readonly label: string | null } {
    const { identity, label } = this.#credential
    if (identity.key === undefined)
      return { name: label ?? known?.account_name ?? identity.name, label: null }
    return { name: identity.name, label: label ?? known?.label ?? null }
  }

  #rows(): Promise<CredentialTable[]> {
    return this.#transaction
      .selectFrom('vault_credential')
      .selectAll()
      .where('user_id', '=', this.#principal.user)
      .where('service', '=', this.#credential.service)
      .execute()
  }

  /** The account that the secret belongs to, or, where the service cannot say, the one in whose place it was asked for. */
  #sameAccount(rows: readonly CredentialTable[]): CredentialTable | undefined {
    const { identity, replaces, label } = this.#credential
    if (identity.key !== undefined) return rows.find((row) => row.account_key === identity.key)
    if (replaces !== undefined) return rows.find(({ id }) => id === replaces)
    const [only, another] = rows
    if (only === undefined || another !== undefined || label !== undefined) return undefined
    const isUsable =
      !isDamaged(this.#core, this.#userKey, only) && statusOf(only, this.#core.clock.now()) === 'active'
    return isUsable ? undefined : only
  }

  async #refuseLabel(holder: string): Promise<AddResult> {
    const account = await readAccount(this.#core, this.#transaction, this.#userKey, this.#principal, holder)
    return { outcome: 'label-taken', account }
  }

  async #insert(id: string, names: Pick<CredentialTable, 'account_name' | 'label'>): Promise<AddResult> {
    const now = this.#core.clock.now()
    const row = this.#seal({
      id,
      account_key: this.#credential.identity.key ?? `own:${randomId()}`,
      ...names,
      is_default: 0,
      revision: 1,
      change: 1,
      brought_as: 'added',
      created_at: now,
    })
    await this.#transaction.insertInto('vault_credential').values(row).execute()
    await this.#audit('add', 'added', row)
    return this.#result('added', row)
  }

  async #replace(
    known: CredentialTable,
    names: Pick<CredentialTable, 'account_name' | 'label'>,
  ): Promise<AddResult> {
    const row = this.#seal({
      id: known.id,
      account_key: this.#credential.identity.key ?? known.account_key,
      ...names,
      is_default: known.is_default,
      revision: following(known.revision),
      change: following(known.change),
      brought_as: 'replaced',
      created_at: known.created_at,
    })
    await this.#transaction.updateTable('vault_credential').set(row).where('id', '=', known.id).execute()
    await this.#audit('replace', 'replaced', row)
    return this.#result('replaced', row)
  }

  async #refuseDuplicate(row: CredentialTable): Promise<AddResult> {
    await appendAudit(
      this.#core,
      this.#transaction,
      this.#principal.user,
      { act: 'add', outcome: 'duplicate', service: row.service, account: row.id },
      this.#context,
    )
    return this.#result('duplicate', row)
  }

  /** The secret turns out to belong to another account that is stored too: its old, unusable row goes. */
  async #drop(row: CredentialTable): Promise<void> {
    await this.#transaction.deleteFrom('vault_credential').where('id', '=', row.id).execute()
    await this.#audit('delete', 'superseded', { ...row, change: following(row.change) })
  }

  #seal(
    kept: Pick<
      CredentialTable,
      | 'id'
      | 'account_key'
      | 'account_name'
      | 'label'
      | 'is_default'
      | 'revision'
      | 'change'
      | 'brought_as'
      | 'created_at'
    >,
  ): CredentialTable {
    const credential = this.#credential
    const now = this.#core.clock.now()
    const place = {
      id: kept.id,
      user_id: this.#principal.user,
      service: credential.service,
      account_key: kept.account_key,
      account_name: kept.account_name,
      revision: kept.revision,
    }
    const whole = joinGrant(credential.fields, credential.grant)
    const sealed = sealFields(this.#core, this.#userKey, place, whole)
    return sealRow(this.#core, this.#userKey, {
      ...kept,
      ...place,
      ...sealed,
      account_login: this.#loginOf(kept.account_name),
      status: 'active',
      checked: credential.checked ? 1 : 0,
      scopes: writeScopes(credential.scopes),
      fingerprint: this.#fingerprint,
      brought_by: credential.grant === undefined ? this.#broughtBy : grantedAt(kept.revision),
      updated_at: now,
      last_checked_at: credential.checked ? now : null,
      expires_at: credential.expiresAt ?? null,
    })
  }

  /** What the service calls the account, where that is not its name here. */
  #loginOf(name: string): string | null {
    const { identity } = this.#credential
    return identity.key === undefined || identity.name === name ? null : identity.name
  }

  async #audit(act: string, outcome: string, row: CredentialTable): Promise<void> {
    const { service, id: account, revision, change } = row
    const facts = { act, outcome, service, account, revision, change }
    await appendAudit(this.#core, this.#transaction, this.#principal.user, facts, this.#context)
  }

  async #result(outcome: AddResult['outcome'], row: CredentialTable): Promise<AddResult> {
    const lastUses = await readLastUses(this.#transaction, [row.id])
    return { outcome, account: toAccount(row, false, lastUses.get(row.id), this.#core.clock.now()) }
  }
}

/** SQLite keeps whatever was written into a column: a damaged row may hold text where bytes belong. */
function holdsBytes(stored: unknown, expected: Buffer): boolean {
  return stored instanceof Uint8Array && equalBytes(stored, expected)
}

function randomId(): string {
  return randomBytes(ID_BYTES).toString('base64url')
}

function following(stored: unknown): number {
  return Number.isSafeInteger(stored) ? Number(stored) + 1 : 1
}
