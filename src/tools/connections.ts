/** Per-user connections to MCP servers: one process per principal, server, credential and revision. */
import type { DeclaredTool, ServerDefinition } from '../formation/formation.ts'
import type { Principal } from '../principal.ts'
import type { Account, OpenedCredential } from '../vault/vault.ts'
import type { AskedLink } from './asked-links.ts'
import type { StartFailure } from './start-failure.ts'

/** A tool as its server describes it; the text is the server's, untrusted. */
export type ToolDefinition = DeclaredTool

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

/**
 * What became of a call: a result, or an error of the tool itself in its own words, scrubbed. `speaksOfRejection`: it reads as if
 * the service did not accept the credential. That is the server's word alone, and only the service's own counts.
 */
export type ToolOutcome =
  | {
      readonly kind: 'result'
      readonly result: ToolResult
      readonly speaksOfRejection: boolean
      /** Pages that the server asks the user to open. Absent: none. */
      readonly links?: readonly AskedLink[]
    }
  | { readonly kind: 'failed'; readonly message: string; readonly speaksOfRejection: boolean }

/**
 * The tools of a server that anybody may see, and where they are from: the server, asked without any credential; the vault, where its
 * last such answer is; the formation's `tools:`; or nowhere. `failure`: why the server itself did not tell.
 */
export interface SharedList {
  readonly source: 'server' | 'vault' | 'formation' | 'none'
  readonly tools: readonly ToolDefinition[]
  readonly failure: StartFailure | undefined
}

/** Who asks a server for their own list: one account for each of its services. */
export interface ListingUser {
  readonly principal: Principal
  readonly accounts: readonly Account[]
  /** Opens the accounts for one audited use; called only where the list is not known. What it gives is disposed of. */
  open(): Promise<readonly OpenedCredential[]>
}

/** The connections of this process. */
export interface Connections {
  /**
   * The tools that anybody may see, without parameters that would take a credential. Waits `listTimeoutMs` for a server that was not
   * asked yet, less what its caller has waited already (`waitedMs`), and not at all for one that is known to be late or to fail.
   *
   * @throws KeyturnError `CLOSED`.
   */
  listTools(server: ServerDefinition, waitedMs?: number): Promise<SharedList>

  /**
   * The tools that the server tells this user, whom nobody else is shown; nothing where it does not tell in time. Of a server without
   * services only what it told on a connection of this user.
   *
   * @throws KeyturnError `CLOSED`, `VAULT_UNAVAILABLE`.
   */
  listOwnTools(server: ServerDefinition, user: ListingUser): Promise<readonly ToolDefinition[] | undefined>

  /**
   * Calls a tool on this user's own connection.
   *
   * @throws KeyturnError `TOOL_UNAVAILABLE` (a `ServerStartError` where it cannot start; else it died), `TOOL_FAILED` (no answer in time),
   * `TOOL_ARGUMENT_REFUSED` (a credential placeholder or parameter was filled by the model), `CREDENTIAL_REQUIRED` (a service of the
   * server without a credential), `INPUT_INVALID` (a credential the server may not have, or that no program can be given),
   * `PLACEHOLDER_MISSING` (a `secrets.X` of the server's file), `ABORTED`, `CLOSED`.
   */
  call(call: ToolCall): Promise<ToolOutcome>

  /** Forgets what servers told this user with accounts that are not among these any more: deleted or replaced by another process. */
  retainLists(principal: Principal, accounts: readonly Account[]): void

  /** Ends the connections of one account, or of the whole principal, and what they told: on delete, replace, revoke. */
  end(principal: Principal, accountId?: string): Promise<void>

  close(): Promise<void>
}
