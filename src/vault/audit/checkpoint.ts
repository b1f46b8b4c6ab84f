/** One signature over where all chains of a formation stand: what was cut off a chain's end before it shows. */
import { KeyturnError } from '../../errors.ts'
import { FORMATION_CHAIN, isSame } from './chain.ts'
import { appendAudit } from './append.ts'
import { digestHeads, hasGrown, signHeads } from './heads.ts'
import type { VaultCore, VaultDatabase, VaultTransaction } from '../core.ts'
import { type CryptoKey, hmacSha256 } from '../sealing/crypto.ts'
import { lengthPrefixed } from '../sealing/length-prefix.ts'
import type { AuditCheckpointTable } from '../tables.ts'
import type { ActContext } from '../vault.ts'

/** What the first checkpoint goes on from. */
const START = Buffer.alloc(32)

/** A checkpoint; `digest` and `seal` in hex may be kept elsewhere, to find even a rollback of the whole database. */
export interface Checkpoint {
  readonly sequence: number
  /** Epoch milliseconds. */
  readonly at: number
  /** Chains it covers. */
  readonly heads: number
  readonly digest: string
  readonly seal: string
}

/** The act that the formation's own chain tells of a checkpoint with; `detail` is its sequence. */
const CHECKPOINT_ACT = 'checkpoint'

/**
 * Signs all heads; nothing when no chain grew since the newest checkpoint, or when that is younger than `minimumAgeMs`
 * (default 0). The formation's own chain tells of it, so that checkpoints cannot be taken out by themselves.
 *
 * On PostgreSQL only the chains that grew since the last checkpoint wait for it; on SQLite all writers do, some seconds for
 * 300,000 users.
 *
 * @throws KeyturnError `RECORD_CORRUPT` when what the newest checkpoint signed was changed.
 */
export async function createCheckpoint(
  core: VaultCore,
  context: ActContext,
  minimumAgeMs = 0,
): Promise<Checkpoint | undefined> {
  return core.transaction(async (transaction) => {
    // Two checkpoints at once wait for each other here.
    await transaction
      .updateTable('vault_meta')
      .set({ name: 'formation' })
      .where('name', '=', 'formation')
      .execute()
    const last = await readNewestCheckpoint(transaction)
    const at = core.clock.now()
    if (last !== undefined && at - last.at < minimumAgeMs) return undefined
    if (!(await hasGrown(transaction))) return undefined
    await checkSignedHeads(transaction, last)
    const sequence = (last?.sequence ?? 0) + 1
    const facts = { act: CHECKPOINT_ACT, outcome: 'signed', detail: String(sequence) }
    await appendAudit(core, transaction, FORMATION_CHAIN, facts, context)
    await signHeads(transaction)
    const { id: root_key, auditKey } = core.keys.primary
    const unsigned = { sequence, at, ...(await digestHeads(transaction)), root_key }
    const seal = checkpointSeal(auditKey, core.formation, last?.seal ?? START, unsigned)
    const row = { ...unsigned, seal }
    await transaction.insertInto('vault_audit_checkpoint').values(row).execute()
    return toCheckpoint(row)
  })
}

/**
 * Passes heads that are as the newest checkpoint signed them; a new one over others would vouch for who changed them.
 *
 * @throws KeyturnError `RECORD_CORRUPT`.
 */
async function checkSignedHeads(
  transaction: VaultTransaction,
  last: AuditCheckpointTable | undefined,
): Promise<void> {
  const { heads, digest } = await digestHeads(transaction)
  const isAsSigned = last === undefined ? heads === 0 : heads === last.heads && isSame(digest, last.digest)
  // A checkpoint that was taken away is not begun anew.
  if (isAsSigned && (await readToldCheckpoint(transaction)) === last?.sequence) return
  throw new KeyturnError(
    'RECORD_CORRUPT',
    'The audit is not as its newest checkpoint left it, and was not signed again. See `keyturn audit verify`.',
  )
}

/** A checkpoint as it is shown. */
export function toCheckpoint(row: AuditCheckpointTable): Checkpoint {
  const hex = (bytes: unknown): string =>
    bytes instanceof Uint8Array ? Buffer.from(bytes).toString('hex') : ''
  const { sequence, at, heads } = row
  return { sequence, at, heads, digest: hex(row.digest), seal: hex(row.seal) }
}

/** The newest checkpoint as stored. */
export function readNewestCheckpoint(database: VaultDatabase): Promise<AuditCheckpointTable | undefined> {
  return database
    .selectFrom('vault_audit_checkpoint')
    .selectAll()
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** The newest checkpoint that the formation's own chain tells of. */
export async function readToldCheckpoint(database: VaultDatabase): Promise<number | undefined> {
  const entry = await database
    .selectFrom('vault_audit')
    .select('detail')
    .where('user_id', '=', FORMATION_CHAIN)
    .where('act', '=', CHECKPOINT_ACT)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
  return entry === undefined ? undefined : Number(entry.detail)
}

/** The keyed hash of a checkpoint, over the one before it. */
export function checkpointSeal(
  auditKey: CryptoKey,
  formation: string,
  previous: Uint8Array,
  checkpoint: Omit<AuditCheckpointTable, 'seal'>,
): Buffer {
  const { sequence, at, heads, digest, root_key } = checkpoint
  return hmacSha256(
    auditKey,
    lengthPrefixed('kt/checkpoint/v1', formation, previous, sequence, at, heads, digest, root_key),
  )
}
