/** The server's part of the vault, on the vault's own database. */
import type { VaultCore } from '../core.ts'
import { createAccessKey, findAccessKey, listAccessKeys, revokeAccessKey } from './access-keys.ts'
import type { ServerStore } from './port.ts'
import { abandonRequest, answerRequest, claimRequest } from './requests.ts'
import { createTicket, readTicket, returnTicket, takeTicket } from './tickets.ts'

/** Makes the store. `ready` gives the vault's parts, or throws once it was closed. */
export function createServerStore(ready: () => VaultCore): ServerStore {
  return {
    createAccessKey: async (wished, context) => createAccessKey(ready(), wished, context),
    listAccessKeys: async () => listAccessKeys(ready()),
    revokeAccessKey: async (id, context) => revokeAccessKey(ready(), id, context),
    findAccessKey: async (text) => findAccessKey(ready(), text),
    createTicket: async (principal, facts, context) => createTicket(ready(), principal, facts, context),
    readTicket: async (text) => readTicket(ready(), text),
    takeTicket: async (text) => takeTicket(ready(), text),
    returnTicket: async (text, ticket) => returnTicket(ready(), text, ticket),
    claimRequest: async (request) => claimRequest(ready(), request),
    answerRequest: async (request, answer) => answerRequest(ready(), request, answer),
    abandonRequest: async (request) => abandonRequest(ready(), request),
  }
}
