/**
 * Finds a value that is told in pieces: each a word by itself, in the value's own order, with other words between.
 *
 * A piece may be a single letter. What makes a value of them is that each goes on exactly where the one before ended.
 *
 * Long because chains in order and pieces in any order are two ends of one search over the same words.
 */
import { isTelling, keptUnit, LEAST_PART, LONGEST_PLAIN, reduce } from './spellings.ts'

/** A piece of a value, where it stands in the text. */
export interface Piece {
  readonly start: number
  readonly end: number
  readonly value: number
}

interface Told {
  /** The value in letters and digits, and how many of its first ones everybody knows. */
  readonly letters: string
  /** How many signs stand before each of them since the one before. */
  readonly signs: readonly number[]
  readonly known: number
  readonly value: number
  readonly least: number
  readonly isDocument: boolean
  /** Whether its pieces tell it in any order: words of a phrase and of a document stand in other texts too. */
  readonly isScattered: boolean
  readonly whole: string
}

/** Pieces that go on from each other. */
interface Chain {
  readonly from: number
  readonly to: number
  readonly lastEnd: number
  readonly piece: Piece
  readonly before: Chain | undefined
  readonly count: number
  /** What stands right before the last piece, by a hash. */
  readonly context: number
}

/** A word of the text. */
interface Word {
  readonly start: number
  readonly end: number
  readonly length: number
  readonly context: number
}

/** Where a word stands in one that is told (its place in the list): the characters that it begins at. */
interface Place {
  readonly told: number
  readonly froms: readonly number[]
}

/** The chains of one that is told, by the character that they go on at. */
type Ends = (Chain | undefined)[]

/** Words of a value are known by so many of their first characters. */
const KEY = 12
const FILTER_BITS = 18
/** A piece of one character follows within so many units, one of many within more. */
const GAP = 14
const MORE_GAP = 12
const LONGEST_GAP = 110
/** Where the same words stand before each piece, the next may be so far behind. */
const LABELLED_GAP = 400
/** So many letters before a piece are its context. */
const CONTEXT = 6
/** Of pieces in any order each has so many characters at least. */
const LEAST_PIECE = 3
/** What people choose: words and numbers with signs between. Its words stand in other texts in any order. */
const ROW_OF_WORDS = /^(?:[A-Za-z]+|\d+)(?:[^A-Za-z\d]+(?:[A-Za-z]+|\d+))*$/
/** Words as short as these are looked up once: the units of three fit into one number. */
const SHORT_WORD = 3
const MOST_REMEMBERED = 4_096
/** The words of a phrase stand in other texts too, in this order by chance: more of them have to. Letters. */
const LEAST_OF_PHRASE = 20
const LEAST_OF_DOCUMENT = 24

/** Searches for pieces of some values. */
export class PieceSearch {
  readonly #told: Told[] = []
  readonly #filter = new Uint8Array(1 << (FILTER_BITS - 3))
  readonly #places = new Map<number, readonly Place[]>()

