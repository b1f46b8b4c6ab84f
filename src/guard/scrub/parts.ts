/**
 * Finds parts of values we hold, in any spelling, by a rolling hash over the reduced text (Rabin and Karp, 1987).
 *
 * Long because the hash, the strides and the open end of a growing text share the state of one pass.
 */
import {
  fold,
  foldedUnit,
  isTelling,
  keptUnit,
  LEAST_PART,
  LONGEST_PLAIN,
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
const HEAD_BITS = 13

interface SignedPart {
  readonly text: string
  readonly value: number
}

/** A spelling, folded, and how many of its characters in a row may be the beginning of a part. */
interface Spelled {
  readonly text: string
  readonly unfolded: string
  readonly value: number
  readonly leastOpen: number
}

/** The windows of some values, ready to search with. */
export class PartSearch {
  /** Where the windows of one hash begin in the list, one more than their place; each knows the one before it. */
  readonly #heads = new Int32Array(1 << HEAD_BITS)
  readonly #windows: Window[] = []
  readonly #filter = new Uint8Array(1 << (FILTER_BITS - 3))
  readonly #outgoing: number
  readonly #values: readonly { readonly text: string; readonly known: number }[]
  #isBuilt = false
  /** Kept from text to text, since the forms of one are many. */
  #units = new Uint16Array(0)
  #places = new Int32Array(0)
  readonly #spelled: Spelled[] = []
  readonly #standalone: { readonly characters: readonly string[]; readonly value: number }[] = []
  readonly #signed: SignedPart[] = []

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
      // What everybody knows is no part: windows of nothing else are left out.
      const beginnings: string[] = []
      for (let at = 0; at + LEAST_PART - MOST_KNOWN_LEFT <= known; at++)
        beginnings.push(fold(reduce(text.slice(at, at + LEAST_PART)).letters).slice(0, KEY))
      for (const spelling of spellingsOf(text)) this.#addSpelling(spelling, index, text, beginnings)
      for (const characters of standaloneForms(text)) this.#standalone.push({ characters, value: index })
      for (const part of signedParts(text)) this.#signed.push({ text: part, value: index })
    })
  }

  #addSpelling(
    { text, window, step, isCipher = false }: Spelling,
    value: number,
    whole: string,
    beginnings: readonly string[],
  ): void {
    const { letters, places } = reduce(text)
    const spelled = {
      text: fold(letters),
      unfolded: letters,
      value,
      leastOpen: isCipher ? LEAST_OPEN_CIPHER : LEAST_OPEN,
    }
    this.#spelled.push(spelled)
    const size = Math.min(window, text.length)
    let from = 0
    let to = 0
    for (let at = 0; at + size <= text.length; at += step) {
      while (from < places.length && (places[from] as number) < at) from++
      while (to < places.length && (places[to] as number) < at + size) to++
      const length = to - from
      if (length < KEY) continue
      const isPlain = whole.length <= LONGEST_PLAIN && length >= LEAST_PART
      if (!isPlain && !isTelling(letters.slice(from, to), whole)) continue
      if (beginnings.length === 0 || !beginnings.includes(spelled.text.slice(from, from + KEY)))
        this.#add(spelled, from, to)
    }
  }

  #add(spelled: Spelled, from: number, to: number): void {
    let hash = 0
    for (let at = from; at < from + KEY; at++)
      hash = (Math.imul(hash, MULTIPLIER) + spelled.text.charCodeAt(at)) | 0
    const bit = mix(hash)
    const head = bit >>> (FILTER_BITS - HEAD_BITS)
    this.#windows.push({ spelled, from, to, hash, next: this.#heads[head] as number })
    this.#heads[head] = this.#windows.length
    this.#filter[bit >>> 3] = (this.#filter[bit >>> 3] as number) | (1 << (bit & 7))
  }

  /**
   * Every stretch that spells 12 characters or more of a value, those that overlap joined.
   *
   * `strides`: also where only every second or third character is the value's own, up to so many.
   */
  find(text: string, strides = 1): PartMatch[] {
    if (this.#values.length === 0) return []
    this.#build()
    const matches = [...this.#findStandalone(text), ...this.#findSigned(text)]
    if (this.#windows.length === 0 || text.length < KEY) return matches
    if (this.#units.length < text.length) {
      this.#units = new Uint16Array(text.length)
      this.#places = new Int32Array(text.length)
    }
    const [units, places] = [this.#units, this.#places]
    let count = 0
    for (let at = 0; at < text.length; at++) {
      const unit = foldedUnit(text.charCodeAt(at))
      if (unit === 0) continue
      units[count] = unit
      places[count++] = at
    }
    for (let stride = 1; stride <= strides; stride++)
      for (let phase = 0; phase < stride; phase++)
        this.#findStrided({ text, units, places, count }, stride, phase, matches)
    return matches
  }

  #findStrided(
    { text, units, places, count }: Units,
    stride: number,
    phase: number,
    matches: PartMatch[],
  ): void {
    const filter = this.#filter
    const reach = KEY * stride
    let hash = 0
    for (let index = phase; index < count; index += stride) {
      const before = index - reach
      const gone = before < 0 ? 0 : (units[before] as number)
      hash = (Math.imul(hash, MULTIPLIER) + (units[index] as number) - Math.imul(this.#outgoing, gone)) | 0
      const bit = mix(hash)
      if (((filter[bit >>> 3] as number) & (1 << (bit & 7))) === 0 || before < -stride) continue
      const first = before + stride
      let at = this.#heads[bit >>> (FILTER_BITS - HEAD_BITS)] as number
      while (at > 0) {
        const window = this.#windows[at - 1] as Window
        at = window.next
        if (window.hash !== hash) continue
        const last = first + (window.to - window.from - 1) * stride
        if (last >= count || !stands(window, units, first, stride)) continue
        // So few letters between signs may be an ordinary word: they have to be the very ones.
        if (window.to - window.from < LEAST_PART && !isExact(window, text, places, first, stride)) continue
        const match = {
          start: places[first] as number,
          end: (places[last] as number) + 1,
          value: window.spelled.value,
        }
        const previous = matches.at(-1)
        if (previous !== undefined && previous.value === match.value && touches(previous, match))
          matches[matches.length - 1] = { ...previous, end: Math.max(previous.end, match.end) }
        else matches.push(match)
      }
    }
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

  /** From where on the end of a growing text may be the beginning of a part; the text's length where it is none. `strides` as in `find`. */
  openFrom(text: string, strides = 1): number {
    if (this.#values.length === 0) return text.length
    this.#build()
    const from = Math.max(0, text.length - LONGEST_OPEN)
    const { letters, places } = reduce(text.slice(from))
    const tail = fold(letters)
    let open = text.length
    for (let stride = 1; stride <= strides; stride++)
      for (let end = tail.length; end > tail.length - stride && end > 0; end--) {
        const least = stride === 1 ? 0 : LEAST_OPEN_CIPHER
        const length = this.#longestOpen(strided(tail, end, stride), least)
        if (length > 0)
          open = Math.min(open, from + (places[Math.max(0, end - 1 - (length - 1) * stride)] ?? 0))
      }
    return open
  }

  /** How many of the last characters some spelling holds. */
  #longestOpen(tail: string, least: number): number {
    let longest = 0
    for (const { text, leastOpen } of this.#spelled) {
      const shortest = Math.max(leastOpen, least)
      if (tail.length < shortest || !text.includes(tail.slice(-shortest))) continue
      let length = Math.max(longest, shortest)
      if (!text.includes(tail.slice(-length))) continue
      while (length < Math.min(tail.length, LONGEST_SPELLED) && text.includes(tail.slice(-length - 1)))
        length++
      longest = Math.max(longest, length)
    }
    return longest
  }
}

/** The units of a text that stay, and where they stood. */
interface Units {
  readonly text: string
  readonly units: Uint16Array
  readonly places: Int32Array
  readonly count: number
}

/** Every so-many-th character before `end`, the last one included, as far back as a spelling reaches. */
function strided(tail: string, end: number, stride: number): string {
  if (stride === 1) return tail
  let text = ''
  for (let at = end - 1; at >= 0 && text.length < LONGEST_SPELLED; at -= stride) text = tail.charAt(at) + text
  return text
}

/** Of a window so many characters have to be more than the known prefix, less one. */
const MOST_KNOWN_LEFT = 7
/** How far back the beginning of a part is looked for, in UTF-16 units and in reduced ones, and the least of it. */
const LONGEST_OPEN = 400
const LONGEST_SPELLED = 100
const LEAST_OPEN = 3
/** Of a cipher more of it, since there are so many. */
const LEAST_OPEN_CIPHER = 5

/** Twelve characters in a row that are mostly signs, each such stretch of a value. */
function signedParts(value: string): string[] {
  const parts: string[] = []
  for (let at = 0; at + LEAST_PART <= value.length; at++) {
    const part = value.slice(at, at + LEAST_PART)
    if (reduce(part).letters.length < KEY) parts.push(part)
  }
  return parts
}

/** One stretch of a spelling that tells enough of its value. */
interface Window {
  readonly spelled: Spelled
  readonly from: number
  readonly to: number
  readonly hash: number
  /** The place of another window of the same head, plus one; 0: none. */
  readonly next: number
}

function stands({ spelled, from, to }: Window, units: Uint16Array, first: number, stride: number): boolean {
  for (let at = from, index = first; at < to; at++, index += stride)
    if (units[index] !== spelled.text.charCodeAt(at)) return false
  return true
}

function isExact(
  { spelled, from, to }: Window,
  text: string,
  places: Int32Array,
  first: number,
  stride: number,
): boolean {
  for (let at = from, index = first; at < to; at++, index += stride)
    if (keptUnit(text.charCodeAt(places[index] as number)) !== spelled.unfolded.charCodeAt(at)) return false
  return true
}

const touches = (previous: PartMatch, { start }: PartMatch): boolean =>
  previous.start <= start && start <= previous.end

function mix(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) >>> (32 - FILTER_BITS)
}
