/** Finds values we hold that are spread over several texts of one structured value: half in one block, half in the next. */
import type { PartMatch } from './parts.ts'

/** What is to be taken out of a text because of its neighbours. */
export type Crossing = ReadonlyMap<string, readonly PartMatch[]>

/** The most texts and the deepest nesting that are looked at together. */
const MOST_TEXTS = 10_000
const DEEPEST = 100
/** Shorter texts between the pieces (`text`, `assistant`) are taken for labels, not pieces. UTF-16 units. */
const SHORTEST_PIECE = 6

/** The parts that each text holds when those under the same key, and all together, are read as one. */
export function findCrossing(input: object, find: (text: string) => readonly PartMatch[]): Crossing {
  const byKey = new Map<string, string[]>()
  const all: string[] = []
  collect(input, '', byKey, all, new Set(), 0)
  const crossing = new Map<string, PartMatch[]>()
  if (all.length < 2) return crossing
  const rows = [...[...byKey.values()].filter((row) => row.length > 1), all]
  for (const row of rows) readRow(row, find, crossing)
  return crossing
}

function readRow(
  row: readonly string[],
  find: (text: string) => readonly PartMatch[],
  crossing: Map<string, PartMatch[]>,
): void {
  const matches = find(row.join('\n'))
  if (matches.length === 0) return
  let offset = 0
  for (const text of row) {
    const end = offset + text.length
    for (const match of matches) {
      if (match.start >= end || match.end <= offset) continue
      const within = {
        start: Math.max(0, match.start - offset),
        end: Math.min(text.length, match.end - offset),
      }
      if (within.end <= within.start) continue
      crossing.set(text, [...(crossing.get(text) ?? []), { ...within, value: match.value }])
    }
    offset = end + 1
  }
}

function collect(
  input: unknown,
  key: string,
  byKey: Map<string, string[]>,
  all: string[],
  seen: Set<object>,
  depth: number,
): void {
  if (all.length >= MOST_TEXTS || depth > DEEPEST) return
  if (typeof input === 'string') {
    const row = byKey.get(key)
    if (row === undefined) byKey.set(key, [input])
    else row.push(input)
    if (input.length >= SHORTEST_PIECE) all.push(input)
    return
  }
  if (typeof input !== 'object' || input === null || seen.has(input)) return
  seen.add(input)
  try {
    for (const [name, value] of entriesOf(input, key)) collect(value, name, byKey, all, seen, depth + 1)
  } catch {
    // What cannot be looked at, such as a revoked proxy, holds nothing that could be told.
  }
}

/** Values with the keys they stand under; items of a list stand under the list's own. Getters are not run. */
function* entriesOf(input: object, key: string): Generator<readonly [string, unknown], void> {
  if (input instanceof Map || input instanceof Set) {
    for (const item of input.values() as Iterable<unknown>) yield [key, item]
    return
  }
  if (ArrayBuffer.isView(input)) return
  for (const name of Object.keys(input)) {
    const property = Object.getOwnPropertyDescriptor(input, name)
    if (property !== undefined && 'value' in property)
      yield [Array.isArray(input) ? key : name, property.value]
  }
}
