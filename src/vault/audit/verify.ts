/**
 * Checks that the audit is whole: every user's chain, rows, locks and key (`audit-verify-user.ts`), the root keys, and the checkpoints over all of them.
 *
 * Works beside a running agent: what looks wrong is looked at again as it stands at one moment, so that an act that is just
 * being audited is no fault. What cannot be seen from within: all rows of a user taken away, or taken back together to an
 * earlier state, before the next checkpoint covered them; and the whole database taken back, which only a checkpoint that was
 * noted elsewhere shows.
 */
import { sql } from 'kysely'
import { FORMATION_CHAIN } from './chain.ts'
import type { Checkpoint } from './checkpoint.ts'
import { verifyRootKeys } from './verify-keys.ts'
import { verifyCheckpoints } from './verify-checkpoints.ts'
import { type AuditFault, verifyUser } from './verify-user.ts'
import type { VaultCore, VaultDatabase } from '../core.ts'

/** What a verification found. */
export interface AuditReport {
  readonly isWhole: boolean
  readonly users: number
  readonly entries: number
  /** The first 1,000. */
  readonly faults: readonly AuditFault[]
  /** The newest checkpoint, to be noted elsewhere; none yet, or only one user was verified: nothing. */
  readonly checkpoint: Checkpoint | undefined
}

/** What to verify. */
export interface VerifyOptions {
  /** Only this user; checkpoints are left out then. */
  readonly user?: string | undefined
  /** The seal (hex) of a checkpoint noted earlier, which has to be there still. */
  readonly checkpoint?: string | undefined
  /** Called after each page of users with how many are done. */
  readonly onProgress?: ((usersDone: number) => void) | undefined
}

const USER_PAGE = 200
const MAX_FAULTS = 1_000

const CHAIN_TABLES = [
  ...(['vault_audit_head', 'vault_audit', 'vault_audit_base'] as const),
  ...(['vault_credential', 'vault_user_key', 'vault_lock'] as const),
]

/** Verifies one user's audit, or everybody's and the checkpoints. */
export async function verifyAudit(core: VaultCore, options: VerifyOptions = {}): Promise<AuditReport> {
  const faults: AuditFault[] = []
  let users = 0
  let entries = 0
  const verifyOne = async (user: string): Promise<void> => {
    const found = await steady(core, (database) => verifyUser(core, database, user))
    if (user !== FORMATION_CHAIN) users++
    entries += found.entries
    faults.push(...found.faults)
  }
  const report = (checkpoint?: Checkpoint): AuditReport => ({
    isWhole: faults.length === 0,
    users,
    entries,
    faults: faults.slice(0, MAX_FAULTS),
    checkpoint,
  })
  if (options.user !== undefined) {
    await verifyOne(options.user)
    return report()
  }
  let after: string | undefined
  for (;;) {
    const page = await core.read((database) => readUsers(database, after))
    for (const user of page) await verifyOne(user)
    options.onProgress?.(users)
    after = page.at(-1)
    if (page.length < USER_PAGE) break
  }
  faults.push(...(await core.read((database) => findStrangers(core, database))))
  faults.push(...(await steady(core, (database) => verifyRootKeys(core, database))).faults)
  const checkpoints = await steady(core, (database) => verifyCheckpoints(core, database, options.checkpoint))
  faults.push(...checkpoints.faults)
  return report(checkpoints.newest)
}

/** Looks once beside everybody else, and where that finds faults, once more at one moment. */
async function steady<Found extends { readonly faults: readonly AuditFault[] }>(
  core: VaultCore,
  look: (database: VaultDatabase) => Promise<Found>,
): Promise<Found> {
  const found = await core.read(look)
  return found.faults.length === 0 ? found : core.snapshot(look)
}

async function readUsers(database: VaultDatabase, after: string | undefined): Promise<string[]> {
  const rows = await Promise.all(
    CHAIN_TABLES.map((table) => {
      const all = database.selectFrom(table).select('user_id').distinct()
      // What still counts of users who are gone belongs to nobody's chain.
      const users = table === 'vault_lock' ? all.where('user_id', 'not like', ' %') : all
      const rest = after === undefined ? users : users.where('user_id', '>', after)
      return rest.orderBy('user_id').limit(USER_PAGE).execute()
    }),
  )
  const users = new Set(rows.flat().map(({ user_id }) => user_id))
  return [...users]
    .filter((user: unknown) => typeof user === 'string')
    .sort(byUtf8)
    .slice(0, USER_PAGE)
}

/** SQLite takes anything for a user id; what is no text belongs to nobody's chain. */
async function findStrangers(core: VaultCore, database: VaultDatabase): Promise<AuditFault[]> {
  if (core.kind !== 'sqlite') return []
  const found = await Promise.all(
    CHAIN_TABLES.map((table) =>
      database
        .selectFrom(table)
        .select('user_id')
        .where(sql<boolean>`typeof(user_id) <> 'text'`)
        .limit(1)
        .executeTakeFirst(),
    ),
  )
  return found
    .filter((row) => row !== undefined)
    .map(() => ({ kind: 'altered', user: undefined, sequence: undefined, account: undefined }))
}

/** The order both databases compare text in: by bytes. */
function byUtf8(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left, 'utf8'), Buffer.from(right, 'utf8'))
}
