import { vaultContract } from './contract.ts'
import { sqliteWorlds } from './world.ts'

vaultContract('SQLite', sqliteWorlds)
