/** Finds values we hold that are spread over several texts of one structured value: half in one block, half in the next. */
import type { PartMatch } from './parts.ts'
import { LEAST_PART } from './spellings.ts'

/** What is to be taken out of a text because of its neighbours. */
export type Crossing = ReadonlyMap<string, readonly PartMatch[]>

/** The most texts and the deepest nesting that are looked at together. */
const MOST_TEXTS = 100_000
const DEEPEST = 100
/** A longer buffer, and a longer picture in base64, is looked at by itself alone. */
const MOST_BYTES = 65_536
/** The names under which the Model Context Protocol has bytes (2025-06-18: content types). */
const IN_BASE64 = new Set(['data', 'blob'])
/** Shorter texts between the pieces (`text`, `assistant`) are taken for labels, not pieces. UTF-16 units. */
const SHORTEST_PIECE = 6

/** One text of a structure: a value, or the name that a value stands under. */
interface Leaf {
  readonly text: string
  /** The name it stands under; items of a list stand under the list's own. */
  readonly key: string
  readonly isName: boolean
}

/** The parts that each text holds when those under the same key, all values, all names, and all together are read as one. */
export function findCrossing(input: object, find: (text: string) => readonly PartMatch[]): Crossing {
  const leaves: Leaf[] = []
  collect(input, '', leaves, new Set(), 0)
  const crossing: Found = new Map()
  const values = leaves.filter(({ isName }) => !isName)
  const byKey = new Map<string, Leaf[]>()
  for (const leaf of values) {
    const others = byKey.get(leaf.key)
    if (others === undefined) byKey.set(leaf.key, [leaf])
    else others.push(leaf)
  }
  const rows = [
    ...byKey.values(),
    values,
    values.filter(({ text }) => text.length >= SHORTEST_PIECE),
    leaves.filter(({ isName }) => isName),
    leaves,
  ]
  const seen = new Set<string>()
  for (const row of rows) {
    const texts = row.map(({ text }) => text)
    const joined = texts.join('\n')
    if (texts.length < 2 || joined.length < LEAST_PART || seen.has(joined)) continue
    seen.add(joined)
    readRow(texts, joined, find, crossing)
  }
  return new Map([...crossing].map(([text, parts]) => [text, [...parts.values()]]))
}

/** The parts of each text by where they are: a text that stands in many places has each part once. */
type Found = Map<string, Map<string, PartMatch>>

function readRow(
  row: readonly string[],
  joined: string,
  find: (text: string) => readonly PartMatch[],
  crossing: Found,
): void {
  const matches = [...find(joined)].sort((one, other) => one.start - other.start)
  if (matches.length === 0) return
  const starts = startsOf(row)
  let first = 0
  for (const { start, end, value } of matches) {
    // Matches come by their starts, so that no text before is looked at again.
    while (first < row.length && endOf(row, starts, first) <= start) first++
    for (let index = first; index < row.length && (starts[index] ?? end) < end; index++) {
      const text = row[index] ?? ''
      const offset = starts[index] ?? 0
      const within = { start: Math.max(0, start - offset), end: Math.min(text.length, end - offset), value }
      if (within.end <= within.start) continue
      const parts = crossing.get(text) ?? new Map<string, PartMatch>()
      crossing.set(text, parts.set(`${within.start} ${within.end} ${value}`, within))
    }
  }
}

/** Where each text begins when they are joined by one sign. */
function startsOf(row: readonly string[]): number[] {
  let offset = 0
  return row.map((text) => (offset += text.length + 1) - text.length - 1)
}

const endOf = (row: readonly string[], starts: readonly number[], index: number): number =>
  (starts[index] ?? 0) + (row[index]?.length ?? 0)

function collect(input: unknown, key: string, leaves: Leaf[], seen: Set<object>, depth: number): void {
  if (leaves.length >= MOST_TEXTS || depth > DEEPEST) return
  if (typeof input === 'string' || typeof input === 'number' || typeof input === 'bigint') {
    const text = String(input)
    if (text.length <= MOST_BYTES || !IN_BASE64.has(key)) leaves.push({ text, key, isName: false })
    return
  }
  if (typeof input !== 'object' || input === null || seen.has(input)) return
  seen.add(input)
  try {
    if (ArrayBuffer.isView(input)) {
      if (input.byteLength <= MOST_BYTES) leaves.push({ text: textOf(input), key, isName: false })
      return
    }
    for (const [name, value] of entriesOf(input)) {
      if (typeof name === 'string') leaves.push({ text: name, key: '', isName: true })
      collect(value, typeof name === 'string' ? name : key, leaves, seen, depth + 1)
    }
  } catch {
    // What cannot be looked at, such as a revoked proxy, holds nothing that could be told.
  }
}

const textOf = (view: ArrayBufferView): string =>
  Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString()

/** Values with the names they stand under; those of a list and of a set have none. Getters are not run. */
function* entriesOf(input: object): Generator<readonly [unknown, unknown], void> {
  if (input instanceof Map) {
    yield* input as Map<unknown, unknown>
    return
  }
  if (input instanceof Set) {
    for (const item of input as Set<unknown>) yield [undefined, item]
    return
  }
  for (const name of Object.keys(input)) {
    const property = Object.getOwnPropertyDescriptor(input, name)
    if (property !== undefined && 'value' in property)
      yield [Array.isArray(input) ? undefined : name, property.value]
  }
}