  constructor(values: readonly { readonly text: string; readonly known: number }[]) {
    values.forEach(({ text, known }, value) => {
      if (text.length < LEAST_PART) return
      const { letters, places } = reduce(text)
      const signs = places.map((place, at) => place - (places[at - 1] ?? -1) - 1)
      const none = [] as const
      const isDocument = text.length > LONGEST_PLAIN
      const least = isDocument ? LEAST_OF_DOCUMENT : /\s/.test(text) ? LEAST_OF_PHRASE : LEAST_PART
      const isScattered = least === LEAST_PART && !ROW_OF_WORDS.test(text)
      const more = { value, least: Math.min(least, letters.length), isDocument, isScattered, whole: text }
      this.#add({ letters, signs, known: reduce(text.slice(0, known)).letters.length, ...more })
      if (isDocument) return
      this.#add({
        letters: [...letters].reverse().join(''),
        signs: [0, ...signs.slice(1).reverse()],
        known: 0,
        ...more,
      })
      const bytes = Buffer.from(text)
      // Groups of three digits stand in long numbers too: in any order they tell nothing.
      const hex = { letters: bytes.toString('hex'), signs: none, least: 2 * LEAST_PART, isScattered: false }
      this.#add({ known: 0, ...more, ...hex })
      this.#add({
        letters: reduce(bytes.toString('base64')).letters,
        signs: none,
        known: 0,
        ...more,
        least: 16,
      })
    })
  }

  #add(told: Told): void {
    this.#told.push(told)
    for (let from = 0; from < told.letters.length; from++) {
      let hash = 0
      for (let at = from; at < Math.min(from + KEY, told.letters.length); at++) {
        hash = (Math.imul(hash, 31) + told.letters.charCodeAt(at)) | 0
        const bit = mix(hash)
        this.#filter[bit >>> 3] = (this.#filter[bit >>> 3] as number) | (1 << (bit & 7))
      }
    }
  }

  /** Every piece of every value of which enough is told. */
  find(text: string): Piece[] {
    return this.#search(text, new Set()).found
  }

  /** From where on pieces stand that may go on; the text's length where none do. */
  openFrom(text: string): number {
    const { open } = this.#search(text, undefined)
    return open
  }

  #search(text: string, found: Set<Piece> | undefined): { readonly found: Piece[]; readonly open: number } {
    let open = text.length
    const words =
      this.#told.length === 0 ? [] : this.#wordsOf(text, found === undefined ? LEAST_OPEN : LEAST_PART)
    if (words.length === 0) return { found: [], open }
    const ends = this.#told.map(({ letters }): Ends => new Array<undefined>(letters.length + 1))
    const scattered = this.#told.map(() => new Scattered())
    for (let index = 0; index < words.length; index += 2) {
      const start = words[index] as number
      const end = words[index + 1] as number
      const places = this.#placesOf(text, start, end)
      if (places.length === 0) continue
      const length = end - start
      const word = { start, end, length, context: contextOf(text, start) }
      for (const { told: number, froms } of places) {
        const told = this.#told[number] as Told
        follow(told, ends[number] as Ends, word, froms, found)
        if (found !== undefined && length >= LEAST_PIECE && told.isScattered)
          scattered[number]?.take(told, word, froms, found)
      }
    }
    for (const chains of ends)
      for (const chain of chains)
        if (
          chain !== undefined &&
          chain.to - chain.from >= LEAST_OPEN &&
          text.length - chain.lastEnd <= LABELLED_GAP
        )
          open = Math.min(open, firstOf(chain).piece.start)
    return { found: [...(found ?? [])], open }
  }

  /** The same few short words stand everywhere: where they stand in what is told is looked up once. */
  #placesOf(text: string, start: number, end: number): readonly Place[] {
    if (end - start > SHORT_WORD) return this.#lookUp(reduce(text.slice(start, end)).letters)
    let packed = 0
    for (let at = start; at < end; at++) packed = packed * 65_536 + keptUnit(text.charCodeAt(at))
    const known = this.#places.get(packed)
    if (known !== undefined) return known
    const places = this.#lookUp(reduce(text.slice(start, end)).letters)
    if (this.#places.size < MOST_REMEMBERED) this.#places.set(packed, places)
    return places
  }

  #lookUp(letters: string): readonly Place[] {
    const places: Place[] = []
    this.#told.forEach((told, number) => {
      const froms: number[] = []
      for (
        let from = told.letters.indexOf(letters);
        from !== -1;
        from = told.letters.indexOf(letters, from + 1)
      )
        froms.push(from)
      if (froms.length > 0) places.push({ told: number, froms })
    })
    return places
  }

  /** Where the words stand, start and end in turn, that may be pieces; only where enough of them are near each other. */
  #wordsOf(text: string, least: number): number[] {
    const words: number[] = []
    let near = 0
    let units = 0
    let isEnough = false
    let start = -1
    let hash = 0
    for (let at = 0; at <= text.length; at++) {
      const unit = at < text.length ? keptUnit(text.charCodeAt(at)) : 0
      if (unit !== 0) {
        if (start < 0) {
          start = at
          hash = 0
        }
        if (at - start < KEY) hash = (Math.imul(hash, 31) + unit) | 0
        continue
      }
      if (start < 0) continue
      const bit = mix(hash)
      if (((this.#filter[bit >>> 3] as number) & (1 << (bit & 7))) !== 0) {
        if (start - (words.at(-1) ?? 0) > LABELLED_GAP) {
          // Too few were near each other: they are no pieces.
          if (!isEnough) words.length = near
          near = words.length
          units = 0
          isEnough = false
        }
        words.push(start, at)
        units += at - start
        isEnough ||= units >= least
      }
      start = -1
    }
    if (!isEnough) words.length = near
    return words
  }
}

