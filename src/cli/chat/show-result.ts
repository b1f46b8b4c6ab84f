/** A tool's result as text: for people lists of things as lines, for a model as it is; bounded for both. */
import type { ToolResult } from '../../tools/connections.ts'

/** Most characters of a result that a model is given. */
const MOST_FOR_MODEL = 60_000

const MOST_ITEMS = 20
const MOST_CHARACTERS = 4_000

/** Fields by which things call themselves, the most telling first. */
const NAMES = ['full_name', 'title', 'name', 'login', 'subject', 'path', 'id'] as const

/** A result's text as the server wrote it, for a model: whole where it is not too long. */
export function resultText(result: ToolResult): string {
  const text = textsOf(result).join('\n')
  const bounded = text.length > MOST_FOR_MODEL ? `${text.slice(0, MOST_FOR_MODEL)}…` : text
  return result.isError ? `The tool reports a problem: ${bounded}` : bounded
}

/** A result for people. */
export function showResult(result: ToolResult): string {
  const text = textsOf(result)
    .map(showText)
    .filter((part) => part !== '')
    .join('\n')
  const shown = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text
  if (result.isError) return `The tool reports a problem: ${shown}`
  return shown === '' ? 'Done.' : shown
}

/** Parts that are no text are named by their kind. */
function textsOf({ content }: ToolResult): string[] {
  return content.map(({ type, text }) =>
    type === 'text' && typeof text === 'string' ? text : `[${String(type)}]`,
  )
}

function showText(text: string): string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return text
  }
  const items = itemsOf(value)
  if (items === undefined) return text
  if (items.length === 0) return 'Nothing found.'
  const lines = items.slice(0, MOST_ITEMS).map((item) => `- ${describe(item)}`)
  if (items.length > MOST_ITEMS) lines.push(`… and ${items.length - MOST_ITEMS} more`)
  return lines.join('\n')
}

/** The list in an answer: itself, or its one member that is a list. */
function itemsOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value as readonly unknown[]
  if (typeof value !== 'object' || value === null) return undefined
  const lists = Object.values(value).filter((member): member is unknown[] => Array.isArray(member))
  return lists.length === 1 ? lists[0] : undefined
}

function describe(item: unknown): string {
  if (typeof item !== 'object' || item === null) return String(item)
  const fields = item as Readonly<Record<string, unknown>>
  const name = NAMES.map((key) => fields[key]).find(
    (value) => typeof value === 'string' || typeof value === 'number',
  )
  const number = typeof fields['number'] === 'number' ? `#${fields['number']} ` : ''
  const detail =
    typeof fields['description'] === 'string' && fields['description'] !== ''
      ? `: ${fields['description']}`
      : ''
  return name === undefined ? JSON.stringify(item) : `${number}${String(name)}${detail}`
}
