/** Unfinished connections on the vault's own database. */
import type { Principal } from '../../principal.ts'
import type { VaultCore } from '../core.ts'
import { beginConnection, claimDevices, putOffConnection, takeConnection } from './connections.ts'
import type { ConnectionStore } from './port.ts'

/** Makes the store. `ready` gives the vault's parts, for a principal where there is one, or throws once it was closed. */
export function createConnectionStore(ready: (principal?: Principal) => VaultCore): ConnectionStore {
  return {
    begin: async (principal, connection) => beginConnection(ready(principal), principal, connection),
    take: async (ticket) => takeConnection(ready(), ticket),
    claimDevices: async (nextFrom) => claimDevices(ready(), nextFrom),
    putOff: async (id, askFrom) => putOffConnection(ready(), id, askFrom),
  }
}
