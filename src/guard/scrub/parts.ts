/** Finds parts of values we hold, in any spelling, by a rolling hash over the reduced text (Rabin and Karp, 1987). */
import { isTelling, LEAST_PART, reduce, reducedText, spellingsOf, standaloneForms } from './spellings.ts'

/** A stretch of a text that spells a part of a value. */
export interface PartMatch {
  readonly start: number
  end: number
  /** Which of the values, by its place in the list. */
  readonly value: number
}

/** Windows are known by their first characters: signs among twelve of a value leave at least so many letters and digits, or it is searched as it is. */
const KEY = 8
const MULTIPLIER = 0x01000193
const FILTER_BITS = 18

interface Window {
  readonly text: string
  readonly value: number
}

/** The windows of some values, ready to search with. */
export class PartSearch {
  readonly #windows = new Map<string, Window[]>()
  readonly #filter = new Uint8Array(1 << (FILTER_BITS - 3))
  readonly #outgoing: number
  readonly #spelled: string[] = []
  readonly #standalone: { readonly form: RegExp; readonly value: number }[] = []
  readonly #signed: Window[] = []

  /** `values`, each with how many of its first characters everybody knows: the prefix of its kind. */
  constructor(values: readonly { readonly text: string; readonly known: number }[]) {
    let outgoing = 1
    for (let index = 0; index < KEY; index++) outgoing = Math.imul(outgoing, MULTIPLIER)
    this.#outgoing = outgoing
    values.forEach(({ text, known }, index) => {
      for (const { text: spelling, window, step } of spellingsOf(text)) {
        const size = Math.min(window, spelling.length)
        this.#spelled.push(reducedText(reduce(spelling)))
        for (let at = 0; at + size <= spelling.length; at += step)
          this.#add(reducedText(reduce(spelling.slice(at, at + size))), index, text)
      }
      // What everybody knows is no part: windows of nothing else are taken out again.
      for (let at = 0; at + LEAST_PART - MOST_KNOWN_LEFT <= known; at++)
        this.#windows.delete(reducedText(reduce(text.slice(at, at + LEAST_PART))).slice(0, KEY))
      for (const form of standaloneForms(text)) this.#standalone.push({ form, value: index })
      for (const part of signedParts(text)) this.#signed.push({ text: part, value: index })
    })
  }

  #add(text: string, value: number, whole: string): void {
    if (text.length < KEY || !isTelling(text, whole)) return
    const beginning = text.slice(0, KEY)
    const known = this.#windows.get(beginning)
    if (known === undefined) this.#windows.set(beginning, [{ text, value }])
    else if (!known.some((window) => window.text === text)) known.push({ text, value })
    let hash = 0
    for (let at = 0; at < KEY; at++) hash = (Math.imul(hash, MULTIPLIER) + text.charCodeAt(at)) | 0
    const bit = mix(hash)
    this.#filter[bit >>> 3] = (this.#filter[bit >>> 3] as number) | (1 << (bit & 7))
  }

  /** Every stretch that spells 12 characters or more of a value, those that overlap joined. */
  find(text: string): PartMatch[] {
    const matches = [...this.#findStandalone(text), ...this.#findSigned(text)]
    if (this.#windows.size === 0 || text.length < KEY) return matches
    const { units, places } = reduce(text)
    let hash = 0
    for (let at = 0; at < units.length; at++) {
      hash = (Math.imul(hash, MULTIPLIER) + (units[at] as number)) | 0
      if (at >= KEY) hash = (hash - Math.imul(this.#outgoing, units[at - KEY] as number)) | 0
      const bit = mix(hash)
      if (((this.#filter[bit >>> 3] as number) & (1 << (bit & 7))) === 0 || at < KEY - 1) continue
      const from = at - KEY + 1
      for (const window of this.#windows.get(slice(units, from, KEY)) ?? []) {
        const { length } = window.text
        if (length > KEY && slice(units, from, length) !== window.text) continue
        const start = places[from] as number
        const end = (places[from + length - 1] as number) + 1
        const last = matches.at(-1)
        if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end)
        else matches.push({ start, end, value: window.value })
      }
    }
    return matches
  }

  #findStandalone(text: string): PartMatch[] {
    return this.#standalone.flatMap(({ form, value }) =>
      Array.from(text.matchAll(form), ({ index, 0: { length } }) => ({ start: index, end: index + length, value })),
    )
  }

  #findSigned(text: string): PartMatch[] {
    const matches: PartMatch[] = []
    for (const { text: part, value } of this.#signed)
      for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1))
        matches.push({ start: at, end: at + part.length, value })
    return matches
  }

  /** From where on the end of a growing text may be the beginning of a part; the text's length where it is none. */
  openFrom(text: string): number {
    const from = Math.max(0, text.length - LONGEST_OPEN)
    const reduced = reduce(text.slice(from))
    const tail = reducedText(reduced)
    for (let length = Math.min(tail.length, LONGEST_SPELLED); length >= LEAST_OPEN; length--) {
      const end = tail.slice(-length)
      if (this.#spelled.some((spelling) => spelling.includes(end)))
        return from + (reduced.places[tail.length - length] as number)
    }
    return text.length
  }
}

/** Of a window so many characters have to be more than the known prefix, less one. */
const MOST_KNOWN_LEFT = 7
/** How far back the beginning of a part is looked for, in UTF-16 units and in reduced ones, and the least of it. */
const LONGEST_OPEN = 400
const LONGEST_SPELLED = 100
const LEAST_OPEN = 3

/** Twelve characters in a row that are mostly signs, each such stretch of a value. */
function signedParts(value: string): string[] {
  const parts: string[] = []
  for (let at = 0; at + LEAST_PART <= value.length; at++) {
    const part = value.slice(at, at + LEAST_PART)
    if (reduce(part).units.length < KEY) parts.push(part)
  }
  return parts
}

function slice(units: Uint16Array, from: number, length: number): string {
  return String.fromCharCode(...units.subarray(from, from + length))
}

function mix(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) >>> (32 - FILTER_BITS)
}
