/** Walks through the rows of one table in two databases side by side, in the order of their keys. */
import { type CopiedTable, type StoredRow, compareKeys, isSameRow, readRows } from './rows.ts'
import type { VaultDatabase } from '../core.ts'

/** What to do on the way. A row that differs is both surplus and missing. */
export interface MergeSteps {
  /** A row that the target does not have. */
  readonly onMissing?: (row: StoredRow) => Promise<void>
  /** A row that the source does not have. */
  readonly onSurplus?: (row: StoredRow) => Promise<void>
  /** After each row of the source, with how many are done. */
  readonly onRow?: (done: number) => void
}

/** Compares; what has to be done is done behind the place where both are being read. */
export async function mergeRows(
  source: VaultDatabase,
  target: VaultDatabase,
  table: CopiedTable,
  { onMissing, onSurplus, onRow }: MergeSteps,
): Promise<{ readonly missing: number; readonly surplus: number }> {
  const theirs = readRows(target, table)
  let there = await theirs.next()
  let [done, missing, surplus] = [0, 0, 0]
  const passSurplus = async (row: StoredRow): Promise<void> => {
    surplus++
    there = await theirs.next()
    await onSurplus?.(row)
  }
  for await (const row of readRows(source, table)) {
    while (there.done !== true && compareKeys(table, there.value, row) < 0) await passSurplus(there.value)
    const isThere = there.done !== true && compareKeys(table, there.value, row) === 0
    const isSame = isThere && there.done !== true && isSameRow(row, there.value)
    if (isSame) there = await theirs.next()
    else {
      missing++
      if (isThere && there.done !== true) await passSurplus(there.value)
      await onMissing?.(row)
    }
    onRow?.(++done)
  }
  while (there.done !== true) await passSurplus(there.value)
  return { missing, surplus }
}
