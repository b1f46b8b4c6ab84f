/** One run's tool calls, as every framework's adapter makes them: by name, with whatever the model wrote, and a text as the result. */
import { isKeyturnError, KeyturnError } from '../errors.ts'
import type { ErrorCode } from '../errors.ts'
import type { AgentRequest, User, UserTool } from '../index.ts'

/** A tool for a model: one of the formation's, or one of the host's own in the same shape. */
export interface ToolForModel extends Pick<UserTool, 'name' | 'description' | 'inputSchema'> {
  /** The services with whose credentials it is called; none by default. */
  readonly services?: readonly string[]
  /** Gives a text, or any value, which becomes JSON; a result of MCP becomes its texts. */
  call(args: Readonly<Record<string, unknown>>, options: { readonly signal?: AbortSignal }): Promise<unknown>
}

/** Makes the host's own tools from its user: what they give back passes through `user.tool`. */
export type HostTools = readonly ToolForModel[] | ((user: User) => readonly ToolForModel[])

/** What the model is told of a call. */
export interface CallResult {
  readonly text: string
  readonly isError: boolean
}

/** What goes wrong with a call and is the model's to mend or to tell; anything else ends the run. */
const FOR_THE_MODEL: readonly ErrorCode[] = [
  'TOOL_ARGUMENT_REFUSED',
  'TOOL_FAILED',
  'TOOL_UNAVAILABLE',
  'DESTINATION_REFUSED',
]

/** The tools of one run, and the one way to call them. */
export class ToolCalls {
  readonly tools: readonly ToolForModel[]
  readonly #request: AgentRequest

  private constructor(request: AgentRequest, tools: readonly ToolForModel[]) {
    this.#request = request
    this.tools = tools
  }

  /**
   * The formation's tools for this user, and the host's own. A name of the host's own is theirs: a server chooses what its tools are
   * called, and one that meets it is left out. `taken`: further names of the host's.
   *
   * @throws KeyturnError `INPUT_INVALID` for two tools of the host's with one name, and those of `User.tools`.
   */
  static async open(
    request: AgentRequest,
    own: HostTools = [],
    taken: readonly string[] = [],
  ): Promise<ToolCalls> {
    const ofHost = typeof own === 'function' ? own(request.user) : own
    const names = new Set([...taken, ...ofHost.map(({ name }) => name)])
    if (names.size < taken.length + ofHost.length)
      throw new KeyturnError('INPUT_INVALID', 'Two tools of the host have one name. Give each its own.')
    const ofServers = (await request.user.tools()).filter(({ name }) => !names.has(name))
    return new ToolCalls(request, [...ofServers, ...ofHost])
  }

  /**
   * Calls a tool. What the model got wrong, and what the tool says went wrong, is a result.
   *
   * @throws NeedError where the user has to act first; KeyturnError of an outage, or `ABORTED`.
   */
  async call(name: string, args: unknown): Promise<CallResult> {
    const tool = this.tools.find((one) => one.name === name)
    if (tool === undefined) return failure(`There is no tool ${JSON.stringify(name)}.`)
    const { declined, turn } = this.#request
    if (declined !== undefined && tool.services?.includes(declined.service) === true)
      return failure(declined.text)
    const given = readArguments(args)
    if (given === undefined) return failure('The arguments are no JSON object. Call it with one.')
    try {
      return told(await tool.call(given, turn.signal === undefined ? {} : { signal: turn.signal }))
    } catch (error) {
      if (FOR_THE_MODEL.some((code) => isKeyturnError(error, code))) return failure((error as Error).message)
      throw error
    }
  }
}

/**
 * Makes calls at once, and hands on what they gave also where another of them has to wait or fails, before it throws that.
 *
 * @throws what the first call that failed did.
 */
export async function settleAll<Call, Result>(
  calls: readonly Call[],
  make: (call: Call) => Promise<Result>,
  take: (results: readonly Result[]) => void,
): Promise<void> {
  const settled = await Promise.allSettled(calls.map(make))
  take(settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])))
  const failed = settled.find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
}

const failure = (text: string): CallResult => ({ text, isError: true })

/** Frameworks give them as the model's own text, or parsed. Nothing at all is no arguments. */
function readArguments(args: unknown): Readonly<Record<string, unknown>> | undefined {
  let value = args
  try {
    if (typeof args === 'string') value = args.trim() === '' ? {} : JSON.parse(args)
  } catch {
    return undefined
  }
  if (value === undefined || value === null) return {}
  return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
}

/** A result of MCP as its texts; what is no text is named, since models are told of tools in texts. */
function told(result: unknown): CallResult {
  if (typeof result === 'string') return { text: result, isError: false }
  const { content, structuredContent, isError } = (result ?? {}) as {
    readonly content?: unknown
    readonly structuredContent?: unknown
    readonly isError?: unknown
  }
  if (!Array.isArray(content)) return { text: JSON.stringify(result) ?? 'Done.', isError: false }
  const texts = content.map((part: Readonly<Record<string, unknown>>) =>
    typeof part['text'] === 'string' ? part['text'] : textOfResource(part),
  )
  if (texts.length === 0 && structuredContent !== undefined) texts.push(JSON.stringify(structuredContent))
  return { text: texts.join('\n'), isError: isError === true }
}

function textOfResource(part: Readonly<Record<string, unknown>>): string {
  const { text } = (part['resource'] ?? {}) as { readonly text?: unknown }
  return typeof text === 'string' ? text : `[${String(part['type'])}]`
}
