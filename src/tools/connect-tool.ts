/**
 * The tool by which a model asks for an account of a service, where nothing is known of the tools that come with it: its servers tell
 * nobody what they have without a credential.
 */
import { chooseAccounts } from './account-choice.ts'
import type { ServiceId } from '../formation/formation.ts'
import { connectToolName } from './tool-names.ts'
import { noting } from './tools.ts'
import type { NeedListeners, UserTool } from './tools.ts'
import type { ConversationKey } from '../state/state.ts'
import type { ToolParts } from './parts.ts'

/** Makes it. `servers`: those whose tools are unknown for want of an account of the service, one at least. */
export function createConnectTool(
  parts: ToolParts,
  key: ConversationKey,
  { service, servers }: { readonly service: ServiceId; readonly servers: readonly string[] },
  needs: NeedListeners,
): UserTool {
  const [first = '', another] = servers
  const name = connectToolName(service)
  // What one server accepts, another may not: asked for several, all have to accept it.
  const place = { key, server: another === undefined ? first : null, purpose: name }
  return {
    name,
    originalName: name,
    description: parts.words.connectTool({ service, servers }),
    inputSchema: { type: 'object', properties: {} },
    server: first,
    services: [service],
    call: () =>
      noting(needs, async () => {
        await chooseAccounts(parts, service, place)
        return { content: [{ type: 'text', text: parts.words.connected(service) }], isError: false }
      }),
  }
}
