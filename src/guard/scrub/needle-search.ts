/** Finds the needles of all values in one pass over a text. */
import type { ServiceId } from '../../formation/formation.ts'
import { isOf, WORD } from '../find/text/characters.ts'
import type { Candidate } from '../find/tokens/token.ts'
import type { Kind } from '../finding.ts'
import { needlesOf, type Needle } from './live.ts'

/** A value that is looked for, and how its findings are named. */
export interface LiveValue {
  readonly value: string
  readonly service: ServiceId | undefined
  readonly kind: Kind
}

/** One needle of a value. */
interface LiveNeedle extends Needle, LiveValue {
  readonly index: number
}

/** Needles are known by their first characters: the shortest has as many. UTF-16 units. */
const KEY = 4
const FILTER_BITS = 16

/** Searches for the needles of some values. */
export class NeedleSearch {
  readonly #needles: readonly LiveNeedle[]
  readonly #byKey = new Map<number, LiveNeedle[]>()
  readonly #filter = new Uint8Array(1 << FILTER_BITS)

  constructor(values: readonly LiveValue[]) {
    this.#needles = values
      .flatMap((live) => needlesOf(live.value).map((needle) => ({ ...needle, ...live })))
      .map((needle, index) => ({ ...needle, index }))
    for (const needle of this.#needles) {
      let key = 0
      for (let at = 0; at < KEY; at++) key = (key << 8) ^ needle.text.charCodeAt(at)
      this.#byKey.set(key, [...(this.#byKey.get(key) ?? []), needle])
      this.#filter[mix(key)] = 1
    }
  }

  /** The texts of all needles. */
  get texts(): string[] {
    return this.#needles.map(({ text }) => text)
  }

  /** Every place where a needle stands; a needle over its own end once. */
  find(text: string): Candidate[] {
    const found: Candidate[] = []
    if (this.#needles.length === 0) return found
    const filter = this.#filter
    /** From where on each needle is looked for, once it was found. */
    const from = new Map<number, number>()
    let key = 0
    for (let last = 0; last < text.length; last++) {
      // Shifted four times, what a unit adds has left the number.
      key = (key << 8) ^ text.charCodeAt(last)
      if (filter[mix(key)] === 0) continue
      const at = last - KEY + 1
      for (const needle of this.#byKey.get(key) ?? []) {
        if (at < (from.get(needle.index) ?? 0) || !text.startsWith(needle.text, at)) continue
        const candidate = candidateAt(text, at, needle)
        if (candidate === undefined) continue
        found.push(candidate)
        from.set(needle.index, candidate.end)
      }
    }
    return found
  }
}

function mix(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> (32 - FILTER_BITS)
}

/** The needle at its place with the characters beside it that carry bits of the value; none where it has to stand alone and does not. */
function candidateAt(text: string, at: number, needle: LiveNeedle): Candidate | undefined {
  const { value, service, kind, slack, bounded } = needle
  let start = at
  let end = at + needle.text.length
  if (bounded && !standsAlone(text, start, end)) return undefined
  if (slack?.test(text.charAt(start - 1)) === true) start--
  if (slack?.test(text.charAt(end)) === true) end++
  return { start, end, value, service, kind, certainty: 'live', weight: needle.text.length }
}

/** No ASCII letter, digit or underscore beside an end that is one itself. */
function standsAlone(text: string, start: number, end: number): boolean {
  const left = isOf(text, start, WORD) && start > 0 && isOf(text, start - 1, WORD)
  const right = isOf(text, end - 1, WORD) && isOf(text, end, WORD)
  return !left && !right
}
