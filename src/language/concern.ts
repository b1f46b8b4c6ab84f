/**
 * Whether a message can be about accounts at all, told from its words one by one: the great mass of messages is not, and costs
 * no more than this.
 *
 * Over 150 lines because the words of all languages are joined here into one table, slips of the finger included.
 */
import type { Language } from '../../prompts/languages/language.ts'
import { expressionsOf, isSlip } from './spelling.ts'
import type { Expression } from './spelling.ts'
import type { Names } from './names.ts'
import { scriptOf } from './tokens.ts'
import type { Token } from './tokens.ts'

/** Kinds of words, as bits. One of `ENOUGH`, or both of a pair, make a message worth reading. */
const BITS = {
  account: 1,
  credential: 1,
  app: 1,
  default: 1,
  forget: 2,
  everything: 4,
  data: 4,
  logOut: 8,
  disconnect: 8,
  remove: 8,
  everywhere: 16,
  ask: 32,
  eachTime: 64,
  switch: 64,
  connected: 128,
  what: 256,
  which: 256,
  undo: 512,
  rename: 1024,
  call: 2048,
  use: 4096,
  always: 8192,
} as const satisfies Partial<Record<keyof Language['vocabulary'], number>>

const LISTS = Object.keys(BITS) as (keyof typeof BITS)[]

const ENOUGH = BITS.account
const PAIRS = [
  BITS.forget | BITS.everything,
  BITS.logOut | BITS.everywhere,
  BITS.ask | BITS.eachTime,
  BITS.connected | BITS.what,
  BITS.undo | BITS.rename,
] as const

/** What is done with accounts: to remove, disconnect or rename one, to switch to one, to undo that. */
const DOING = BITS.remove | BITS.switch | BITS.rename | BITS.undo | BITS.call | BITS.use | BITS.always

/** Shorter endings say too little of a word that is joined of others. */
const SHORTEST_ENDING = 4
const SHORTEST_SLIP = 5

/** The words that make a message worth reading, of all languages together. */
export class Concern {
  readonly #words = new Map<string, number>()
  readonly #stems = new Map<string, number>()
  readonly #longestStem: number
  /** Words with a letter left out, to the words they may have been. */
  readonly #slips = new Map<string, readonly string[]>()
  readonly #unspaced: (readonly [string, number])[] = []
  readonly #hasJoints: boolean

  constructor(languages: readonly Language[]) {
    this.#hasJoints = languages.some(({ writing }) => writing.joints.length > 0)
    for (const language of languages) for (const one of expressionsOf(language, LISTS)) this.#take(one)
    this.#longestStem = Math.max(0, ...[...this.#stems.keys()].map(({ length }) => length))
  }

  /** Whether a message may be about accounts. */
  concerns(tokens: readonly Token[], names: Names): boolean {
    let bits = 0
    for (const [index, token] of tokens.entries()) {
      if (token.kind === 'mark' || token.kind === 'emoji') continue
      if (names.begins(token.plain) || (token.kind === 'word' && names.isLike(token.text))) return true
      if (token.kind === 'opaque') continue
      bits |= this.#bitsOf(token.text)
      if ((bits & ENOUGH) !== 0 || PAIRS.some((pair) => (bits & pair) === pair)) return true
      if (names.squeezed(tokens, index) !== undefined) return true
    }
    return false
  }

  /** The same, or it says what may be done with an account that nothing is known of yet. */
  concernsAny(tokens: readonly Token[], names: Names): boolean {
    return (
      this.concerns(tokens, names) ||
      tokens.some(({ kind, text }) => kind === 'word' && (this.#bitsOf(text) & DOING) !== 0)
    )
  }

  #bitsOf(text: string): number {
    let bits = this.#words.get(text) ?? 0
    if (scriptOf(text) === 'unspaced') {
      for (const [part, bit] of this.#unspaced) if (text.includes(part)) bits |= bit
      return bits
    }
    for (let size = Math.min(text.length, this.#longestStem); size >= 2; size--) {
      bits |= this.#stems.get(text.slice(0, size)) ?? 0
    }
    if (bits !== 0) return bits
    const parts = text.split(/[-']/)
    if (parts.length > 1) return parts.reduce((sum, part) => sum | (part === '' ? 0 : this.#bitsOf(part)), 0)
    if (this.#hasJoints || scriptOf(text) === 'arabic') {
      for (let at = 1; at <= text.length - SHORTEST_ENDING; at++) bits |= this.#words.get(text.slice(at)) ?? 0
    }
    return bits === 0 ? this.#bitsOfSlip(text) : bits
  }

  #bitsOfSlip(text: string): number {
    if (text.length < SHORTEST_SLIP) return 0
    let bits = 0
    for (let at = -1; at < text.length; at++) {
      const meant = this.#slips.get(at < 0 ? text : text.slice(0, at) + text.slice(at + 1))
      for (const word of meant ?? []) if (isSlip(text, word)) bits |= this.#words.get(word) ?? 0
    }
    return bits
  }

  #take({ words, kind }: Expression): void {
    const bits: number = kind !== undefined && isListed(kind) ? BITS[kind] : ENOUGH
    const [first, another] = words
    if (bits === 0 || first === undefined) return
    if (scriptOf(first) === 'unspaced') {
      this.#unspaced.push([words.join(''), bits])
      return
    }
    const table = first.endsWith('*') ? this.#stems : this.#words
    const word = first.endsWith('*') ? first.slice(0, -1) : first
    table.set(word, (table.get(word) ?? 0) | bits)
    if (first.endsWith('*') || another !== undefined || (bits & ENOUGH) === 0 || word.length < SHORTEST_SLIP)
      return
    for (let at = -1; at < word.length; at++) {
      const key = at < 0 ? word : word.slice(0, at) + word.slice(at + 1)
      const others = this.#slips.get(key) ?? []
      if (!others.includes(word)) this.#slips.set(key, [...others, word])
    }
  }
}

const isListed = (kind: string): kind is keyof typeof BITS => Object.hasOwn(BITS, kind)
