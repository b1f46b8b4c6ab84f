/** The tools of a user as an agent is given them. */
import type { ServiceId } from '../formation/formation.ts'
import type { ToolResult } from './connections.ts'
import { NeedError } from './need.ts'

/** A tool an agent can be given. Its description comes from the MCP server and is untrusted text. */
export interface UserTool {
  /**
   * What a model calls it: 1 to 64 of `A-Z a-z 0-9 _ -`, made from the server's id and the tool's own name alone. The same in every turn,
   * and no other tool's.
   */
  readonly name: string
  /** What its server calls it. */
  readonly originalName: string
  readonly description: string
  /** JSON Schema of the arguments. */
  readonly inputSchema: Readonly<Record<string, unknown>>
  /** Id of its MCP server. */
  readonly server: string
  /** The services with whose credentials it is called. */
  readonly services: readonly ServiceId[]
  /**
   * Calls the tool as this user. Where the user chose several accounts, it is called with each and the results are labelled; for
   * one that fails while another does not, a sentence stands in place of its result (see `User.takePartialNeed`). What the tool
   * itself says went wrong is a result with `isError`.
   *
   * @throws NeedError when the user has to act first: give it to `park`.
   * @throws KeyturnError `TOOL_UNAVAILABLE`, `TOOL_ARGUMENT_REFUSED`, `ABORTED`.
   */
  call(
    args?: Readonly<Record<string, unknown>>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<ToolResult>
}

/** Told of the needs that calls raise. */
export interface NeedListeners {
  readonly onNeed: (need: NeedError) => void
  readonly onPartialNeed: (need: NeedError) => void
}

/** Tells of the need that a call raises. */
export async function noting<Result>(needs: NeedListeners, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof NeedError) needs.onNeed(error)
    throw error
  }
}
