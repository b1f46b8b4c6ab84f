/** The formation's MCP tools as one user may call them: the user's own lists, with this user's credentials, results scrubbed. */
import type { CallPlace } from './account-choice.ts'
import { callTool, combineAccounts, openAccounts } from './call-tool.ts'
import { createConnectTool } from './connect-tool.ts'
import type { ServerDefinition, ServiceId } from '../formation/formation.ts'
import type { ToolDefinition } from './connections.ts'
import { finalToolName } from './tool-names.ts'
import type { ConversationKey } from '../state/state.ts'
import { noting } from './tools.ts'
import type { NeedListeners, UserTool } from './tools.ts'
import type { ToolParts } from './parts.ts'
import type { Account } from '../vault/vault.ts'

/** Combinations of a user's accounts that a server is asked with for its list; a user with more sees what those have. */
const MAX_LISTS_OF_A_SERVER = 8

/**
 * The tools of every server, as it tells them to this user; else as anybody may see them. A service of which the user has no account, and of
 * whose servers nothing is known, has one tool that connects.
 *
 * @throws KeyturnError `VAULT_UNAVAILABLE`, `CLOSED`.
 */
export async function listUserTools(
  parts: ToolParts,
  key: ConversationKey,
  needs: NeedListeners,
): Promise<readonly UserTool[]> {
  const isPersonal = parts.formation.servers.some(({ services }) => services.length > 0)
  const accounts = isPersonal ? await parts.vault.listAccounts(key.principal) : []
  parts.connections.retainLists(key.principal, accounts)
  const usable = accounts.filter(({ status }) => status === 'active')
  const { servers } = parts.formation
  const lists = await Promise.all(servers.map((server) => listServer(parts, key, server, usable)))
  const tools = lists.flatMap(({ server, definitions }) =>
    definitions.map((definition) => createTool(parts, key, server, definition, needs)),
  )
  const missing = new Set(lists.flatMap(({ unknown }) => unknown))
  const connecting = [...missing].map((service) => {
    const asking = lists.filter(({ unknown }) => unknown.includes(service)).map(({ server }) => server.id)
    return createConnectTool(parts, key, { service, servers: asking }, needs)
  })
  return [...tools, ...connecting]
}

/** What is shown of a server. `unknown`: services of which it takes an account until anything is known of it. */
interface ServerListing {
  readonly server: ServerDefinition
  readonly definitions: readonly ToolDefinition[]
  readonly unknown: readonly ServiceId[]
}

async function listServer(
  parts: ToolParts,
  key: ConversationKey,
  server: ServerDefinition,
  usable: readonly Account[],
): Promise<ServerListing> {
  const choices = server.services.map((service) => usable.filter((account) => account.service === service))
  const from = performance.now()
  const own = await listOwn(parts, key, server, combineAccounts(choices))
  if (own !== undefined) return { server, definitions: own, unknown: [] }
  const { source, tools, failure } = await parts.connections.listTools(server, performance.now() - from)
  // Nobody is asked for a credential of a server that would not start with it either.
  const isHopeless = source !== 'none' || failure?.reason === 'broken'
  const missing = server.services.filter((_, index) => choices[index]?.length === 0)
  return { server, definitions: tools, unknown: isHopeless ? [] : missing }
}

/** What the server tells this user, with any of the accounts; of two tools with one name, the older account's. */
async function listOwn(
  parts: ToolParts,
  key: ConversationKey,
  server: ServerDefinition,
  rounds: readonly (readonly Account[])[],
): Promise<readonly ToolDefinition[] | undefined> {
  const place: CallPlace = { key, server: server.id, purpose: `${server.id}: tools/list` }
  const { principal } = key
  const lists = await Promise.all(
    rounds.slice(0, MAX_LISTS_OF_A_SERVER).map((accounts) =>
      parts.connections.listOwnTools(server, {
        principal,
        accounts,
        open: () => openAccounts(parts, accounts, place),
      }),
    ),
  )
  const told = lists.filter((list) => list !== undefined)
  if (told.length === 0) return undefined
  const byName = new Map<string, ToolDefinition>()
  for (const tool of told.flat()) if (!byName.has(tool.name)) byName.set(tool.name, tool)
  return [...byName.values()]
}

function createTool(
  parts: ToolParts,
  key: ConversationKey,
  server: ServerDefinition,
  { name: originalName, description, inputSchema }: ToolDefinition,
  needs: NeedListeners,
): UserTool {
  return {
    name: finalToolName(server.id, originalName),
    originalName,
    description,
    // A copy: what a host does to it is seen by no other user.
    inputSchema: structuredClone(inputSchema),
    server: server.id,
    services: server.services,
    call: (args = {}, { signal } = {}) =>
      noting(needs, () =>
        callTool(parts, { key, server, tool: originalName, args, signal }, needs.onPartialNeed),
      ),
  }
}
