/**
 * What a turn asks the vault about a service, in one statement: the accounts with their last use, until when adding is
 * locked, and the user's key, with which the turn then opens its parked request and seals its answer.
 */
import { CompiledQuery } from 'kysely'
import type { DatabaseKind } from '../../database/migrate.ts'
import type { Principal } from '../../principal.ts'
import { type InspectedRow, isDamaged, noteAllDamage } from './damage.ts'
import type { VaultCore, VaultDatabase } from '../core.ts'
import { countedIds } from '../attempts/lasting.ts'
import { HOUR_MS, isLastLock, latestCap, WINDOW_MS } from '../attempts/lockout-rule.ts'
import { toAccount } from './account.ts'
import { createSealing } from '../sealing/seal.ts'
import type { CredentialTable } from '../tables.ts'
import { type UserKey, type UserKeyFault, findRootKey, unwrapStored } from '../keys/user-key.ts'
import type { StoreLook } from '../vault.ts'

type LookRow = CredentialTable & {
  readonly key_generation: number | null
  readonly key_root: string | null
  readonly key_wrapped: Uint8Array | null
  readonly last_use: number | null
  readonly lock_until: number | null
  readonly lock_count: number | null
  readonly lock_rejected: number | null
  readonly capped_at: number | null
  readonly service_capped_at: number | null
}

/** A cap is reached by the validation that is as many from the newest as it allows. */
const LOOK = `
  select credential.*, own.generation as key_generation, own.root_key as key_root, own.wrapped as key_wrapped,
    (select max(at) from vault_audit where account = credential.id and act = 'use' and outcome = 'ok') as last_use,
    lock.locked_until as lock_until, lock.locks as lock_count, lock.last_rejected_at as lock_rejected,
    (select reserved_at from vault_attempt where user_id in (IDS) and reserved_at > ? and VALIDATION
      order by reserved_at desc limit 1 offset ?) as capped_at,
    (select reserved_at from vault_attempt where user_id in (IDS) and reserved_at > ? and VALIDATION
      and service = ? order by reserved_at desc limit 1 offset ?) as service_capped_at
  from (select 1 as one) as one_row
  left join vault_user_key as own on own.user_id = ?
  left join (select * from vault_lock where user_id in (IDS) and service = ?
    order by locked_until desc limit 1) as lock on 1 = 1
  left join vault_credential as credential on credential.user_id = ? and credential.service = ?
  order by credential.created_at, credential.id`

/** As `isValidation` says it. */
const VALIDATION = "outcome <> 'unknown' and (outcome <> 'open' or reserved_at > ?)"

/** By how many ids the attempts of a user are looked for: one more for each root key there ever was. */
const statements = new Map<number, Readonly<Record<DatabaseKind, string>>>()

function statementFor(kind: DatabaseKind, ids: number): string {
  let known = statements.get(ids)
  if (known === undefined) {
    let count = 0
    const list = Array.from({ length: ids }, () => '?').join(', ')
    const sqlite = LOOK.replaceAll('IDS', list).replaceAll('VALIDATION', VALIDATION)
    known = { sqlite, postgres: sqlite.replace(/\?/g, () => `$${(count += 1)}`) }
    statements.set(ids, known)
  }
  return known[kind]
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
  const ids = countedIds(core, user)
  const { validationsPerHour, serviceValidationsPerHour } = core.limits
  const parameters = [
    ...[...ids, now - HOUR_MS, now - WINDOW_MS, validationsPerHour - 1],
    ...[...ids, now - HOUR_MS, now - WINDOW_MS, service, serviceValidationsPerHour - 1],
    ...[user, ...ids, service, user, service],
  ]
  const { rows } = await database.executeQuery(
    CompiledQuery.raw(statementFor(core.kind, ids.length), parameters),
  )
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
    service_capped_at: _serviceCapped,
    ...credential
  } = row
  return (credential.id as string | null) === null ? undefined : credential
}

/** As `readLockedUntil` says it: the lock after rejections, or an hourly cap. */
function lockOf(row: LookRow, now: number): number | undefined {
  const { lock_until: lockedUntil, lock_count: locks, lock_rejected: lastRejectedAt } = row
  const lock = { lockedUntil, locks, lastRejectedAt }
  if (isLastLock(lock) && lock.lockedUntil > now) return lock.lockedUntil
  return latestCap([row.capped_at, row.service_capped_at])
}
