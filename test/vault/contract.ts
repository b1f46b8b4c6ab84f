/** What every vault promises, whatever database is under it: run for SQLite and for PostgreSQL. */
import { describe } from 'vitest'
import { accountsContract } from './contract-accounts.ts'
import { isolationContract } from './contract-isolation.ts'
import { auditContract } from './contract-audit.ts'
import { auditActsContract } from './contract-audit-acts.ts'
import { editsContract } from './contract-edits.ts'
import { keysContract } from './contract-keys.ts'
import { lookContract } from './contract-look.ts'
import { lockoutContract } from './contract-lockout.ts'
import { rotationContract } from './contract-rotation.ts'
import { swapsContract } from './contract-swaps.ts'
import { tamperContract } from './contract-tamper.ts'
import type { WorldFactory } from './world.ts'

/** Runs the whole contract on the worlds of one database. */
export function vaultContract(name: string, createWorld: WorldFactory): void {
  describe(`a vault on ${name}`, () => {
    accountsContract(createWorld)
    isolationContract(createWorld)
    tamperContract(createWorld)
    swapsContract(createWorld)
    editsContract(createWorld)
    lookContract(createWorld)
    lockoutContract(createWorld)
    keysContract(createWorld)
    rotationContract(createWorld)
    auditContract(createWorld)
    auditActsContract(createWorld)
  })
}
