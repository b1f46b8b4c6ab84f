/** Checks the checkpoints: each is sealed over the one before, and the newest fits where the chains stood. */
import { isSame } from './chain.ts'
import { type Checkpoint, checkpointSeal, readToldCheckpoint, toCheckpoint } from './checkpoint.ts'
import { digestHeads } from './heads.ts'
import type { AuditFault } from './verify-user.ts'
import type { VaultCore, VaultDatabase } from '../core.ts'
import type { AuditCheckpointTable } from '../tables.ts'

/** Verifies all checkpoints; `noted` is the seal (hex) of one that was written down elsewhere and has to be there still. */
export async function verifyCheckpoints(
  core: VaultCore,
  database: VaultDatabase,
  noted: string | undefined,
): Promise<{ readonly faults: readonly AuditFault[]; readonly newest: Checkpoint | undefined }> {
  const faults: AuditFault[] = []
  const note = (kind: AuditFault['kind'], sequence?: number): void => {
    faults.push({ kind, user: undefined, sequence, account: undefined })
  }
  const rows = await database.selectFrom('vault_audit_checkpoint').selectAll().orderBy('sequence').execute()
  let previous: Uint8Array = Buffer.alloc(32)
  for (const [index, row] of rows.entries()) {
    const key = core.keys.auditKey(row.root_key)
    if (key === undefined) note('key-unknown', index + 1)
    else if (row.sequence !== index + 1 || !isSealed(core, row, previous)) note('checkpoint', index + 1)
    previous = row.seal instanceof Uint8Array ? row.seal : Buffer.alloc(32)
  }
  const newest = rows.at(-1)
  const { heads, digest } = await digestHeads(database)
  const isTrue = newest === undefined ? heads === 0 : newest.heads === heads && isSame(newest.digest, digest)
  const told = await readToldCheckpoint(database)
  if (!isTrue || told !== newest?.sequence) note('checkpoint', newest?.sequence ?? told)
  const isNoted = noted === undefined || rows.some((row) => toCheckpoint(row).seal === noted.toLowerCase())
  if (!isNoted) note('rolled-back')
  return { faults, newest: newest === undefined ? undefined : toCheckpoint(newest) }
}

function isSealed(core: VaultCore, row: AuditCheckpointTable, previous: Uint8Array): boolean {
  const key = core.keys.auditKey(row.root_key)
  const { seal, ...checkpoint } = row
  return key !== undefined && isSame(seal, checkpointSeal(key, core.formation, previous, checkpoint))
}
