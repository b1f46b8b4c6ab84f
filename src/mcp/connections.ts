/** Per-user connections to MCP servers: one process per principal, server, credential and revision. */
import type { ServerDefinition } from '../formation/formation.ts'
import type { Principal } from '../principal.ts'
import type { OpenedCredential } from '../vault/vault.ts'

/** A tool as its server describes it; the text is the server's, untrusted. */
export interface ToolDefinition {
  readonly name: string
  readonly description: string
  readonly inputSchema: Readonly<Record<string, unknown>>
}

/** What a tool gave back, scrubbed of the credential it was called with. */
export interface ToolResult {
  readonly content: readonly Readonly<Record<string, unknown>>[]
  readonly structuredContent?: Readonly<Record<string, unknown>>
  readonly isError: boolean
}

/** One call of a tool. `credentials` by service; none for a server that needs none. */
export interface ToolCall {
  readonly server: ServerDefinition
  readonly principal: Principal
  readonly credentials: readonly OpenedCredential[]
  readonly tool: string
  readonly arguments: Readonly<Record<string, unknown>>
  readonly signal?: AbortSignal | undefined
}

/** `rejected`: the tool's service does not accept the credential (HTTP 401, JSON-RPC error, or said in the result). */
export type ToolOutcome =
  { readonly kind: 'result'; readonly result: ToolResult } | { readonly kind: 'rejected' }

/** The connections of this process. */
export interface Connections {
  /**
   * A server's tools without parameters that would take a credential; started without any credential where it allows that, else
   * remembered from a user's connection. A server that does not start without one is started for `as`, where given.
   *
   * @throws KeyturnError `TOOL_UNAVAILABLE` when it cannot be started either way.
   */
  listTools(
    server: ServerDefinition,
    as?: Pick<ToolCall, 'principal' | 'credentials' | 'signal'>,
  ): Promise<readonly ToolDefinition[]>

  /**
   * Calls a tool on this user's own connection.
   *
   * @throws KeyturnError `TOOL_UNAVAILABLE` (cannot start or died), `TOOL_FAILED` (the tool's own error, scrubbed),
   * `TOOL_ARGUMENT_REFUSED` (a credential placeholder or parameter was filled by the model), `CREDENTIAL_REQUIRED` (a service of the
   * server without a credential), `INPUT_INVALID` (a credential the server may not have, or that no program can be given),
   * `PLACEHOLDER_MISSING` (a `secrets.X` of the server's file), `ABORTED`, `CLOSED`.
   */
  call(call: ToolCall): Promise<ToolOutcome>

  /** Ends the connections of one account, or of the whole principal: on delete, replace, revoke. */
  end(principal: Principal, accountId?: string): Promise<void>

  close(): Promise<void>
}
