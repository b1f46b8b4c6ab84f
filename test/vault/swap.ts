/** Exchanges what stands in a database behind the vault's back, and puts everything back as it was. */
import type { World } from './world.ts'

/** The vault's tables, in the order in which they may be filled: an entry of the audit sets the head of its chain. */
export const TABLES = [
  ...['vault_meta', 'vault_root_key', 'vault_user_key', 'vault_credential', 'vault_attempt', 'vault_lock'],
  ...[
    'vault_name',
    'vault_dialogue',
    'vault_audit',
    'vault_audit_head',
    'vault_audit_base',
    'vault_audit_checkpoint',
  ],
]

/** One row by column. */
export type Row = Record<string, unknown>

/** Everything in the vault's tables. */
export type Snapshot = ReadonlyMap<string, readonly Row[]>

/** Two places whose values change places; one row and two columns, or two rows and any columns. */
export interface Swap {
  readonly table: string
  readonly rows: readonly [number, number]
  /** Pairs of columns: the first of the first row with the second of the second row. */
  readonly columns: readonly (readonly [string, string])[]
}

/** Reads every table. */
export async function takeSnapshot(world: World): Promise<Snapshot> {
  const tables = new Map<string, readonly Row[]>()
  for (const table of TABLES) tables.set(table, await world.tamper(`select * from ${table}`))
  return tables
}

/** Puts everything back. */
export async function restore(world: World, snapshot: Snapshot): Promise<void> {
  await world.tamperAtOnce(TABLES.flatMap((table) => refill(table, snapshot.get(table) ?? [])))
}

/**
 * Makes an exchange; false when it leaves the same rows in the table but for columns that nobody vouches for, or the
 * database itself refuses it (uniqueness, types, null).
 */
export async function swap(
  world: World,
  snapshot: Snapshot,
  { table, rows, columns }: Swap,
  unsealed: ReadonlySet<string>,
): Promise<boolean> {
  const before = snapshot.get(table) ?? []
  const [first, second] = [before[rows[0]], before[rows[1]]]
  if (first === undefined || second === undefined) return false
  const left: Row = { ...first }
  const right: Row = first === second ? left : { ...second }
  for (const [from, to] of columns) [left[from], right[to]] = [right[to], left[from]]
  const after = before.map((row) => (row === first ? left : row === second ? right : row))
  const shown = (of: readonly Row[]): string =>
    of
      .map((row) => show(table, row, unsealed))
      .sort()
      .join()
  // Who edits the audit leaves its heads alone.
  const heads = table === 'vault_audit' ? ['vault_audit_head'] : []
  const statements = heads.flatMap((each) => refill(each, snapshot.get(each) ?? []))
  try {
    await world.tamperAtOnce([...refill(table, after), ...statements])
  } catch {
    return false
  }
  // As the database keeps it: SQLite turns the number 1 into the text '1', and back, by the type of the column.
  return shown(await world.tamper(`select * from ${table}`)) !== shown(before)
}

function refill(table: string, rows: readonly Row[]): [string, unknown[]][] {
  const inserts = rows.map((row): [string, unknown[]] => {
    const columns = Object.keys(row).map((name) => `"${name}"`)
    const marks = columns.map(() => '?').join(', ')
    return [`insert into ${table} (${columns.join(', ')}) values (${marks})`, Object.values(row)]
  })
  return [[`delete from ${table}`, []], ...inserts]
}

function show(table: string, row: Row, unsealed: ReadonlySet<string>): string {
  const columns = Object.entries(row).filter(([column]) => !unsealed.has(`${table}.${column}`))
  return JSON.stringify(
    columns.map(([, value]) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value)),
  )
}
