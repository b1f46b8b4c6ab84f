/**
 * Root keys: listing, rotating, retiring. A rotation rewraps one small row a user; credentials and fingerprints stay.
 *
 * Order: give every instance the new key as `key` and the old one as decrypt-only → `rotateKeys` → `retireKey` → take the old
 * key away. A rotation that was ended at any point goes on where it was, by being started again.
 *
 * Long because a rotation and its resumption are one story.
 */
import { FORMATION_CHAIN } from '../audit/chain.ts'
import { appendAudit } from '../audit/append.ts'
import type { VaultCore, VaultDatabase, VaultTransaction } from '../core.ts'
import { type RootKey, wrapAuditKey, wrapUserKey } from './root-key.ts'
import { resealAccessKeys } from '../server/access-keys.ts'
import type { RootKeyTable, UserKeyTable } from '../tables.ts'
import { unwrapStored } from './user-key.ts'
import type { ActContext } from '../vault.ts'

/** One root key as `keyturn keys list` shows it. */
export interface RootKeyStatus {
  /** 16 hex digits; never a part of the key. */
  readonly id: string
  readonly state: RootKeyTable['state']
  readonly origin: RootKeyTable['origin']
  readonly iterations: number
  readonly createdAt: number
  /** Users whose own key is wrapped under it. */
  readonly users: number
  /** Whether this process was given it. */
  readonly isGiven: boolean
}

/** How a rotation went, or would go. */
export interface RotationResult {
  readonly primary: string
  readonly rewrapped: number
  /** Users still under another key: their key was not given, or their row was altered. */
  readonly remaining: number
}

/** What became of retiring a key; `configured`: it is the one this process would rotate to. */
export type RetireResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'not-found' | 'primary' | 'retired' | 'configured' }
  | { readonly ok: false; readonly reason: 'in-use'; readonly users: number }

/** What to do, and whom to tell. */
export interface RotationOptions {
  /** Count only. */
  readonly isDryRun?: boolean | undefined
  /** Called after each batch. */
  readonly onProgress?: ((rewrapped: number, total: number) => void) | undefined
}

const BATCH = 100

/** Every root key the vault knows, oldest first. */
export async function listRootKeys(core: VaultCore): Promise<readonly RootKeyStatus[]> {
  return core.read((database) => readRootKeys(database, (id) => core.keys.find(id) !== undefined))
}

/** Every root key a database knows, oldest first; `isGiven` says of an id whether this process has the key. */
export async function readRootKeys(
  database: VaultDatabase,
  isGiven: (id: string) => boolean,
): Promise<readonly RootKeyStatus[]> {
  const [rows, counts] = await Promise.all([
    database.selectFrom('vault_root_key').selectAll().orderBy('created_at').orderBy('id').execute(),
    database
      .selectFrom('vault_user_key')
      .select((select) => ['root_key', select.fn.countAll<number>().as('users')])
      .groupBy('root_key')
      .execute(),
  ])
  return rows.map((row) => ({
    id: row.id,
    state: row.state,
    origin: row.origin,
    iterations: row.iterations,
    createdAt: row.created_at,
    users: Number(counts.find((count) => count.root_key === row.id)?.users ?? 0),
    isGiven: isGiven(row.id),
  }))
}

/**
 * Makes the configured key primary and rewraps every user under it, online; readers never notice.
 *
 * @throws KeyturnError `VAULT_UNAVAILABLE`; what was rewrapped until then stays so.
 */
export async function rotateKeys(
  core: VaultCore,
  context: ActContext,
  options: RotationOptions = {},
): Promise<RotationResult> {
  const keys = await listRootKeys(core)
  const target = core.keys.wanted
  const total = keys.reduce((sum, key) => sum + (key.id === target.id ? 0 : key.users), 0)
  if (options.isDryRun === true) return { primary: target.id, rewrapped: 0, remaining: total }
  await makePrimary(core, target, context)

  let rewrapped = 0
  let after: string | undefined
  for (;;) {
    const batch = await readBatch(core, target.id, after)
    if (batch.length === 0) break
    rewrapped += await rewrapBatch(core, target, batch, context)
    options.onProgress?.(rewrapped, Math.max(rewrapped, total))
    after = batch.at(-1)?.user_id
    if (batch.length < BATCH) break
  }
  await resealAccessKeys(core, target, context)
  const remaining = await core.read((database) => countUsers(database, 'not under', target.id))
  const facts = { act: 'key', outcome: 'rotated', detail: `${target.id}: ${rewrapped}, ${remaining} left` }
  await core.transaction((transaction) => appendAudit(core, transaction, FORMATION_CHAIN, facts, context))
  return { primary: target.id, rewrapped, remaining }
}

