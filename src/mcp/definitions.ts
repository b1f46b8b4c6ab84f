/**
 * The tools of each server as they were first seen, and a watch over changes: a tool that later describes itself otherwise may be
 * trying to talk the model into something (tool poisoning, `security.md` T-049).
 */
import type { ToolDefinition } from './connections.ts'

/** A server's tools changed after they had been shown. Names of tools, never their text. */
export interface DefinitionChange {
  readonly server: string
  /** SHA-256 of the definitions before and now, in hex. */
  readonly before: string
  readonly now: string
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly string[]
}

interface Remembered {
  readonly tools: readonly ToolDefinition[]
  readonly hash: string
}

/** Remembers the tools of servers by id. */
export class Definitions {
  readonly #remembered = new Map<string, Remembered>()
  readonly #reported = new Set<string>()
  readonly #onChange: (change: DefinitionChange) => void

  constructor(onChange: (change: DefinitionChange) => void) {
    this.#onChange = onChange
  }

  /** The tools last seen of a server. */
  get(server: string): readonly ToolDefinition[] | undefined {
    return this.#remembered.get(server)?.tools
  }

  /** Takes what a server says now; a change is reported once for each new wording. */
  async remember(server: string, tools: readonly ToolDefinition[]): Promise<readonly ToolDefinition[]> {
    const hash = await hashOf(tools)
    const before = this.#remembered.get(server)
    this.#remembered.set(server, { tools, hash })
    const report = `${server} ${hash}`
    if (before !== undefined && before.hash !== hash && !this.#reported.has(report)) {
      this.#reported.add(report)
      this.#onChange({ server, before: before.hash, now: hash, ...compare(before.tools, tools) })
    }
    return tools
  }
}

/** SHA-256 over the canonical form of the definitions, in hex; the order of tools and members does not count. */
async function hashOf(tools: readonly ToolDefinition[]): Promise<string> {
  const text = JSON.stringify(tools.map(canonical).sort())
  const digest = await globalThis.crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Buffer.from(digest).toString('hex')
}

function compare(
  before: readonly ToolDefinition[],
  now: readonly ToolDefinition[],
): Pick<DefinitionChange, 'added' | 'removed' | 'changed'> {
  const old = new Map(before.map((tool) => [tool.name, canonical(tool)]))
  const fresh = new Map(now.map((tool) => [tool.name, canonical(tool)]))
  return {
    added: [...fresh.keys()].filter((name) => !old.has(name)),
    removed: [...old.keys()].filter((name) => !fresh.has(name)),
    changed: [...fresh]
      .filter(([name, text]) => old.has(name) && old.get(name) !== text)
      .map(([name]) => name),
  }
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([left], [right]) => (left < right ? -1 : 1)))
      : member,
  )
}
