/**
 * What a turn asks the vault about a service, in one statement: the accounts with their last use, until when adding is
 * locked, and the user's key, with which the turn then opens its parked request and seals its answer.
 */
import { CompiledQuery } from 'kysely'
import type { DatabaseKind } from '../database/migrate.ts'
import type { Principal } from '../principal.ts'
import { type InspectedRow, isDamaged, noteAllDamage } from './damage.ts'
import type { VaultCore, VaultDatabase } from './core.ts'
import { HOUR_MS, isLastLock } from './lockout-rule.ts'
import { toAccount } from './account.ts'
import { createSealing } from './sealing.ts'
import type { CredentialTable } from './tables.ts'
import { type UserKey, type UserKeyFault, findRootKey, unwrapStored } from './user-key.ts'
import type { StoreLook } from './vault.ts'

type LookRow = CredentialTable & {
  readonly key_generation: number | null
  readonly key_root: string | null
  readonly key_wrapped: Uint8Array | null
  readonly last_use: number | null
  readonly lock_until: number | null
  readonly lock_count: number | null
  readonly lock_rejected: number | null
  readonly capped_at: number | null
}

/** The cap is reached by the validation that is `validationsPerHour` from the newest. */
const LOOK = `
  select credential.*, own.generation as key_generation, own.root_key as key_root, own.wrapped as key_wrapped,
    (select max(at) from vault_audit where account = credential.id and act = 'use' and outcome = 'ok') as last_use,
    lock.locked_until as lock_until, lock.locks as lock_count, lock.last_rejected_at as lock_rejected,
    (select reserved_at from vault_attempt where user_id = ? and reserved_at > ? and outcome <> 'unknown'
      order by reserved_at desc limit 1 offset ?) as capped_at
  from (select 1 as one) as one_row
  left join vault_user_key as own on own.user_id = ?
  left join vault_lock as lock on lock.user_id = ? and lock.service = ?
  left join vault_credential as credential on credential.user_id = ? and credential.service = ?
  order by credential.created_at, credential.id`

let count = 0
const STATEMENTS: Readonly<Record<DatabaseKind, string>> = {
  sqlite: LOOK,
  postgres: LOOK.replace(/\?/g, () => `$${(count += 1)}`),
}

/** Looks at a service of a user; damage that was not audited yet is audited now. */
export async function lookAt(core: VaultCore, principal: Principal, service: string): Promise<StoreLook> {
  core.checkFormation(principal)
  const now = core.clock.now()
  const rows = await core.read((database) => readRows(core, database, principal.user, service, now))
  const [first] = rows
  const userKey = first === undefined ? undefined : await keyOf(core, principal.user, first)
  const found = rows.flatMap((row) => {
    const credential = credentialOf(row)
    return credential === undefined ? [] : [{ row: credential, lastUse: row.last_use ?? undefined }]
  })
  const inspected: (InspectedRow & { readonly lastUse: number | undefined })[] = found.map((one) => ({
    ...one,
    isDamaged: isDamaged(core, userKey, one.row),
  }))
  await noteAllDamage(core, principal, inspected)
  return {
    accounts: inspected.map((one) => toAccount(one.row, one.isDamaged, one.lastUse, now)),
    lockedUntil: first === undefined ? undefined : lockOf(first, now),
    sealing:
      userKey === undefined || typeof userKey === 'string'
        ? undefined
        : createSealing(core, principal, userKey),
  }
}

async function readRows(
  core: VaultCore,
  database: VaultDatabase,
  user: string,
  service: string,
  now: number,
): Promise<LookRow[]> {
  const parameters = [
    ...[user, now - HOUR_MS, core.limits.validationsPerHour - 1],
    ...[user, user, service, user, service],
  ]
  const { rows } = await database.executeQuery(CompiledQuery.raw(STATEMENTS[core.kind], parameters))
  return rows as LookRow[]
}

async function keyOf(
  core: VaultCore,
  user: string,
  { key_generation: generation, key_root: root_key, key_wrapped: wrapped }: LookRow,
): Promise<UserKey | UserKeyFault | undefined> {
  if (generation === null || root_key === null || wrapped === null) return undefined
  await core.read((database) => findRootKey(core, database, root_key))
  return unwrapStored(core, { user_id: user, generation, root_key, wrapped, created_at: 0 })
}

function credentialOf({ ...row }: LookRow): CredentialTable | undefined {
  const {
    key_generation: _generation,
    key_root: _root,
    key_wrapped: _wrapped,
    last_use: _use,
    lock_until: _until,
    lock_count: _count,
    lock_rejected: _rejected,
    capped_at: _capped,
    ...credential
  } = row
  return (credential.id as string | null) === null ? undefined : credential
}

/** As `readLockedUntil` says it: the lock after rejections, or the hourly cap. */
function lockOf(
  { lock_until: lockedUntil, lock_count: locks, lock_rejected: lastRejectedAt, capped_at }: LookRow,
  now: number,
): number | undefined {
  const lock = { lockedUntil, locks, lastRejectedAt }
  if (isLastLock(lock) && lock.lockedUntil > now) return lock.lockedUntil
  return capped_at === null ? undefined : capped_at + HOUR_MS
}
