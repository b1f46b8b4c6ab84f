/**
 * Finds any of many literals in one walk over a text, whatever the text (Aho and Corasick 1975, "Efficient string
 * matching: an aid to bibliographic search").
 *
 * Case is folded: rules that care compare again. One table look-up a character, no backtracking, no state kept behind.
 *
 * Over 150 lines: one class and its table.
 */

/** Where a literal ended: parallel lists, in the order of `end`; of literals that end together the longer comes first. */
export interface Hits {
  readonly literals: number[]
  readonly ends: number[]
}

/** Below 2^31, so that entries stay small integers to the engine. */
const HIT = 0x4000_0000

/** A fixed set of literals, ready to scan with. */
export class Automaton {
  readonly #classes: Uint16Array
  readonly #next: Uint32Array
  readonly #outputs: ReadonlyMap<number, readonly number[]>
  readonly #depths: Uint16Array
  readonly #width: number
  readonly #foldCase: boolean

  /** Builds the table: a few milliseconds for a few hundred literals. */
  constructor(literals: readonly string[], options: { foldCase?: boolean } = {}) {
    this.#foldCase = options.foldCase ?? true
    this.#classes = new Uint16Array(65_536)
    const count = this.#numberCharacters(literals)
    this.#width = count
    const trie = this.#plant(literals)
    const states = trie.length
    const next = new Uint32Array(states * count)
    const failures = new Uint32Array(states)
    const outputs = trie.map((node) => node.outputs)
    const queue: number[] = []
    const depths = new Uint16Array(states)
    for (const [symbol, child] of trie[0]?.children ?? []) {
      next[symbol] = child
      depths[child] = 1
      queue.push(child)
    }
    for (let head = 0; head < queue.length; head++) {
      const state = queue[head] ?? 0
      const failure = failures[state] ?? 0
      outputs[state] = [...(outputs[state] ?? []), ...(outputs[failure] ?? [])]
      next.copyWithin(state * count, failure * count, failure * count + count)
      for (const [symbol, child] of trie[state]?.children ?? []) {
        failures[child] = next[failure * count + symbol] ?? 0
        depths[child] = (depths[state] ?? 0) + 1
        next[state * count + symbol] = child
        queue.push(child)
      }
    }
    // A line break inside a literal does not hide it: the state stays as it is.
    for (const lineBreak of '\r\n') {
      const symbol = this.#classes[lineBreak.charCodeAt(0)] ?? 0
      for (let state = 0; state < states; state++) next[state * count + symbol] = state
    }
    this.#depths = depths
    this.#outputs = new Map(
      outputs.flatMap((found, state) => (found.length > 0 ? [[state * count, found]] : [])),
    )
    // States are stored as row offsets, with the top bit set where a literal ends: one addition and one test a character.
    const breaks = new Set([...'\r\n'].map((lineBreak) => this.#classes[lineBreak.charCodeAt(0)]))
    for (let at = 0; at < next.length; at++) {
      const row = (next[at] ?? 0) * count
      next[at] = this.#outputs.has(row) && !breaks.has(at % count) ? row + HIT : row
    }
    this.#next = next
  }

  /** Every place in `text` where a literal ends. */
  scan(text: string): Hits {
    const literals: number[] = []
    const ends: number[] = []
    const next = this.#next
    const classes = this.#classes
    let row = 0
    for (let at = 0, length = text.length; at < length; at++) {
      const entry = next[row + (classes[text.charCodeAt(at)] as number)] as number
      if (entry < HIT) {
        row = entry
        continue
      }
      row = entry - HIT
      for (const literal of this.#outputs.get(row) ?? []) {
        literals.push(literal)
        ends.push(at + 1)
      }
    }
    return { literals, ends }
  }

  /** The length of the longest end of `text` that a literal begins with, shorter than that literal or not. */
  openLength(text: string): number {
    let row = 0
    for (let at = 0; at < text.length; at++) {
      const entry = this.#next[row + (this.#classes[text.charCodeAt(at)] ?? 0)] ?? 0
      row = entry < HIT ? entry : entry - HIT
    }
    return this.#depths[row / this.#width] ?? 0
  }

  /** Class 0 is "in no literal". ASCII first: rows of ordinary text then share few cache lines. */
  #numberCharacters(literals: readonly string[]): number {
    const units = new Set<number>()
    for (const literal of literals) {
      for (let at = 0; at < literal.length; at++) units.add(this.#fold(literal.charCodeAt(at)))
    }
    let count = 1
    for (const lineBreak of '\r\n') units.add(lineBreak.charCodeAt(0))
    for (const unit of [...units].sort((a, b) => a - b)) {
      this.#classes[unit] = count++
    }
    if (this.#foldCase) {
      for (const unit of units) {
        const upper = String.fromCharCode(unit).toUpperCase()
        if (upper.length === 1) this.#classes[upper.charCodeAt(0)] = this.#classes[unit] ?? 0
      }
    }
    return count
  }

  #fold(unit: number): number {
    if (!this.#foldCase || unit < 65) return unit
    if (unit < 128) return unit < 91 ? unit + 32 : unit
    const lower = String.fromCharCode(unit).toLowerCase()
    return lower.length === 1 ? lower.charCodeAt(0) : unit
  }

  #plant(literals: readonly string[]): { children: Map<number, number>; outputs: number[] }[] {
    const trie = [{ children: new Map<number, number>(), outputs: [] as number[] }]
    for (const [index, literal] of literals.entries()) {
      let state = 0
      for (let at = 0; at < literal.length; at++) {
        const symbol = this.#classes[literal.charCodeAt(at)] ?? 0
        const children = trie[state]?.children ?? new Map<number, number>()
        let child = children.get(symbol)
        if (child === undefined) {
          child = trie.push({ children: new Map(), outputs: [] }) - 1
          children.set(symbol, child)
        }
        state = child
      }
      trie[state]?.outputs.push(index)
    }
    return trie
  }
}
