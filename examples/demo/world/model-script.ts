/** What the scripted model does: which tool it asks for, and what it makes of the tool's result. It sees what a real one would. */

/** The tool call with which the model answers a user's wish, and how it tells the result. */
export interface ModelRule {
  readonly when: RegExp
  /** The end of its name; what stands before is the server's id. */
  readonly tool: string
  readonly arguments: Readonly<Record<string, unknown>>
  readonly heading: string
  /** The field of a result's items that people want to read. */
  readonly field: string
}

/** Listing needs no account name: GitHub itself knows who `@me` is by the token. */
export const MODEL_RULES: readonly ModelRule[] = [
  {
    when: /\bPRs?\b|\bpull requests?\b/i,
    tool: 'search_issues',
    arguments: { q: 'is:pr is:open author:@me' },
    heading: 'Open pull requests',
    field: 'title',
  },
  {
    when: /\bissues?\b/i,
    tool: 'search_issues',
    arguments: { q: 'is:issue is:open author:@me' },
    heading: 'Open issues',
    field: 'title',
  },
  {
    when: /\brepos?(?:itor(?:y|ies))?\b/i,
    tool: 'search_repositories',
    arguments: { query: 'user:@me' },
    heading: 'Repositories',
    field: 'full_name',
  },
]

/** The rule for what a user wants, if there is one. */
export function findRule(wish: string): ModelRule | undefined {
  return MODEL_RULES.find(({ when }) => when.test(wish))
}

/** The tool that does it, of those there are; else the one that connects an account, from which the others come. */
export function findTool({ tool }: ModelRule, names: readonly string[]): string {
  const fitting = names.find((name) => name === tool || name.endsWith(`_${tool}`))
  return fitting ?? names.find((name) => name.startsWith('connect_')) ?? tool
}

/** Tells a tool's result in a few lines: the items' names, under each label that stands between them. */
export function tellResult(rule: ModelRule, results: readonly string[]): string {
  const lines = results.flatMap((result) => textsOf(result)).flatMap((text) => text.split('\n'))
  const item = new RegExp(`^\\s*"${rule.field}": (".*"),?$`)
  const told: string[] = []
  for (const line of lines) {
    const match = item.exec(line)
    if (match !== null) told.push(`- ${String(JSON.parse(match[1] ?? '""'))}`)
    else if (/^[\p{L}\p{N}@[]/u.test(line)) told.push(line.trim())
  }
  if (told.length === 0) return `${rule.heading}: none.`
  return `${rule.heading}:\n${told.join('\n')}`
}

/** A result may be plain text, or MCP content as JSON. */
function textsOf(result: string): string[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(result)
  } catch {
    return [result]
  }
  const content = Array.isArray(parsed) ? parsed : (parsed as { content?: unknown }).content
  if (!Array.isArray(content)) return [JSON.stringify(parsed, null, 2)]
  return content.map(({ text }: { text?: unknown }) => (typeof text === 'string' ? text : ''))
}
