/** Puts what a service granted anew in the place of what it granted before: whoever renews from an older revision changes nothing. */
import type { Principal } from '../../principal.ts'
import { appendAudit } from '../audit/append.ts'
import type { VaultCore } from '../core.ts'
import { checkFields, disposeFields } from '../sealing/fields.ts'
import { openRow, sealFields, sealRow } from '../sealing/record.ts'
import { fingerprintOf, loadUserKey } from '../keys/user-key.ts'
import { toAccount, writeScopes } from './account.ts'
import { joinGrant, splitGrant } from './grant.ts'
import { readLastUses } from './list.ts'
import { findRow } from './remove.ts'
import type { Account, ActContext, RenewedGrant } from '../vault.ts'

/** Which revision is renewed, of which account. */
export interface RenewalOf {
  readonly principal: Principal
  readonly accountId: string
  readonly revision: number
}

/**
 * Seals a renewed grant as the next revision, in one transaction with its audit entry. Without an access token the one that is there stays.
 * Nothing where the account is gone, damaged, or of another revision by now.
 *
 * @throws KeyturnError `INPUT_INVALID`, `VAULT_UNAVAILABLE`: then nothing was stored.
 */
export async function renewGrant(
  core: VaultCore,
  { principal, accountId, revision }: RenewalOf,
  renewed: RenewedGrant,
  context: ActContext,
): Promise<Account | undefined> {
  return core.write(principal, async (transaction) => {
    const row = await findRow(transaction, principal, accountId)
    const userKey = await loadUserKey(core, transaction, principal.user)
    if (row === undefined || userKey === undefined || typeof userKey === 'string') return undefined
    if (row.revision !== revision) return undefined
    const opened = openRow(core, userKey, row)
    if (opened === 'damaged') return undefined
    const before = splitGrant(opened)
    const fields = { ...before.fields, ...renewed.fields }
    // What was pasted is nobody's to renew.
    if (before.grant === undefined) return undefined
    const kept = before.grant.refreshToken
    const refreshToken = renewed.grant.refreshToken ?? kept
    const whole = joinGrant(fields, { ...renewed.grant, refreshToken })
    try {
      checkFields(whole)
      const place = { ...row, revision: revision + 1 }
      const now = core.clock.now()
      const isNew = Object.keys(renewed.fields).length > 0
      const changed = sealRow(core, userKey, {
        ...row,
        ...sealFields(core, userKey, place, whole),
        revision: revision + 1,
        change: row.change + 1,
        fingerprint: fingerprintOf(userKey, row.service, fields),
        updated_at: now,
        expires_at: renewed.endsAt ?? row.expires_at,
        // What ended the old access token says nothing of the new one.
        ...(isNew && { status: 'active' as const }),
        ...(renewed.scopes !== undefined && { scopes: writeScopes(renewed.scopes) }),
      })
      await transaction.updateTable('vault_credential').set(changed).where('id', '=', row.id).execute()
      const facts = {
        act: 'renew',
        outcome: isNew ? 'renewed' : 'kept',
        service: row.service,
        account: row.id,
        revision: changed.revision,
        change: changed.change,
      }
      await appendAudit(core, transaction, principal.user, facts, context)
      const lastUses = await readLastUses(transaction, [row.id])
      return toAccount(changed, false, lastUses.get(row.id), now)
    } finally {
      disposeFields(before.fields)
      kept?.dispose()
    }
  })
}
