/** Tells whether a server lists its tools otherwise than before, and which are other. */
import { sha256 } from '../vault/sealing/crypto.ts'
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

/** SHA-256 over the canonical form of the definitions, in hex; the order of tools and members does not count. */
export function hashOfDefinitions(tools: readonly ToolDefinition[]): string {
  return sha256(Buffer.from(JSON.stringify(tools.map(canonical).sort()))).toString('hex')
}

/** What is other in a list. */
export function compareDefinitions(
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
