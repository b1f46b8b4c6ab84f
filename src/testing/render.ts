/**
 * Everything that a value holds, as bytes to search: how Node prints it, how JSON tells it, and each text and byte array that can be
 * reached from it, unescaped.
 */
import { inspect } from 'node:util'

/** Structure of XState that no event can change: the same in every record, large, and not the place of a leak. */
const STATIC_CLASSES = new Set(['StateMachine', 'StateNode'])

const NEWLINE = Buffer.from('\n')

/**
 * Renders only what can be reached, each text once: for the events of XState, in which the whole actor system can be reached, and
 * which would be megabytes each in print.
 */
export function renderReachable(value: unknown): Buffer {
  return joined([...walk(value)])
}

/** Renders a value. Getters are not called; what refuses to be printed is left to the walk. */
export function render(value: unknown): Buffer {
  const pieces = [...walk(value)]
  for (const print of [printed, asJson, asText]) {
    try {
      pieces.push(Buffer.from(print(value), 'utf8'))
    } catch {
      // A cycle, a BigInt or a hostile `toJSON`: the walk has seen what is inside.
    }
  }
  return joined(pieces)
}

function joined(pieces: readonly Buffer[]): Buffer {
  return Buffer.concat(pieces.flatMap((piece) => [piece, NEWLINE]))
}

function printed(value: unknown): string {
  const options = {
    depth: 20,
    showHidden: true,
    maxArrayLength: 10_000,
    maxStringLength: null,
    breakLength: Infinity,
  }
  return inspect(value, options)
}

function asJson(value: unknown): string {
  const json: string | undefined = JSON.stringify(value)
  return json ?? ''
}

/** What a template literal or a careless log line makes of it; of an error, its stack. */
function asText(value: unknown): string {
  return value instanceof Error ? `${String(value)}\n${value.stack ?? ''}` : String(value)
}

/** The texts and bytes reachable from a value: own properties of any kind, entries of maps and sets, prototypes of classes not. */
function* walk(value: unknown): Generator<Buffer> {
  const seen = new Set<unknown>()
  const waiting: unknown[] = [value]
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (seen.has(next)) continue
    seen.add(next)
    if (typeof next === 'string' || typeof next === 'symbol') yield Buffer.from(String(next), 'utf8')
    if ((typeof next !== 'object' && typeof next !== 'function') || next === null) continue
    if (ArrayBuffer.isView(next)) {
      yield Buffer.from(next.buffer, next.byteOffset, next.byteLength)
      continue
    }
    if (next instanceof ArrayBuffer) yield Buffer.from(next)
    if (next instanceof Map) waiting.push(...next.keys(), ...next.values())
    if (next instanceof Set) waiting.push(...next)
    if (next instanceof Headers || next instanceof URLSearchParams)
      for (const pair of next) waiting.push(...pair)
    if (next instanceof URL) waiting.push(next.href)
    waiting.push(...ownValues(next))
  }
}

function ownValues(value: object): unknown[] {
  if (STATIC_CLASSES.has(value.constructor?.name)) return []
  const values: unknown[] = []
  for (const key of Reflect.ownKeys(value)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(value, key)
    values.push(key)
    if (descriptor !== undefined && 'value' in descriptor) values.push(descriptor.value)
  }
  return values
}
