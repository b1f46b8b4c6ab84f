/** What every vault promises, whatever database is under it: run for SQLite and for PostgreSQL. */
import { describe } from 'vitest'
import { accountsContract } from './contract-accounts.ts'
import { isolationContract } from './contract-isolation.ts'
import { auditContract } from './contract-audit.ts'
import { auditActsContract } from './contract-audit-acts.ts'
import { endedContract } from './contract-ended.ts'
import { dialogueContract } from './contract-dialogue.ts'
import { editsContract } from './contract-edits.ts'
import { keysContract } from './contract-keys.ts'
import { lookContract } from './contract-look.ts'
import { namesContract } from './contract-names.ts'
import { lockoutContract } from './contract-lockout.ts'
import { lastingLockoutContract } from './contract-lockout-lasting.ts'
import { rotationContract } from './contract-rotation.ts'
import { serverContract } from './contract-server.ts'
import { swapsContract } from './contract-swaps.ts'
import { tamperContract } from './contract-tamper.ts'
import { toolListsContract } from './contract-tool-lists.ts'
import type { WorldFactory } from './world.ts'

/** Each with a name of its own, so that what it does before its tests is done before no others. */
const PARTS = {
  accounts: accountsContract,
  names: namesContract,
  dialogue: dialogueContract,
  isolation: isolationContract,
  tampering: tamperContract,
  swaps: swapsContract,
  edits: editsContract,
  looks: lookContract,
  lockout: lockoutContract,
  'lasting lockout': lastingLockoutContract,
  'ended uses': endedContract,
  keys: keysContract,
  rotation: rotationContract,
  audit: auditContract,
  'audited acts': auditActsContract,
  'lists of tools': toolListsContract,
  'what the server keeps': serverContract,
} as const

/** Runs the whole contract on the worlds of one database. */
export function vaultContract(name: string, createWorld: WorldFactory): void {
  describe.each(Object.entries(PARTS))(`a vault on ${name}: %s`, (_, contract) => contract(createWorld))
}
