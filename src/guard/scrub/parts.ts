/** Finds parts of values we hold, in any spelling, by a rolling hash over the reduced text (Rabin and Karp, 1987). */
import {
  isTelling,
  keptUnit,
  LEAST_PART,
  reduce,
  spellingsOf,
  standaloneEnd,
  standaloneForms,
  type Spelling,
} from './spellings.ts'

/** A stretch of a text that spells a part of a value. */
export interface PartMatch {
  readonly start: number
  readonly end: number
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
  readonly #values: readonly { readonly text: string; readonly known: number }[]
  #isBuilt = false
  readonly #spelled: string[] = []
  readonly #standalone: { readonly characters: readonly string[]; readonly value: number }[] = []
  readonly #signed: Window[] = []

  /** `values`, each with how many of its first characters everybody knows: the prefix of its kind. Built when first used. */
  constructor(values: readonly { readonly text: string; readonly known: number }[]) {
    this.#values = values
    let outgoing = 1
    for (let index = 0; index < KEY; index++) outgoing = Math.imul(outgoing, MULTIPLIER)
    this.#outgoing = outgoing
  }

  #build(): void {
    if (this.#isBuilt) return
    this.#isBuilt = true
    this.#values.forEach(({ text, known }, index) => {
      for (const spelling of spellingsOf(text)) this.#addSpelling(spelling, index, text)
      // What everybody knows is no part: windows of nothing else are taken out again.
      for (let at = 0; at + LEAST_PART - MOST_KNOWN_LEFT <= known; at++)
        this.#windows.delete(reduce(text.slice(at, at + LEAST_PART)).letters.slice(0, KEY))
      for (const characters of standaloneForms(text)) this.#standalone.push({ characters, value: index })
      for (const part of signedParts(text)) this.#signed.push({ text: part, value: index })
    })
  }

  #addSpelling({ text, window, step }: Spelling, value: number, whole: string): void {
    const { letters, places } = reduce(text)
    this.#spelled.push(letters)
    const size = Math.min(window, text.length)
    let from = 0
    let to = 0
    for (let at = 0; at + size <= text.length; at += step) {
      while (from < places.length && (places[from] as number) < at) from++
      while (to < places.length && (places[to] as number) < at + size) to++
      this.#add(letters.slice(from, to), value, whole)
    }
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
    if (this.#values.length === 0) return []
    this.#build()
    const matches = [...this.#findStandalone(text), ...this.#findSigned(text)]
    if (this.#windows.size === 0 || text.length < KEY) return matches
    // The last units that stay, and where they stood: rings of eight.
    const units = new Uint16Array(KEY)
    const places = new Int32Array(KEY)
    let hash = 0
    let kept = 0
    for (let at = 0; at < text.length; at++) {
      const unit = keptUnit(text.charCodeAt(at))
      if (unit === 0) continue
      const slot = kept++ % KEY
      hash = (Math.imul(hash, MULTIPLIER) + unit - Math.imul(this.#outgoing, units[slot] as number)) | 0
      units[slot] = unit
      places[slot] = at
      const bit = mix(hash)
      if (((this.#filter[bit >>> 3] as number) & (1 << (bit & 7))) === 0 || kept < KEY) continue
      let beginning = ''
      for (let index = 0; index < KEY; index++)
        beginning += String.fromCharCode(units[(kept + index) % KEY] as number)
      for (const window of this.#windows.get(beginning) ?? []) {
        const end = endOf(window.text, text, at + 1)
        if (end === undefined) continue
        const start = places[kept % KEY] as number
        const last = matches.at(-1)
        if (last !== undefined && start <= last.end && last.value === window.value)
          matches[matches.length - 1] = { ...last, end: Math.max(last.end, end) }
        else matches.push({ start, end, value: window.value })
      }
    }
    return matches
  }

  #findStandalone(text: string): PartMatch[] {
    const matches: PartMatch[] = []
    for (const { characters, value } of this.#standalone) {
      const first = characters[0] ?? ''
      for (let at = text.indexOf(first); at !== -1; at = text.indexOf(first, at + 1)) {
        const end = standaloneEnd(text, at, characters)
        if (end !== undefined) matches.push({ start: at, end, value })
      }
    }
    return matches
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
    if (this.#values.length === 0) return text.length
    this.#build()
    const from = Math.max(0, text.length - LONGEST_OPEN)
    const reduced = reduce(text.slice(from))
    const tail = reduced.letters
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
    if (reduce(part).letters.length < KEY) parts.push(part)
  }
  return parts
}

/** Where a window ends of which the first characters stand before `from`; undefined where the others do not follow. */
function endOf(window: string, text: string, from: number): number | undefined {
  let at = from
  for (let index = KEY; index < window.length; at++) {
    if (at >= text.length) return undefined
    const unit = keptUnit(text.charCodeAt(at))
    if (unit === 0) continue
    if (unit !== window.charCodeAt(index++)) return undefined
  }
  return at
}

function mix(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) >>> (32 - FILTER_BITS)
}
