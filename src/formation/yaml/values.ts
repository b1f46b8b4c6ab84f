/** Turns YAML nodes into plain values under a budget, and remembers the line and the spelling of each. */
import { isAlias, isMap, isScalar, isSeq } from 'yaml'
import type { Document, ParsedNode } from 'yaml'
import type { Place } from '../formation.ts'
import { showName, type Problems } from '../problems.ts'

/** Where a value stands in a file: keys of blocks and indexes of lists. */
export type FieldPath = readonly (string | number)[]

/** Deepest nesting of a file. */
export const MAX_DEPTH = 64

/** Most values of a file, counting what an alias stands for each time it is used. */
const MAX_VALUES = 20_000

/** Keys that mean something to JavaScript objects. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** Reads one document; notes what it cannot turn into plain values. */
export class ValueReader {
  /** Numbers and truth values as they were written, by path as JSON. */
  readonly sources = new Map<string, string>()
  readonly #lines = new Map<string, number>()
  readonly #anchors = new Map<string, ParsedNode>()
  readonly #open = new Set<ParsedNode>()
  readonly #file: string
  readonly #lineAt: (offset: number) => number
  readonly #problems: Problems
  #values = 0

  constructor(file: string, lineAt: (offset: number) => number, problems: Problems) {
    this.#file = file
    this.#lineAt = lineAt
    this.#problems = problems
  }

  /** The document as plain values: texts, numbers, truth values, lists, blocks. */
  readDocument(document: Document.Parsed): unknown {
    return this.#read(document.contents, [], 1)
  }

  /** The place of a field, or of the nearest field around it that was read. */
  placeOf(path: FieldPath): Place {
    let line: number | undefined
    for (let length = path.length; length > 0 && line === undefined; length -= 1) {
      line = this.#lines.get(JSON.stringify(path.slice(0, length)))
    }
    return { file: this.#file, line: line ?? 1, field: showPath(path) }
  }

  #read(node: ParsedNode | null, path: FieldPath, line: number): unknown {
    if (node === null) return null
    this.#values += 1
    if (this.#values > MAX_VALUES || path.length > MAX_DEPTH) {
      if (this.#values <= MAX_VALUES + 1) this.#fail(line, path, 'grows without bound through YAML aliases.')
      this.#values = MAX_VALUES + 2
      return null
    }
    if (isAlias(node)) return this.#readAlias(node.source, path, line)
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node)
    if (node.tag !== undefined && !node.tag.startsWith('tag:yaml.org,2002:')) {
      this.#fail(line, path, 'has a YAML tag (`!…`); tags are not understood here.')
    }
    if (isScalar(node)) {
      if (typeof node.value !== 'string' && node.source !== undefined) {
        this.sources.set(JSON.stringify(path), node.source)
      }
      return node.value
    }
    this.#open.add(node)
    const value = isMap(node) ? this.#readBlock(node.items, path) : this.#readList(node, path)
    this.#open.delete(node)
    return value
  }

  #readAlias(name: string, path: FieldPath, line: number): unknown {
    const target = this.#anchors.get(name)
    if (target !== undefined && !this.#open.has(target)) return this.#read(target, path, line)
    this.#fail(line, path, 'is a YAML alias of something that is not above it; write the value out.')
    return null
  }

  #readBlock(
    items: readonly { key: ParsedNode; value: ParsedNode | null }[],
    path: FieldPath,
  ): Record<string, unknown> {
    const block: Record<string, unknown> = {}
    for (const { key, value } of items) {
      const line = this.#lineAt(key.range[0])
      const name = nameOf(key)
      if (name === undefined) {
        this.#fail(line, path, 'has a name that is not plain text.')
        continue
      }
      const fieldPath = [...path, name]
      if (FORBIDDEN_KEYS.has(name)) this.#fail(line, fieldPath, 'is not a name that a field can have.')
      else if (Object.hasOwn(block, name)) this.#fail(line, fieldPath, 'is given twice.')
      else {
        this.#lines.set(JSON.stringify(fieldPath), line)
        block[name] = this.#read(value, fieldPath, line)
      }
    }
    return block
  }

  #readList(node: ParsedNode, path: FieldPath): unknown[] {
    const items = isSeq<ParsedNode>(node) ? node.items : []
    return items.map((item, index) => {
      const line = this.#lineAt(item.range[0])
      this.#lines.set(JSON.stringify([...path, index]), line)
      return this.#read(item, [...path, index], line)
    })
  }

  #fail(line: number, path: FieldPath, message: string): void {
    this.#problems.add({ file: this.#file, line, field: showPath(path) }, message)
  }
}

/** A key as a field's name; nothing for a key that is a list, a block or empty. */
function nameOf(key: ParsedNode): string | undefined {
  const value: unknown = isScalar(key) ? key.value : undefined
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

/** A path as messages name it: `args[1]`, `user_credentials.encryption.key`. */
function showPath(path: FieldPath): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`
      return index === 0 ? showName(part) : `.${showName(part)}`
    })
    .join('')
}
