/** A file that a newer Keyturn made is left as it is. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openSqlite } from '../../src/database/sqlite/open.ts'
import { openSqliteState } from '../../src/state/sqlite/state.ts'

it('T-078 a state file of a newer Keyturn is refused, with the way out', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-newer-'))
  const path = join(folder, 'state.db')
  try {
    const database = await openSqlite(path)
    database.execute('PRAGMA user_version=999')
    await database.close()
    await expect(openSqliteState({ path })).rejects.toMatchObject({ code: 'FORMAT_UNSUPPORTED' })
    await expect(openSqliteState({ path })).rejects.toThrow('Upgrade, or remove the file')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
