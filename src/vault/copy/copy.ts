/**
 * Copies a whole vault into another database, sealed as it is: no key is needed, and none is read.
 *
 * Every pass makes the target what the source is at one moment, and counts what was not the same. It is done when a pass over
 * all rows, each read back from the target, found nothing. So a copy that was killed is just started again, and what was
 * written to the source meanwhile is brought by the next pass.
 *
 * Long because preparing, passing and finishing share one account of what is where.
 */
import { toOutage } from '../../database/driver-error.ts'
import { KeyturnError } from '../../errors.ts'
import { type VaultConnection, hasVaultTables, migrateVault } from '../connect.ts'
import { COPY_MARK, unfinishedCopy } from './mark.ts'
import { addRows, checkRow, COPIED_TABLES, countRows, removeRow, type CopiedTable } from './rows.ts'
import { mergeRows } from './merge.ts'
import { readAtOneMoment, type VaultDatabase } from '../core.ts'
import { equalBytes } from '../sealing/crypto.ts'
import { VAULT_MIGRATIONS } from '../schema.ts'

/** What a copy came to. */
export interface CopyResult {
  readonly formation: string
  /** Rows that both have now, each compared byte by byte. */
  readonly rows: number
  /** Rows that this run wrote to the target. */
  readonly written: number
  /** The target was the same already. */
  readonly wasThere: boolean
}

/** Called as rows are done with: `copy` while the target is filled, `compare` while it is read back. */
export type CopyProgress = (doing: 'copy' | 'compare', table: string, done: number, total: number) => void

/** With a source that is written all the time each pass finds something; then it has to be stopped. */
const MAX_PASSES = 10

const BATCH = 500

interface Meta {
  readonly rows: readonly { readonly name: string; readonly value: Uint8Array }[]
  readonly formation: string
}

/**
 * Says of which formation a source is, before anything is made for its copy.
 *
 * @throws KeyturnError as `copyVault` of a source that cannot be copied.
 */
export async function readFormationOf(source: VaultConnection): Promise<string> {
  try {
    return (await checkSource(source)).formation
  } catch (error) {
    throw toOutage(error, 'VAULT_UNAVAILABLE', 'The source')
  }
}

/**
 * Copies, or goes on with a copy, and compares.
 *
 * @throws KeyturnError `CONFIGURATION_INVALID` (no vault at the source, or of an older version; a target that is in use, of
 * another formation, or half copied from elsewhere), `VAULT_VERSION`, `RECORD_CORRUPT` (a row that was altered), `VAULT_UNAVAILABLE`
 * (also when the source is written all the time). The source is never changed.
 */
export async function copyVault(
  source: VaultConnection,
  target: VaultConnection,
  now: number,
  onProgress: CopyProgress = () => {},
): Promise<CopyResult> {
  try {
    const meta = await checkSource(source)
    const isInUse = await prepareTarget(target, meta, now)
    return await runPasses({ source, target, meta, isInUse, onProgress })
  } catch (error) {
    throw toOutage(error, 'VAULT_UNAVAILABLE', 'One of the two databases')
  }
}

async function checkSource(source: VaultConnection): Promise<Meta> {
  if (!(await hasVaultTables(source))) throw refused('There is no vault at the source. Check its address.')
  const steps = await source.database
    .selectFrom('keyturn_migration' as 'vault_meta')
    .select('name')
    .where('subject' as 'name', '=', 'vault')
    .execute()
  const known = new Set(VAULT_MIGRATIONS.map(({ name }) => name))
  if (steps.some(({ name }) => !known.has(name))) {
    throw new KeyturnError(
      'VAULT_VERSION',
      'The source was made by a newer Keyturn. Copy it with that version.',
    )
  }
  if (steps.length < known.size)
    throw refused('The source was made by an older Keyturn. Run `keyturn migrate` on it, then copy.')
  const rows = await readMeta(source.database)
  if (rows.some(({ name }) => name === COPY_MARK)) throw unfinishedCopy()
  const formation = rows.find(({ name }) => name === 'formation')
  if (formation === undefined)
    throw refused('The vault at the source was never used: there is nothing to copy.')
  return { rows, formation: Buffer.from(formation.value).toString('utf8') }
}

