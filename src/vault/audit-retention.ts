/** Takes old audit entries away so that what stays can still be verified from a signed beginning. */
import { createPrincipal } from '../principal.ts'
import { appendAudit } from './audit.ts'
import type { VaultCore, VaultTransaction } from './core.ts'
import { type CryptoKey, hmacSha256 } from './crypto.ts'
import { lengthPrefixed } from './length-prefix.ts'
import type { ActContext } from './vault.ts'

const PAGE = 200

/** Removes entries older than a time (epoch milliseconds). The removal is an entry of its own. */
export async function pruneAudit(
  core: VaultCore,
  olderThan: number,
  context: ActContext,
  onProgress: (removed: number) => void = () => {},
): Promise<{ readonly removed: number }> {
  let removed = 0
  for (;;) {
    const users = await core.read((database) =>
      database
        .selectFrom('vault_audit')
        .select('user_id')
        .distinct()
        .where('at', '<', olderThan)
        .where('act', '!=', 'prune')
        .where('user_id', '!=', '')
        .limit(PAGE)
        .execute(),
    )
    let removedNow = 0
    for (const { user_id } of users) removedNow += await pruneUser(core, user_id, olderThan, context)
    removed += removedNow
    onProgress(removed)
    if (removedNow === 0) return { removed }
  }
}

async function pruneUser(
  core: VaultCore,
  user: string,
  olderThan: number,
  context: ActContext,
): Promise<number> {
  return core.write(createPrincipal(core.formation, user), async (transaction) => {
    const end = await readPrunedEnd(transaction, user, olderThan)
    if (end === undefined) return 0
    await attestRows(core, transaction, user, context)
    const detail = `up to ${end.sequence}`
    await appendAudit(core, transaction, user, { act: 'prune', outcome: 'pruned', detail }, context)
    const { id: root_key, auditKey } = core.keys.primary
    const seal = baseSeal(auditKey, core.formation, user, end.sequence, end.hash)
    const base = { sequence: end.sequence, hash: end.hash, root_key, seal }
    await transaction
      .insertInto('vault_audit_base')
      .values({ user_id: user, ...base })
      .onConflict((conflict) => conflict.column('user_id').doUpdateSet(base))
      .execute()
    const gone = await transaction
      .deleteFrom('vault_audit')
      .where('user_id', '=', user)
      .where('sequence', '<=', end.sequence)
      .executeTakeFirst()
    return Number(gone.numDeletedRows)
  })
}

/** The last entry before the first one that stays. */
async function readPrunedEnd(
  transaction: VaultTransaction,
  user: string,
  olderThan: number,
): Promise<{ sequence: number; hash: Uint8Array } | undefined> {
  const staying = await transaction
    .selectFrom('vault_audit')
    .select('sequence')
    .where('user_id', '=', user)
    .where('at', '>=', olderThan)
    .orderBy('sequence')
    .limit(1)
    .executeTakeFirst()
  let query = transaction.selectFrom('vault_audit').select(['sequence', 'hash']).where('user_id', '=', user)
  if (staying !== undefined) query = query.where('sequence', '<', staying.sequence)
  return query.orderBy('sequence', 'desc').limit(1).executeTakeFirst()
}

/** Says again what every live row stands at, since the entries that said so first may go. */
async function attestRows(
  core: VaultCore,
  transaction: VaultTransaction,
  user: string,
  context: ActContext,
): Promise<void> {
  const rows = await transaction
    .selectFrom('vault_credential')
    .select(['id', 'service'])
    .where('user_id', '=', user)
    .execute()
  for (const row of rows) {
    // The chain, not the row, is believed: a row put back must not be vouched for.
    const last = await transaction
      .selectFrom('vault_audit')
      .select(['revision', 'change', 'act'])
      .where('user_id', '=', user)
      .where('account', '=', row.id)
      .where('change', 'is not', null)
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (last === undefined || last.act === 'delete') continue
    const facts = {
      act: 'attest',
      outcome: 'kept',
      service: row.service,
      account: row.id,
      revision: last.revision ?? undefined,
      change: last.change ?? undefined,
    }
    await appendAudit(core, transaction, user, facts, context)
  }
}

/** The keyed hash of a chain's beginning. */
export function baseSeal(
  auditKey: CryptoKey,
  formation: string,
  user: string,
  sequence: number,
  hash: Uint8Array,
): Buffer {
  return hmacSha256(auditKey, lengthPrefixed('kt/base/v1', formation, user, sequence, hash))
}
