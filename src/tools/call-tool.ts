/** Calls one tool of an MCP server as one user: with the accounts that are meant, each on its own connection. */
import { chooseAccounts, openAccount } from './account-choice.ts'
import type { CallPlace } from './account-choice.ts'
import { callEach } from './each-account.ts'
import type { EachAnswer } from './each-account.ts'
import { isKeyturnError } from '../errors.ts'
import type { ServerDefinition } from '../formation/formation.ts'
import type { AskedLink } from './asked-links.ts'
import type { ToolResult } from './connections.ts'
import { failed } from './server-errors.ts'
import { ServerStartError } from './start-failure.ts'
import type { NeedError } from './need.ts'
import { followHint } from './rejection-hint.ts'
import type { ConversationKey } from '../state/state.ts'
import type { ToolParts } from './parts.ts'
import type { Account, OpenedCredential } from '../vault/vault.ts'

/** A call. */
export interface CallOfTool {
  readonly key: ConversationKey
  readonly server: ServerDefinition
  /** The server's own name of the tool. */
  readonly tool: string
  readonly args: Readonly<Record<string, unknown>>
  readonly signal: AbortSignal | undefined
}

/** As many as anybody has; more would be a mistake. */
const MAX_ACCOUNTS_AT_ONCE = 20

/**
 * Calls it. What the tool itself says went wrong is a result, marked as an error: the model can mend it or tell it.
 *
 * @throws NeedError; KeyturnError `TOOL_UNAVAILABLE`, `TOOL_ARGUMENT_REFUSED`, `ABORTED`.
 */
export async function callTool(
  parts: ToolParts,
  call: CallOfTool,
  onPartialNeed: (need: NeedError) => void,
): Promise<ToolResult> {
  try {
    return await callWithAccounts(parts, call, onPartialNeed)
  } catch (error) {
    if (!isKeyturnError(error, 'TOOL_FAILED')) throw error
    return { content: [{ type: 'text', text: error.message }], isError: true }
  }
}

async function callWithAccounts(
  parts: ToolParts,
  call: CallOfTool,
  onPartialNeed: (need: NeedError) => void,
): Promise<ToolResult> {
  const { key, server, tool } = call
  const place: CallPlace = { key, server: server.id, purpose: `${server.id}.${tool}` }
  const choices: (readonly Account[])[] = []
  for (const service of server.services) choices.push(await chooseAccounts(parts, service, place))
  const rounds = combineAccounts(choices)
  if (rounds.length > MAX_ACCOUNTS_AT_ONCE)
    throw failed(server.id, tool, `it is called with at most ${MAX_ACCOUNTS_AT_ONCE} accounts at once`)
  const [only, another] = rounds
  if (only !== undefined && another === undefined) return callOnce(parts, call, only, place)
  const { answers, left } = await callEach(parts.words, rounds, (accounts) =>
    callOnce(parts, call, accounts, place),
  )
  if (left !== undefined) onPartialNeed(left)
  return labelled(answers)
}

async function callOnce(
  parts: ToolParts,
  { key, server, tool, args, signal }: CallOfTool,
  accounts: readonly Account[],
  place: CallPlace,
): Promise<ToolResult> {
  const credentials = await openAccounts(parts, accounts, place)
  try {
    const { principal } = key
    const given = { server, principal, credentials, tool, arguments: args, signal }
    const outcome = await parts.connections.call(given).catch(async (error: unknown) => {
      // A server may look at its credential before it starts at all.
      const isHint = error instanceof ServerStartError && error.failure.speaksOfRejection
      throw (isHint ? await followHint(parts, credentials, place) : undefined) ?? error
    })
    const need = outcome.speaksOfRejection ? await followHint(parts, credentials, place) : undefined
    if (need !== undefined) throw need
    if (outcome.kind === 'failed') throw failed(server.id, tool, outcome.message)
    return withLinks(parts, server.id, outcome.result, outcome.links)
  } finally {
    dispose(credentials)
  }
}

/** Behind the tool's own answer, what its server asks the user to open. */
function withLinks(
  { words }: ToolParts,
  server: string,
  result: ToolResult,
  links: readonly AskedLink[] = [],
): ToolResult {
  if (links.length === 0) return result
  const told = links.map((link) => ({ type: 'text', text: words.askedToOpen({ server, ...link }) }))
  return { ...result, content: [...result.content, ...told] }
}

/**
 * Opens accounts for one use; whoever gets the credentials disposes of their fields.
 *
 * @throws NeedError for one that cannot be opened; the others are disposed of.
 */
export async function openAccounts(
  parts: ToolParts,
  accounts: readonly Account[],
  place: CallPlace,
): Promise<readonly OpenedCredential[]> {
  const credentials: OpenedCredential[] = []
  try {
    for (const account of accounts) credentials.push(await openAccount(parts, account, place))
    return credentials
  } catch (error) {
    dispose(credentials)
    throw error
  }
}

function dispose(credentials: readonly OpenedCredential[]): void {
  for (const credential of credentials) credential.dispose()
}

/** Every way of taking one account of each service, in the order of the accounts. */
export function combineAccounts(choices: readonly (readonly Account[])[]): Account[][] {
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
