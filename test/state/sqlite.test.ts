import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { openSqliteState } from '../../src/state/sqlite/state.ts'
import { describeStateContract } from './contract.ts'

const folder = mkdtempSync(join(tmpdir(), 'keyturn-state-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describeStateContract('SQLite', (clock) => openSqliteState({ path: join(folder, 'state.db'), clock }))
