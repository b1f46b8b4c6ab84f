/**
 * Reads what a server lists as its tools: by structure alone, within bounds, and scrubbed. Nothing in it is run: no pattern is compiled,
 * no reference followed.
 */
import { setImmediate } from 'node:timers/promises'
import type { Scrubber } from '../guard/scrub/scrub.ts'
import type { ToolDefinition } from './connections.ts'

/** The most tools of one server that are shown; the largest real server that was tried has 118. */
export const MAX_TOOLS = 512

/** Characters; MCP recommends 128 at most (2025-11-25, tools, tool names). */
const MAX_NAME_CHARACTERS = 256
const MAX_DESCRIPTION_CHARACTERS = 16_384
/** Characters of a schema as JSON. */
const MAX_SCHEMA_CHARACTERS = 65_536
const MAX_SCHEMA_DEPTH = 32
/** Characters of all tools of one server together, as JSON. */
const MAX_LIST_CHARACTERS = 2 * 1024 * 1024

/** How long scrubbing may keep everything else waiting, in milliseconds. */
const MAX_SLICE_MS = 8

/** The tools that are sound, in the server's order, and how many were left out. */
export interface ReadDefinitions {
  readonly tools: readonly ToolDefinition[]
  readonly leftOut: number
}

/** Reads a list. Of two tools with one name the first counts; one whose name would be scrubbed could not be called, and is left out. */
export async function readDefinitions(
  listed: readonly unknown[],
  scrubber: Scrubber,
): Promise<ReadDefinitions> {
  const tools = new Map<string, ToolDefinition>()
  let characters = 0
  let since = performance.now()
  for (const entry of listed.slice(0, MAX_TOOLS)) {
    if (performance.now() - since > MAX_SLICE_MS) {
      await setImmediate()
      since = performance.now()
    }
    const read = readDefinition(entry)
    if (read === undefined || tools.has(read.name)) continue
    characters += read.characters
    if (characters > MAX_LIST_CHARACTERS) break
    const { name, description, inputSchema } = read
    const tool = scrubber.value({ name, description, inputSchema }) as ToolDefinition
    if (tool.name === name) tools.set(name, tool)
  }
  return { tools: [...tools.values()], leftOut: listed.length - tools.size }
}

function readDefinition(entry: unknown): (ToolDefinition & { readonly characters: number }) | undefined {
  if (!isRecord(entry)) return undefined
  const { name, description, inputSchema = { type: 'object' } } = entry
  if (typeof name !== 'string' || name === '' || name.length > MAX_NAME_CHARACTERS) return undefined
  if (!isRecord(inputSchema) || (inputSchema['type'] ?? 'object') !== 'object') return undefined
  if (isDeeper(inputSchema, MAX_SCHEMA_DEPTH)) return undefined
  const schemaCharacters = JSON.stringify(inputSchema).length
  if (schemaCharacters > MAX_SCHEMA_CHARACTERS) return undefined
  // Left out whole where it is too long: half a secret at its end would no longer be found.
  const text = typeof description === 'string' && description.length <= MAX_DESCRIPTION_CHARACTERS
  const kept = text ? description : ''
  const characters = name.length + kept.length + schemaCharacters
  return { name, description: kept, inputSchema: { type: 'object', ...inputSchema }, characters }
}

function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return depth === 0 || Object.values(value).some((member) => isDeeper(member, depth - 1))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
