/** Takes old audit entries away so that what stays can still be verified from a signed beginning. */
import { type Principal, createPrincipal } from '../../principal.ts'
import { FORMATION_CHAIN, baseSeal } from './chain.ts'
import { appendAudit } from './append.ts'
import { attestRows } from './attest.ts'
import { verifyUser } from './verify-user.ts'
import type { VaultCore, VaultTransaction } from '../core.ts'
import type { ActContext } from '../vault.ts'

const PAGE = 200

/** What a removal of old entries came to. */
export interface PruneResult {
  readonly removed: number
  /** Users whose chain is not whole: their entries stay, since taking them away would take away what shows it. */
  readonly refused: number
}

/** Removes entries older than a time (epoch milliseconds). The removal is an entry of its own. */
export async function pruneAudit(
  core: VaultCore,
  olderThan: number,
  context: ActContext,
  onProgress: (removed: number) => void = () => {},
): Promise<PruneResult> {
  let [removed, refused] = [0, 0]
  let after: string = FORMATION_CHAIN
  for (;;) {
    const users = await readUsers(core, olderThan, after)
    for (const user of users) {
      const principal = principalOf(core, user)
      const gone = principal === undefined ? 'refused' : await pruneUser(core, principal, olderThan, context)
      if (gone === 'refused') refused++
      else removed += gone
    }
    onProgress(removed)
    const last = users.at(-1)
    if (last === undefined || users.length < PAGE) return { removed, refused }
    after = last
  }
}

async function readUsers(core: VaultCore, olderThan: number, after: string): Promise<string[]> {
  const rows = await core.read((database) =>
    database
      .selectFrom('vault_audit')
      .select('user_id')
      .distinct()
      .where('at', '<', olderThan)
      .where('act', '!=', 'prune')
      .where('user_id', '>', after)
      .orderBy('user_id')
      .limit(PAGE)
      .execute(),
  )
  return rows.map(({ user_id }) => user_id)
}

/** Nothing for an id that no user can have: somebody else wrote it. */
function principalOf(core: VaultCore, user: string): Principal | undefined {
  try {
    return createPrincipal(core.formation, user)
  } catch {
    return undefined
  }
}

async function pruneUser(
  core: VaultCore,
  principal: Principal,
  olderThan: number,
  context: ActContext,
): Promise<number | 'refused'> {
  return core.write(principal, async (transaction) => {
    const { user } = principal
    const end = await readPrunedEnd(transaction, user, olderThan)
    if (end === undefined) return 0
    // What stays is vouched for by what goes: that has to be as it was written. Damaged rows are no matter of the chain.
    const { faults } = await verifyUser(core, transaction, user)
    if (faults.some(({ kind }) => kind !== 'row')) return 'refused'
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