/** So many characters told by pieces may be the beginning of more. */
const LEAST_OPEN = 5

function follow(
  told: Told,
  ends: Ends,
  { start, end, length, context }: Word,
  froms: readonly number[],
  found: Set<Piece> | undefined,
): void {
  const piece = { start, end, value: told.value }
  // From the last place on, so that no word goes on from itself.
  for (let index = froms.length - 1; index >= 0; index--) {
    const from = froms[index] as number
    const to = from + length
    const last = ends[from]
    const isNear =
      last !== undefined &&
      (start - last.lastEnd <= gapOf(length, last) * (1 + (told.signs[from] ?? 0)) ||
        (last.context === context && start - last.lastEnd <= LABELLED_GAP))
    const before = isNear ? last : undefined
    const chain: Chain = {
      from: before?.from ?? from,
      to,
      lastEnd: end,
      piece,
      before,
      count: (before?.count ?? 0) + 1,
      context,
    }
    const rival = ends[to]
    if (
      rival === undefined ||
      end - rival.lastEnd > (rival.context === rival.before?.context ? LABELLED_GAP : LONGEST_GAP) ||
      rival.to - rival.from <= chain.to - chain.from
    )
      ends[to] = chain
    if (found !== undefined && before !== undefined) addTelling(told, chain, found)
  }
}

/** The pieces of a chain where enough is told by it. */
function addTelling(
  { letters, known, least, isDocument, whole }: Told,
  chain: Chain,
  found: Set<Piece>,
): void {
  if (chain.to - Math.max(chain.from, known) < least) return
  if (isDocument && !isTelling(letters.slice(chain.from, chain.to), whole)) return
  for (let one: Chain | undefined = chain; one !== undefined && !found.has(one.piece); one = one.before)
    found.add(one.piece)
}

/** Pieces of one value in any order: enough of them near each other, each of some characters, tell it too. */
class Scattered {
  #pieces: { readonly piece: Piece; readonly from: number; readonly length: number }[] = []
  #covered = new Set<number>()

  take(told: Told, { start, end, length }: Word, froms: readonly number[], found: Set<Piece>): void {
    const last = this.#pieces.at(-1)
    if (last !== undefined && start - last.piece.end > LONGEST_GAP) {
      this.#pieces = []
      this.#covered = new Set()
    }
    const isNew = (from: number): boolean => {
      for (let at = from; at < from + length; at++) if (this.#covered.has(at)) return false
      return true
    }
    const from = froms.find(isNew)
    if (from === undefined) return
    this.#pieces.push({ piece: { start, end, value: told.value }, from, length })
    for (let at = Math.max(from, told.known); at < from + length; at++) this.#covered.add(at)
    if (this.#covered.size >= told.least + LEAST_PIECE) for (const { piece } of this.#pieces) found.add(piece)
  }
}

/** The few letters before a place by a hash; of numbers that count the pieces, and of signs, nothing is kept. */
function contextOf(text: string, place: number): number {
  let hash = 0
  let kept = 0
  for (let at = place - 1; at >= 0 && kept < CONTEXT && place - at < 4 * CONTEXT; at--) {
    const unit = keptUnit(text.charCodeAt(at))
    if (unit === 0 || (unit >= 48 && unit <= 57)) continue
    hash = (Math.imul(hash, 31) + unit) | 0
    kept++
  }
  return kept < CONTEXT ? -place : hash
}

/** How far behind the last piece the next may begin. */
function gapOf(length: number, before: Chain): number {
  const last = before.piece.end - before.piece.start
  return Math.min(LONGEST_GAP, GAP + MORE_GAP * Math.max(length, last))
}

function firstOf(chain: Chain): Chain {
  let first = chain
  while (first.before !== undefined) first = first.before
  return first
}

function mix(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) >>> (32 - FILTER_BITS)
}
