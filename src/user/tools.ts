/**
 * The formation's MCP tools as one user may call them: with this user's credentials, results scrubbed.
 *
 * Long because listing, calling and labelling tools share the same few facts.
 */
import { chooseAccounts, openAccount, rejectAccount } from './account-choice.ts'
import type { CallPlace } from './account-choice.ts'
import { callEach } from './each-account.ts'
import type { EachAnswer } from './each-account.ts'
import { isKeyturnError, KeyturnError } from '../errors.ts'
import type { ServerDefinition } from '../formation/formation.ts'
import type { ToolDefinition, ToolResult } from '../mcp/connections.ts'
import { NeedError } from './need.ts'
import { askService } from './recheck.ts'
import type { ConversationKey } from '../state/state.ts'
import type { Parts } from '../turn/parts.ts'
import type { Account, OpenedCredential } from '../vault/vault.ts'

/** A tool an agent can be given. Its description comes from the MCP server and is untrusted text. */
export interface UserTool {
  /** The server's name for it; with the server's id before it where two servers have the same. */
  readonly name: string
  readonly description: string
  /** JSON Schema of the arguments. */
  readonly inputSchema: Readonly<Record<string, unknown>>
  readonly server: string
  /**
   * Calls the tool as this user. Where the user chose several accounts, it is called with each and the results are labelled; for
   * one that fails while another does not, a sentence stands in place of its result (see `User.takePartialNeed`).
   *
   * @throws NeedError when the user has to act first: give it to `park`.
   * @throws KeyturnError `TOOL_UNAVAILABLE`, `TOOL_FAILED`, `TOOL_ARGUMENT_REFUSED`, `ABORTED`.
   */
  call(
    args?: Readonly<Record<string, unknown>>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<ToolResult>
}

/** The tools of every server that can be asked for them; one that cannot is left out and logged. */
export async function listUserTools(
  parts: Parts,
  key: ConversationKey,
  needs: { readonly onNeed: (need: NeedError) => void; readonly onPartialNeed: (need: NeedError) => void },
): Promise<readonly UserTool[]> {
  const listed = await Promise.all(
    parts.formation.servers.map(async (server) => {
      const definitions = await definitionsOf(parts, server)
      return definitions.map((definition) => ({ server, definition }))
    }),
  )
  const all = listed.flat()
  return all.map(({ server, definition }) => {
    const clashes = all.some((other) => other.server !== server && other.definition.name === definition.name)
    const name = clashes ? `${server.id}_${definition.name}` : definition.name
    return {
      name,
      description: definition.description,
      inputSchema: definition.inputSchema,
      server: server.id,
      call: (args = {}, { signal } = {}) =>
        callTool(parts, { key, server, tool: definition.name, args, signal }, needs.onPartialNeed).catch(
          (error: unknown) => {
            if (error instanceof NeedError) needs.onNeed(error)
            throw error
          },
        ),
    }
  })
}

async function definitionsOf(parts: Parts, server: ServerDefinition): Promise<readonly ToolDefinition[]> {
  try {
    return await parts.connections.listTools(server)
  } catch (error) {
    if (!isKeyturnError(error)) throw error
    parts.logger.warn(
      { server: server.id, code: error.code, reason: error.message },
      'The tools of an MCP server could not be listed.',
    )
    return []
  }
}

interface CallOfTool {
  readonly key: ConversationKey
  readonly server: ServerDefinition
  readonly tool: string
  readonly args: Readonly<Record<string, unknown>>
  readonly signal: AbortSignal | undefined
}

async function callTool(
  parts: Parts,
  call: CallOfTool,
  onPartialNeed: (need: NeedError) => void,
): Promise<ToolResult> {
  const { key, server, tool } = call
  const place: CallPlace = { key, server: server.id, purpose: `${server.id}.${tool}` }
  const choices: (readonly Account[])[] = []
  for (const service of server.services) choices.push(await chooseAccounts(parts, service, place))
  const rounds = combine(choices)
  if (rounds.length > MAX_ACCOUNTS_AT_ONCE) {
    throw new KeyturnError(
      'TOOL_FAILED',
      `A tool is called with at most ${MAX_ACCOUNTS_AT_ONCE} accounts at once.`,
    )
  }
  const [only, another] = rounds
  if (only !== undefined && another === undefined) return callOnce(parts, call, only, place)
  const { answers, left } = await callEach(parts.words, rounds, (accounts) =>
    callOnce(parts, call, accounts, place),
  )
  if (left !== undefined) onPartialNeed(left)
  return labelled(answers)
}

/** As many as anybody has; more would be a mistake. */
const MAX_ACCOUNTS_AT_ONCE = 20

async function callOnce(
  parts: Parts,
  { key, server, tool, args, signal }: CallOfTool,
  accounts: readonly Account[],
  place: CallPlace,
): Promise<ToolResult> {
  const credentials: OpenedCredential[] = []
  try {
    for (const account of accounts) credentials.push(await openAccount(parts, account, place))
    const { principal } = key
    const outcome = await parts.connections.call({
      server,
      principal,
      credentials,
      tool,
      arguments: args,
      signal,
    })
    if (outcome.kind === 'result') return outcome.result
    throw await rejectAccount(parts, await findRejected(parts, credentials), place)
  } finally {
    for (const credential of credentials) credential.dispose()
  }
}

/** Where a tool works with several services, the services themselves are asked whose credential it was. */
async function findRejected(parts: Parts, credentials: readonly OpenedCredential[]): Promise<Account> {
  const [first, ...others] = credentials
  if (first === undefined)
    throw new KeyturnError('TOOL_FAILED', 'A tool asked for a credential it was not given.')
  if (others.length === 0) return first.account
  for (const credential of credentials) {
    const { verdict } = await askService(parts, credential)
    if (verdict === 'rejected') return credential.account
  }
  return first.account
}

function combine(choices: readonly (readonly Account[])[]): Account[][] {
  return choices.reduce<Account[][]>(
    (rounds, accounts) => rounds.flatMap((round) => accounts.map((account) => [...round, account])),
    [[]],
  )
}

/** One result of several accounts, each part behind the name of its account. */
function labelled(answers: readonly EachAnswer<ToolResult>[]): ToolResult {
  const text = (words: string) => ({ type: 'text', text: words })
  return {
    content: answers.flatMap((answer) => [
      text(`[${answer.label}]`),
      ...('failure' in answer ? [text(answer.failure)] : contentOf(answer.result)),
    ]),
    isError: answers.every((answer) => 'failure' in answer || answer.result.isError),
  }
}

/** What a tool gave as a structure alone has no other place beside other accounts' results. */
function contentOf({ content, structuredContent }: ToolResult): ToolResult['content'] {
  if (content.length > 0 || structuredContent === undefined) return content
  return [{ type: 'text', text: JSON.stringify(structuredContent) }]
}
