/** Fills in a tool's arguments from the words of a message, by its JSON Schema; guesses little and says what is missing. */
import type { UserTool } from '../../tools/tools.ts'
import { isFiller, isVerb, wordsOf, wordsOfName } from './rule-words.ts'

/** The arguments that were found, and the names of required ones that were not. */
export interface FilledArguments {
  readonly filled: Readonly<Record<string, unknown>>
  readonly missing: readonly string[]
}

interface Property {
  readonly type?: unknown
  readonly enum?: unknown
  readonly description?: unknown
}

/** `name=value`, the value in quotes where it has blanks. */
const PAIR = /(?<![\w-])([A-Za-z_][\w-]*)\s*=\s*("[^"]*"|'[^']*'|\S+)/g

/** Fills in what the message gives. */
export function fillArguments(tool: UserTool, text: string): FilledArguments {
  const properties = propertiesOf(tool.inputSchema)
  const filled: Record<string, unknown> = {}
  let rest = text
  for (const [pair, name = '', quoted = ''] of text.matchAll(PAIR)) {
    const property = properties.get(name)
    const value =
      property === undefined ? undefined : convert(quoted.replace(/^(["'])(.*)\1$/, '$2'), property)
    if (value === undefined) continue
    filled[name] = value
    rest = rest.replace(pair, ' ')
  }
  const required = requiredOf(tool.inputSchema)
  rest = fillRepository(properties, filled, rest)
  for (const name of required) {
    const property = properties.get(name)
    if (name in filled || property === undefined) continue
    const value = guess(name, property, rest, tool)
    if (value !== undefined) filled[name] = value
  }
  return { filled, missing: required.filter((name) => !(name in filled)) }
}

/** `owner/repository` fills two arguments at once. */
function fillRepository(
  properties: ReadonlyMap<string, Property>,
  filled: Record<string, unknown>,
  text: string,
): string {
  const match = /(?<![\w./-])([\w.-]+)\/([\w.-]+)(?![\w/])/.exec(text)
  if (match === null || !properties.has('owner') || !properties.has('repo')) return text
  filled['owner'] ??= match[1]
  filled['repo'] ??= match[2]
  return text.replace(match[0], ' ')
}

function guess(name: string, property: Property, text: string, tool: UserTool): unknown {
  if (Array.isArray(property.enum)) {
    return property.enum.find((word) =>
      new RegExp(`\\b${escaped(String(word))}\\b`, 'i').test(text),
    ) as unknown
  }
  if (property.type === 'number' || property.type === 'integer') {
    const digits = /(?<![\w.])#?(\d{1,15})(?![\w.])/.exec(text)?.[1]
    return digits === undefined ? undefined : Number(digits)
  }
  if (property.type !== 'string') return undefined
  const quoted = /"([^"]+)"/.exec(text)?.[1]
  if (quoted !== undefined) return quoted
  return /^(?:q|query|search|text|message|input|term|keywords?)$/i.test(name)
    ? queryOf(property, text, tool)
    : undefined
}

/** Which accounts are meant ("from both accounts", "with my work account") was understood before, and is nothing to look for. */
const ACCOUNTS =
  /\b(?:from|of|with|in|on|for|using)\s+(?:(?:my|the|both|all|each|every)\s+)+(?:of\s+)?(?:(?:my|the)\s+)?(?:[\w.-]+\s+)?accounts?\b|\b(?:from|of|with|in|on|for)\s+both(?=\s*[.?!]?\s*$)/giu

/** What is left of a message once its verbs, fillers and the tool's own words are out; "my" means the user in GitHub's search syntax. */
function queryOf({ description }: Property, text: string, tool: UserTool): string | undefined {
  const own = new Set([...wordsOfName(tool.originalName), ...wordsOf(tool.server)])
  const words = text
    .replace(ACCOUNTS, ' ')
    .split(/\s+/)
    .filter((word) => {
      const plain = word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
      const [compared] = wordsOf(plain)
      return compared !== undefined && !isFiller(plain) && !isVerb(compared) && !own.has(compared)
    })
  const isGitHub = typeof description === 'string' && /github/i.test(description)
  if (isGitHub && /\b(?:my|mine|our)\b/i.test(text)) words.unshift('user:@me')
  return words.length === 0 ? undefined : words.join(' ').replace(/[?!.,]+$/, '')
}

function convert(text: string, { type }: Property): unknown {
  if (type === 'string' || type === undefined) return text
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined
  if (type === 'number' || type === 'integer')
    return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined
  if (type === 'array' && !text.startsWith('[')) return text.split(',')
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function propertiesOf(schema: Readonly<Record<string, unknown>>): ReadonlyMap<string, Property> {
  const properties = schema['properties']
  if (typeof properties !== 'object' || properties === null) return new Map()
  return new Map(Object.entries(properties).map(([name, property]) => [name, (property ?? {}) as Property]))
}

function requiredOf(schema: Readonly<Record<string, unknown>>): readonly string[] {
  const required = schema['required']
  return Array.isArray(required) ? required.filter((name) => typeof name === 'string') : []
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