/** Retires a key that nobody is under any more; what it signed in the audit stays verifiable. */
export async function retireKey(core: VaultCore, id: string, context: ActContext): Promise<RetireResult> {
  return core.transaction(async (transaction) => {
    const row = await transaction
      .selectFrom('vault_root_key')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst()
    if (row === undefined) return { ok: false, reason: 'not-found' } as const
    if (row.state === 'primary') return { ok: false, reason: 'primary' } as const
    if (row.state === 'retired') return { ok: false, reason: 'retired' } as const
    // Retired before it was ever used, the configured key could not be rotated to.
    if (id === core.keys.wanted.id) return { ok: false, reason: 'configured' } as const
    const users = await countUsers(transaction, 'under', id)
    if (users > 0) return { ok: false, reason: 'in-use', users } as const
    await transaction.updateTable('vault_root_key').set({ state: 'retired' }).where('id', '=', id).execute()
    const facts = { act: 'key', outcome: 'retired', detail: id }
    await appendAudit(core, transaction, FORMATION_CHAIN, facts, context)
    return { ok: true } as const
  })
}

async function makePrimary(core: VaultCore, target: RootKey, context: ActContext): Promise<void> {
  await core.transaction(async (transaction) => {
    // Two rotations, and a key that is being made known, wait for each other here.
    await transaction.updateTable('vault_meta').set({ name: 'salt' }).where('name', '=', 'salt').execute()
    const rows = await transaction.selectFrom('vault_root_key').selectAll().execute()
    for (const row of rows) {
      const isTarget = row.id === target.id
      const auditKey = isTarget ? undefined : core.keys.auditKey(row.id)
      const state = isTarget ? 'primary' : row.state === 'primary' ? 'decrypt-only' : row.state
      const audit_key =
        auditKey === undefined ? (isTarget ? null : row.audit_key) : wrapAuditKey(target, row.id, auditKey)
      await transaction
        .updateTable('vault_root_key')
        .set({ state, audit_key })
        .where('id', '=', row.id)
        .execute()
    }
    const wasPrimary = rows.some((row) => row.id === target.id && row.state === 'primary')
    const facts = { act: 'key', outcome: wasPrimary ? 'kept' : 'primary', detail: target.id }
    await appendAudit(core, transaction, FORMATION_CHAIN, facts, context)
  })
  core.keys.add(target, true)
}

function readBatch(core: VaultCore, target: string, after: string | undefined): Promise<UserKeyTable[]> {
  return core.read((database) => {
    let query = database.selectFrom('vault_user_key').selectAll().where('root_key', '!=', target)
    if (after !== undefined) query = query.where('user_id', '>', after)
    return query.orderBy('user_id').limit(BATCH).execute()
  })
}

async function rewrapBatch(
  core: VaultCore,
  target: RootKey,
  batch: readonly UserKeyTable[],
  context: ActContext,
): Promise<number> {
  const wrapped = batch.flatMap((row) => {
    const userKey = unwrapStored(core, row)
    if (typeof userKey === 'string') return []
    return [{ row, wrapped: wrapUserKey(target, row.user_id, row.generation, userKey.key) }]
  })
  return core.transaction(async (transaction) => {
    let count = 0
    for (const change of wrapped) count += await swapWrapping(transaction, target.id, change)
    const facts = { act: 'key', outcome: 'rewrapped', detail: `${target.id}: ${count}` }
    if (count > 0) await appendAudit(core, transaction, FORMATION_CHAIN, facts, context)
    return count
  })
}

/** Only while the row is what was read: a user who was deleted, or rewrapped by another run, stays so. */
async function swapWrapping(
  transaction: VaultTransaction,
  target: string,
  { row, wrapped }: { readonly row: UserKeyTable; readonly wrapped: Buffer },
): Promise<number> {
  const result = await transaction
    .updateTable('vault_user_key')
    .set({ root_key: target, wrapped })
    .where('user_id', '=', row.user_id)
    .where('generation', '=', row.generation)
    .where('root_key', '=', row.root_key)
    .where('wrapped', '=', row.wrapped)
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}

async function countUsers(
  database: VaultDatabase,
  relation: 'under' | 'not under',
  rootKey: string,
): Promise<number> {
  const row = await database
    .selectFrom('vault_user_key')
    .select((select) => select.fn.countAll<number>().as('users'))
    .where('root_key', relation === 'under' ? '=' : '!=', rootKey)
    .executeTakeFirst()
  return Number(row?.users ?? 0)
}
