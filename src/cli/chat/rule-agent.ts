/**
 * A small agent without a model for `keyturn chat`: it finds the tool whose name fits the words of a message, fills in what
 * the message says, and calls it. Whoever wants more says `call TOOL name=value`, or brings a model.
 */
import type { UserTool } from '../../tools/tools.ts'
import { fillArguments } from './rule-arguments.ts'
import { isVerb, wordsOf, wordsOfName } from './rule-words.ts'
import { showResult } from './show-result.ts'

/** Answers one message with the tools of one user; a need of the user's is thrown on, for the agent loop to park. */
export type ChatAgent = (request: {
  readonly text: string
  readonly tools: readonly UserTool[]
  readonly signal?: AbortSignal | undefined
}) => Promise<string>

/** A word of a tool's name counts as much as this many of its description. */
const NAME_WEIGHT = 4

/** At least one word of the name and another sign have to fit. */
const LEAST_SCORE = NAME_WEIGHT + 1

/** Answers by rules alone. */
export const answerByRules: ChatAgent = async ({ text, tools, signal }) => {
  if (/^\s*(?:\/?help|\/?tools|what can you do\??)\s*$/i.test(text)) return listTools(tools)
  const named = /^\s*\/?call\s+([\w.-]+)/i.exec(text)?.[1]
  const tool = named === undefined ? chooseTool(text, tools) : findTool(named, tools)
  if (tool === undefined) {
    const what = named === undefined ? 'No tool fits these words.' : `There is no tool ${named}.`
    return `${what} Say "tools" to see them, or "call TOOL name=value".`
  }
  const { filled, missing } = fillArguments(
    tool,
    named === undefined ? text : text.replace(/^\s*\/?call\s+\S+/i, ''),
  )
  if (missing.length > 0) {
    const names = missing.map((name) => `${name}=…`).join(' ')
    return `${tool.name} needs ${missing.join(', ')}. Say: call ${tool.name} ${names}`
  }
  return showResult(await tool.call(filled, signal === undefined ? {} : { signal }))
}

/** The tool of a name, its server's own name too where only one server has it. */
function findTool(named: string, tools: readonly UserTool[]): UserTool | undefined {
  const exact = tools.find(({ name }) => name === named)
  const [only, another] = tools.filter(({ originalName }) => originalName === named)
  return exact ?? (another === undefined ? only : undefined)
}

/** The tool whose name and description share the most words with a message; nothing when none fits well. */
export function chooseTool(text: string, tools: readonly UserTool[]): UserTool | undefined {
  const words = new Set(wordsOf(text))
  let best: UserTool | undefined
  let bestScore = LEAST_SCORE - 1
  for (const tool of tools) {
    const score = scoreOf(tool, words)
    if (score > bestScore) {
      best = tool
      bestScore = score
    }
  }
  return best
}

function scoreOf(tool: UserTool, words: ReadonlySet<string>): number {
  const name = [...new Set(wordsOfName(tool.originalName))]
  const things = name.filter((word) => !isVerb(word))
  // A verb alone ("list", "get") fits too many tools to mean one of them.
  if (!things.some((word) => words.has(word))) return 0
  const inName = name.filter((word) => words.has(word)).length
  const inDescription = wordsOf(tool.description).filter((word) => words.has(word)).length
  // Words of the name that the message does not say make it less likely: "issue" is not "issue comment".
  return NAME_WEIGHT * inName + Math.min(inDescription, NAME_WEIGHT - 1) - (name.length - inName)
}

function listTools(tools: readonly UserTool[]): string {
  if (tools.length === 0) return 'This formation has no tools.'
  const lines = tools.map(({ name, description }) => `${name}: ${description.split('\n')[0] ?? ''}`)
  return `I can use these tools:\n${lines.join('\n')}`
}