/** Makes the target ready to be filled; true when it is a vault in use, which may only be compared. */
async function prepareTarget(target: VaultConnection, meta: Meta, now: number): Promise<boolean> {
  const isThere = await hasVaultTables(target)
  const stored = isThere ? await readMeta(target.database) : []
  const isMarked = stored.some(({ name }) => name === COPY_MARK)
  const isSame = meta.rows.every(({ name, value }) =>
    stored.some((row) => row.name === name && equalBytes(row.value, value)),
  )
  if (stored.length > 0 && !isSame) {
    throw refused(
      isMarked
        ? 'The target is half filled from another vault. Empty it, or give another.'
        : 'The target holds the vault of another formation or another salt. Give an empty database.',
    )
  }
  if (stored.length > 0) return !isMarked
  await migrateVault(target, now)
  for (const table of COPIED_TABLES) {
    if ((await countRows(target.database, table)) > 0)
      throw refused('The target is not empty. Give an empty database.')
  }
  const mark = { name: COPY_MARK, value: Buffer.from(meta.formation, 'utf8') }
  await target.database.transaction().execute((transaction) =>
    transaction
      .insertInto('vault_meta')
      .values([mark, ...meta.rows])
      .execute(),
  )
  return false
}

interface Run {
  readonly source: VaultConnection
  readonly target: VaultConnection
  readonly meta: Meta
  readonly isInUse: boolean
  readonly onProgress: CopyProgress
}

async function runPasses(run: Run): Promise<CopyResult> {
  const { source, target, meta, isInUse } = run
  let written = 0
  for (let pass = 1; pass <= MAX_PASSES; pass++) {
    const { rows, differences, acts } = await readAtOneMoment(source.database, source.kind, (moment) =>
      copyTables(run, moment),
    )
    if (differences > 0 && isInUse) {
      throw refused(
        'The target is a vault in use that holds something else than the source. Nothing was changed; give an empty database.',
      )
    }
    written += differences
    if (differences > 0 || (!isInUse && acts !== (await countActs(source.database)))) continue
    await target.database.deleteFrom('vault_meta').where('name', '=', COPY_MARK).execute()
    return { formation: meta.formation, rows, written, wasThere: written === 0 }
  }
  throw new KeyturnError(
    'VAULT_UNAVAILABLE',
    'The source is being written to all the time, so that the copy is never the same. Stop Keyturn there and run this again: it goes on where it was.',
  )
}

async function copyTables(
  run: Run,
  moment: VaultDatabase,
): Promise<{ readonly rows: number; readonly differences: number; readonly acts: number }> {
  const acts = await countActs(moment)
  let rows = 0
  let differences = 0
  for (const table of COPIED_TABLES) {
    const total = await countRows(moment, table)
    differences += await copyTable(run, moment, table, total)
    rows += total
    if (run.isInUse && differences > 0) break
  }
  return { rows, differences, acts }
}

/** Makes one table the same, and tells how many rows were not. */
async function copyTable(
  run: Run,
  moment: VaultDatabase,
  table: CopiedTable,
  total: number,
): Promise<number> {
  const { database } = run.target
  const there = await countRows(database, table)
  if (there === 0 && !run.isInUse) return fill(run, moment, table, total)
  const found = await mergeRows(moment, database, table, {
    onRow: (done) => run.onProgress('compare', table, done, total),
  })
  const differences = found.missing + found.surplus
  if (differences === 0 || run.isInUse) return differences
  // What is not the same goes first, so that no unique index refuses what takes its place.
  await mergeRows(moment, database, table, { onSurplus: (row) => removeRow(database, table, row) })
  await fill(run, moment, table, total)
  return differences
}

async function fill(run: Run, moment: VaultDatabase, table: CopiedTable, total: number): Promise<number> {
  const { database } = run.target
  let batch: Parameters<typeof addRows>[2][number][] = []
  let added = 0
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await addRows(database, table, batch)
    added += batch.length
    batch = []
  }
  await mergeRows(moment, database, table, {
    onMissing: async (row) => {
      checkRow(table, row)
      batch.push(row)
      if (batch.length >= BATCH) await flush()
    },
    onRow: (done) => run.onProgress('copy', table, done, total),
  })
  await flush()
  return added
}

/** Rises with every act: tells whether somebody wrote while the last pass was comparing. */
async function countActs(database: VaultDatabase): Promise<number> {
  const row = await database
    .selectFrom('vault_audit_head')
    .select((select) => select.fn.sum<number>('sequence').as('acts'))
    .executeTakeFirst()
  return Number(row?.acts ?? 0)
}

function readMeta(database: VaultDatabase): Promise<Meta['rows']> {
  return database.selectFrom('vault_meta').selectAll().orderBy('name').execute()
}

function refused(message: string): KeyturnError {
  return new KeyturnError('CONFIGURATION_INVALID', message)
}
