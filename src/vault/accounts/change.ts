/**
 * Changes of an account that leave its secret alone: status, label, default.
 *
 * Long because the small acts on an account are alike and stand together.
 */
import type { Principal } from '../../principal.ts'
import { appendAudit, appendRefusal } from '../audit/append.ts'
import { isDamaged } from './damage.ts'
import { readAccount } from './list.ts'
import type { VaultCore, VaultTransaction } from '../core.ts'
import { checkLabel } from '../input.ts'
import { firstRevision } from './grant.ts'
import { claimNames } from './names.ts'
import { findRow } from './remove.ts'
import { writeScopes } from './account.ts'
import { sealRow } from '../sealing/record.ts'
import type { CredentialTable } from '../tables.ts'
import { type UserKey, loadUserKey } from '../keys/user-key.ts'
import type { ActContext, CheckDetails, RenameResult } from '../vault.ts'

interface SoundRow {
  readonly userKey: UserKey
  readonly row: CredentialTable
}

/** What an audited change says of itself. */
interface ChangeFacts {
  readonly act: string
  readonly outcome: string
  readonly detail?: string | undefined
}

/** Marks one revision as not accepted by its service; a newer revision stays as it is. */
export function markRejected(
  core: VaultCore,
  principal: Principal,
  accountId: string,
  revision: number,
  context: ActContext,
): Promise<void> {
  return core.write(principal, async (transaction) => {
    const sound = await findSound(core, transaction, principal, accountId)
    if (typeof sound === 'string' || sound.row.revision !== revision || sound.row.status === 'rejected')
      return
    const change = { status: 'rejected' } as const
    await saveChange(core, transaction, sound, change, { act: 'reject', outcome: 'rejected' }, context)
  })
}

/** Marks one revision as good, checked now. */
export function markChecked(
  core: VaultCore,
  principal: Principal,
  accountId: string,
  revision: number,
  details: CheckDetails,
  context: ActContext,
): Promise<void> {
  return core.write(principal, async (transaction) => {
    const sound = await findSound(core, transaction, principal, accountId)
    if (typeof sound === 'string' || sound.row.revision !== revision) return
    if (details.onlyIfActive === true && sound.row.status !== 'active') return
    const change = {
      status: 'active',
      checked: 1,
      last_checked_at: core.clock.now(),
      scopes: writeScopes(details.scopes),
      // Of a granted one the service tells when the access token ends, which is renewed.
      expires_at:
        firstRevision(sound.row.brought_by) === undefined
          ? (details.expiresAt ?? null)
          : sound.row.expires_at,
    } as const
    await saveChange(core, transaction, sound, change, { act: 'check', outcome: 'active' }, context)
  })
}

/** Gives or takes the user's own label; one that another account of the service has is refused. */
export async function renameAccount(
  core: VaultCore,
  principal: Principal,
  accountId: string,
  label: string | undefined,
  context: ActContext,
): Promise<RenameResult> {
  if (label !== undefined) checkLabel(label)
  return core.write(principal, async (transaction) => {
    const sound = await findSound(core, transaction, principal, accountId)
    const refuse = (outcome: string): Promise<unknown> =>
      appendRefusal(
        core,
        transaction,
        principal.user,
        { act: 'rename', outcome, account: accountId },
        context,
      )
    if (typeof sound === 'string') {
      await refuse(sound)
      return { ok: false, reason: 'not-found' } as const
    }
    const { row, userKey } = sound
    const owner = { user: principal.user, service: row.service, account: row.id }
    const wanted = { name: row.account_name, isKept: true, label: label ?? null }
    const claimed = await claimNames(transaction, owner, wanted)
    if (!claimed.ok) {
      await refuse('taken')
      const account = await readAccount(core, transaction, userKey, principal, claimed.holder)
      return { ok: false, reason: 'taken', account } as const
    }
    const facts = { act: 'rename', outcome: label === undefined ? 'unlabelled' : 'labelled', detail: label }
    await saveChange(core, transaction, sound, { label: label ?? null }, facts, context)
    return { ok: true } as const
  })
}

/** Makes an account its service's default, or clears the default. False: no such usable account of this user. */
export function setDefaultAccount(
  core: VaultCore,
  principal: Principal,
  service: string,
  accountId: string | undefined,
  context: ActContext,
): Promise<boolean> {
  return core.write(principal, async (transaction) => {
    const wanted =
      accountId === undefined ? undefined : await findSound(core, transaction, principal, accountId)
    if (typeof wanted === 'string' || (wanted !== undefined && wanted.row.service !== service)) {
      const outcome = typeof wanted === 'string' ? wanted : 'not-found'
      const refusal = { act: 'default', outcome, service, account: accountId ?? '' }
      await appendRefusal(core, transaction, principal.user, refusal, context)
      return false
    }
    const before = await transaction
      .selectFrom('vault_credential')
      .select('id')
      .where('user_id', '=', principal.user)
      .where('service', '=', service)
      .where('is_default', '=', 1)
      .execute()
    for (const { id } of before) {
      const sound = id === accountId ? undefined : await findSound(core, transaction, principal, id)
      if (sound === undefined || typeof sound === 'string') continue
      await saveChange(
        core,
        transaction,
        sound,
        { is_default: 0 },
        { act: 'default', outcome: 'cleared' },
        context,
      )
    }
    if (wanted !== undefined && wanted.row.is_default !== 1) {
      await saveChange(
        core,
        transaction,
        wanted,
        { is_default: 1 },
        { act: 'default', outcome: 'set' },
        context,
      )
    }
    return true
  })
}

/** A row that is what was stored: changing a damaged one would vouch for what somebody else wrote into it. */
async function findSound(
  core: VaultCore,
  transaction: VaultTransaction,
  principal: Principal,
  accountId: string,
): Promise<SoundRow | 'not-found' | 'damaged'> {
  const row = await findRow(transaction, principal, accountId)
  if (row === undefined) return 'not-found'
  const userKey = await loadUserKey(core, transaction, principal.user)
  if (userKey === undefined || typeof userKey === 'string') return 'damaged'
  return isDamaged(core, userKey, row) ? 'damaged' : { userKey, row }
}

async function saveChange(
  core: VaultCore,
  transaction: VaultTransaction,
  { userKey, row }: SoundRow,
  columns: Partial<CredentialTable>,
  facts: ChangeFacts,
  context: ActContext,
): Promise<void> {
  const changed = sealRow(core, userKey, {
    ...row,
    ...columns,
    change: row.change + 1,
    updated_at: core.clock.now(),
  })
  await transaction.updateTable('vault_credential').set(changed).where('id', '=', row.id).execute()
  const { service, id: account, revision, change } = changed
  await appendAudit(core, transaction, row.user_id, { ...facts, service, account, revision, change }, context)
}
