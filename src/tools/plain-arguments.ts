/** Takes what a model, or the host's code around it, gave as the arguments of a tool, and makes plain JSON of it before anything walks it. */
import { KeyturnError } from '../errors.ts'
import { MESSAGE_BOUNDS } from './message-bounds.ts'

/** What is sent to a tool: own members, no cycles, nothing that runs when it is read. */
export type PlainArguments = Readonly<Record<string, unknown>>

/** Says why a copy cannot be made; the words end a sentence. */
class NotPlain extends Error {}

/**
 * A copy of `given` that holds texts, finite numbers, booleans, null, lists and objects only. Members that are undefined are left out and
 * dates become their ISO text, as `JSON.stringify` does it.
 *
 * Bounds: those of one MCP message (10 MiB of text, 100,000 values, 128 deep).
 *
 * @throws KeyturnError `TOOL_ARGUMENT_REFUSED` for anything else: cycles, functions, accessors, instances of classes.
 */
export function plainArguments(server: string, tool: string, given: unknown): PlainArguments {
  try {
    if (!isObject(given) || Array.isArray(given)) throw new NotPlain('are not an object')
    return copyObject(given, { values: 0, characters: 0 }, 1)
  } catch (error) {
    // A proxy may throw anything at all; only our own words are repeated.
    const why = error instanceof NotPlain ? error.message : 'cannot be read'
    const message = `The call of ${tool} was refused: its arguments ${why}. Call it with a JSON object.`
    throw new KeyturnError('TOOL_ARGUMENT_REFUSED', message, { server, tool })
  }
}

interface Spent {
  values: number
  characters: number
}

function copy(value: unknown, spent: Spent, depth: number): unknown {
  spent.values += 1
  if (spent.values > MESSAGE_BOUNDS.maxValues) throw new NotPlain('hold too many values')
  if (typeof value === 'string') return copyText(value, spent)
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (value instanceof Date) return copyText(value.toISOString(), spent)
  if (!isObject(value)) throw new NotPlain('hold something that JSON cannot say')
  if (depth >= MESSAGE_BOUNDS.maxDepth) throw new NotPlain('are nested too deep')
  return Array.isArray(value) ? copyList(value, spent, depth + 1) : copyObject(value, spent, depth + 1)
}

function copyList(list: readonly unknown[], spent: Spent, depth: number): unknown[] {
  if (list.length > MESSAGE_BOUNDS.maxValues) throw new NotPlain('hold too many values')
  // A hole, or undefined, is null in JSON.
  return Array.from(list, (member) => copy(member ?? null, spent, depth))
}

function copyObject(object: object, spent: Spent, depth: number): Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(object)
  if (prototype !== null && prototype !== Object.prototype) throw new NotPlain('hold an instance of a class')
  const members: [string, unknown][] = []
  for (const [name, member] of Object.entries(Object.getOwnPropertyDescriptors(object))) {
    if (!member.enumerable || ('value' in member && member.value === undefined)) continue
    if (!('value' in member)) throw new NotPlain('hold a member that is computed')
    members.push([copyText(name, spent), copy(member.value, spent, depth)])
  }
  return Object.fromEntries(members)
}

function copyText(text: string, spent: Spent): string {
  spent.characters += text.length
  if (spent.characters > MESSAGE_BOUNDS.maxBytes) throw new NotPlain('are too long')
  return text
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
