/**
 * Stores a credential, replaces one, or finds it already there: decided, written and audited in one transaction.
 *
 * Long because adding, replacing and repeating are one transaction.
 */
import type { Principal } from '../principal.ts'
import { isDamaged } from './damage.ts'
import { readLastUses } from './accounts.ts'
import { appendAudit } from './audit.ts'
import type { VaultCore, VaultTransaction } from './core.ts'
import { equalBytes, randomBytes } from './crypto.ts'
import { checkNewCredential } from './input.ts'
import { statusOf, toAccount, writeScopes } from './account.ts'
import { sealFields, sealRow } from './record.ts'
import type { CredentialTable } from './tables.ts'
import { type UserKey, ensureUserKey, fingerprintOf } from './user-key.ts'
import type { ActContext, AddResult, NewCredential } from './vault.ts'

const ID_BYTES = 16

/**
 * Adds a credential.
 *
 * The same secret that is active: `duplicate`, or what was said the first time when the same message brings it again. The
 * same secret that was rejected, expired or damaged, or a new secret of a known account: `replaced`. Otherwise `added`.
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
    const rows = await this.#candidates()
    const sameSecret = rows.find((row) => holdsBytes(row.fingerprint, this.#fingerprint))
    const sameAccount = rows.find((row) => row.account_key === this.#credential.identity.key)

    if (sameSecret !== undefined && !isDamaged(this.#core, this.#userKey, sameSecret)) {
      if (this.#broughtBy !== null && sameSecret.brought_by === this.#broughtBy) {
        return this.#result(sameSecret.brought_as, sameSecret)
      }
      if (statusOf(sameSecret, this.#core.clock.now()) === 'active') return this.#refuseDuplicate(sameSecret)
    }
    if (sameSecret !== undefined && sameAccount !== undefined && sameSecret.id !== sameAccount.id) {
      await this.#drop(sameSecret)
    }
    const known = sameAccount ?? sameSecret
    return known === undefined ? this.#insert() : this.#replace(known)
  }

  /** Rows of this service that hold the secret or the account: at most two, by the unique indexes. */
  #candidates(): Promise<CredentialTable[]> {
    return this.#transaction
      .selectFrom('vault_credential')
      .selectAll()
      .where('user_id', '=', this.#principal.user)
      .where('service', '=', this.#credential.service)
      .where((where) =>
        where.or([
          where('fingerprint', '=', this.#fingerprint),
          where('account_key', '=', this.#credential.identity.key),
        ]),
      )
      .execute()
  }

  async #insert(): Promise<AddResult> {
    const now = this.#core.clock.now()
    const row = this.#seal({
      id: randomBytes(ID_BYTES).toString('base64url'),
      label: this.#credential.label ?? null,
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

  async #replace(known: CredentialTable): Promise<AddResult> {
    const row = this.#seal({
      id: known.id,
      label: this.#credential.label ?? known.label,
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
      'id' | 'label' | 'is_default' | 'revision' | 'change' | 'brought_as' | 'created_at'
    >,
  ): CredentialTable {
    const credential = this.#credential
    const now = this.#core.clock.now()
    const place = {
      id: kept.id,
      user_id: this.#principal.user,
      service: credential.service,
      account_key: credential.identity.key,
      account_name: credential.identity.name,
      revision: kept.revision,
    }
    const sealed = sealFields(this.#core, this.#userKey, place, credential.fields)
    return sealRow(this.#core, this.#userKey, {
      ...kept,
      ...place,
      ...sealed,
      status: 'active',
      checked: credential.checked ? 1 : 0,
      scopes: writeScopes(credential.scopes),
      fingerprint: this.#fingerprint,
      brought_by: this.#broughtBy,
      updated_at: now,
      last_checked_at: credential.checked ? now : null,
      expires_at: credential.expiresAt ?? null,
    })
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

function following(stored: unknown): number {
  return Number.isSafeInteger(stored) ? Number(stored) + 1 : 1
}
