/**
 * `keyturn/mcp`: for hosts with an MCP client of their own, over Streamable HTTP. An export here is public API.
 *
 * Clients take an `authProvider` too, which hands the token to the client and so to the host. This hands out none: the credential is put
 * into the request below the client, and goes only to the service's own hosts.
 */
import type { FetchLike } from '@modelcontextprotocol/client'
import type { User } from '../index.ts'

export { openKeyturn } from '../open/on-first-use.ts'

/**
 * The `fetch` for a client's transport: it adds this user's credential, and takes it out of what comes back. One client per user: what a
 * server keeps of a session is that user's.
 *
 * It rejects with NeedError where the user has to act first; `Keyturn.agent` sees it also where the client wraps it.
 *
 * @example
 * new StreamableHTTPClientTransport(new URL('https://mcp.example.com'), { fetch: mcpFetch(user, 'example') })
 *
 * @throws KeyturnError `SERVICE_UNKNOWN`.
 */
export function mcpFetch(user: User, service: string): FetchLike {
  const send = user.tool(service, ([url, init]: Parameters<FetchLike>, { fetch }) => fetch(url, init), {
    single: true,
  })
  return async (...request) => (await send(request)) as Response
}
