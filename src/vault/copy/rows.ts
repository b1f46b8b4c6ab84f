/** The rows of a vault as bytes to be copied and compared, the same whatever database they are in. */
import { KeyturnError } from '../../errors.ts'
import type { VaultDatabase } from '../core.ts'
import { VAULT_TABLES } from '../schema.ts'
import type { VaultTables } from '../tables.ts'

/**
 * Every table in the order of copying: the heads of the audit come after its entries, whose trigger moves them. What is asked
 * of SQLite's own log (`vault_cleanup`) stays where that log is, and a sign-in that is under way (`vault_connection`) begins anew.
 */
export const COPIED_TABLES = [
  'vault_root_key',
  'vault_user_key',
  'vault_credential',
  'vault_name',
  'vault_attempt',
  'vault_lock',
  'vault_dialogue',
  'vault_audit',
  'vault_audit_base',
  'vault_audit_checkpoint',
  'vault_audit_head',
  'vault_tool_list',
  'vault_access_key',
  'vault_ticket',
  'vault_request',
] as const satisfies readonly (keyof VaultTables)[]

/** One of the copied tables. */
export type CopiedTable = (typeof COPIED_TABLES)[number]

/** One stored row, of any table. */
export type StoredRow = Readonly<Record<string, unknown>>

/** Rows of one statement: PostgreSQL takes 65,535 parameters at once, SQLite 32,766. */
const PAGE = 500

/** How many rows a table has. */
export async function countRows(database: VaultDatabase, table: CopiedTable): Promise<number> {
  const row = await database
    .selectFrom(table)
    .select((select) => select.fn.countAll<number>().as('rows'))
    .executeTakeFirstOrThrow()
  return Number(row.rows)
}

/** All rows in the order of their keys, which is by bytes on both databases. */
export async function* readRows(database: VaultDatabase, table: CopiedTable): AsyncGenerator<StoredRow> {
  let last: StoredRow | undefined
  for (;;) {
    const page: StoredRow[] = await readPage(database, table, last)
    yield* page
    last = page.at(-1)
    if (page.length < PAGE) return
  }
}

function readPage(
  database: VaultDatabase,
  table: CopiedTable,
  after: StoredRow | undefined,
): Promise<StoredRow[]> {
  const key = keyOf(table)
  const { ref } = database.dynamic
  let query = database.selectFrom(table as 'vault_audit').selectAll()
  if (after !== undefined) {
    const [first = '', second] = key
    query = query.where((where) => {
      const beyond = where(ref(first), '>', after[first] as never)
      if (second === undefined) return beyond
      const beside = where(ref(first), '=', after[first] as never)
      return where.or([beyond, where.and([beside, where(ref(second), '>', after[second] as never)])])
    })
  }
  for (const column of key) query = query.orderBy(ref(column))
  return query.limit(PAGE).execute()
}

/** Adds rows that are not there. */
export async function addRows(
  database: VaultDatabase,
  table: CopiedTable,
  rows: readonly StoredRow[],
): Promise<void> {
  await database
    .insertInto(table as 'vault_audit')
    .values(rows as never)
    .execute()
}

/** Removes one row. */
export async function removeRow(database: VaultDatabase, table: CopiedTable, row: StoredRow): Promise<void> {
  const { ref } = database.dynamic
  let query = database.deleteFrom(table as 'vault_audit')
  for (const column of keyOf(table)) query = query.where(ref(column), '=', row[column] as never)
  await query.execute()
}

/** Where a row stands beside another: before it, at the same key, or behind it. */
export function compareKeys(table: CopiedTable, left: StoredRow, right: StoredRow): number {
  for (const column of keyOf(table)) {
    const order = compareValues(left[column], right[column])
    if (order !== 0) return order
  }
  return 0
}

/** Whether two rows are the same, byte by byte. */
export function isSameRow(left: StoredRow, right: StoredRow): boolean {
  const columns = Object.keys(left)
  return (
    columns.length === Object.keys(right).length &&
    columns.every((column) => compareValues(left[column], right[column]) === 0)
  )
}

/**
 * Passes a row that any database can hold.
 *
 * @throws KeyturnError `RECORD_CORRUPT` for what somebody wrote into a SQLite column that has another type.
 */
export function checkRow(table: CopiedTable, row: StoredRow): void {
  for (const [column, value] of Object.entries(row)) {
    const type = VAULT_TABLES[table]?.columns[column]
    if (type !== undefined && (value === null ? type.endsWith('?') : isOf(type.replace('?', ''), value)))
      continue
    throw new KeyturnError(
      'RECORD_CORRUPT',
      `A row of ${table} was altered: its ${column} holds what that column cannot hold, so it cannot be copied. \`keyturn audit verify\` says whose it is; remove it there, or restore it from a backup.`,
      { table, column },
    )
  }
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'bytes') return value instanceof Uint8Array
  return type === 'number' ? Number.isSafeInteger(value) : typeof value === 'string' && !value.includes('\0')
}

function keyOf(table: CopiedTable): readonly string[] {
  return VAULT_TABLES[table]?.key ?? []
}

function compareValues(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right
  if (left === null || right === null) return left === right ? 0 : left === null ? -1 : 1
  return Buffer.compare(bytesOf(left), bytesOf(right))
}

function bytesOf(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : Buffer.from(String(value), 'utf8')
}
