/**
 * Finds a value that is told in pieces: each a word by itself, in the value's own order, with other words between.
 *
 * A piece may be a single letter. What makes a value of them is that each goes on exactly where the one before ended.
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
}

/** Words of a value are known by so many of their first characters. */
const KEY = 12
const FILTER_BITS = 18
/** A piece of one character follows within so many units, one of many within more. */
const GAP = 14
const MORE_GAP = 12
const LONGEST_GAP = 110
/** The words of a phrase stand in other texts too, in this order by chance: more of them have to. Letters. */
const LEAST_OF_PHRASE = 20
const LEAST_OF_DOCUMENT = 24

/** Searches for pieces of some values. */
export class PieceSearch {
  readonly #told: Told[] = []
  readonly #filter = new Uint8Array(1 << (FILTER_BITS - 3))

  constructor(values: readonly { readonly text: string; readonly known: number }[]) {
    values.forEach(({ text, known }, value) => {
      if (text.length < LEAST_PART) return
      const { letters, places } = reduce(text)
      const signs = places.map((place, at) => place - (places[at - 1] ?? -1) - 1)
      const none = [] as const
      const isDocument = text.length > LONGEST_PLAIN
      const least = isDocument ? LEAST_OF_DOCUMENT : /\s/.test(text) ? LEAST_OF_PHRASE : LEAST_PART
      const more = { value, least: Math.min(least, letters.length), isDocument, whole: text }
      this.#add({ letters, signs, known: reduce(text.slice(0, known)).letters.length, ...more })
      if (isDocument) return
      this.#add({
        letters: [...letters].reverse().join(''),
        signs: [0, ...signs.slice(1).reverse()],
        known: 0,
        ...more,
      })
      const bytes = Buffer.from(text)
      this.#add({ letters: bytes.toString('hex'), signs: none, known: 0, ...more, least: 2 * LEAST_PART })
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
    const ends = this.#told.map(() => new Map<number, Chain>())
    for (let index = 0; index < words.length; index += 2) {
      const [start = 0, end = 0] = words.slice(index, index + 2)
      const word = reduce(text.slice(start, end)).letters
      this.#told.forEach((told, at) => follow(told, ends[at] as Map<number, Chain>, word, start, end, found))
    }
    for (const chains of ends)
      for (const chain of chains.values())
        if (chain.to - chain.from >= LEAST_OPEN && text.length - chain.lastEnd <= LONGEST_GAP)
          open = Math.min(open, firstOf(chain).piece.start)
    return { found: [...(found ?? [])], open }
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
        if (start - (words.at(-1) ?? 0) > LONGEST_GAP) {
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
  ends: Map<number, Chain>,
  word: string,
  start: number,
  end: number,
  found: Set<Piece> | undefined,
): void {
  const { letters, known, value } = told
  const piece = { start, end, value }
  const longer: Chain[] = []
  for (let from = letters.indexOf(word); from !== -1; from = letters.indexOf(word, from + 1)) {
    const before = ends.get(from)
    const isNear =
      before !== undefined &&
      start - before.lastEnd <= gapOf(word.length, before) * (1 + (told.signs[from] ?? 0))
    longer.push(
      isNear
        ? { from: before.from, to: from + word.length, lastEnd: end, piece, before, count: before.count + 1 }
        : { from, to: from + word.length, lastEnd: end, piece, before: undefined, count: 1 },
    )
  }
  for (const chain of longer) {
    const rival = ends.get(chain.to)
    if (
      rival === undefined ||
      end - rival.lastEnd > LONGEST_GAP ||
      rival.to - rival.from <= chain.to - chain.from
    )
      ends.set(chain.to, chain)
    if (found === undefined || chain.count < 2 || chain.to - Math.max(chain.from, known) < told.least)
      continue
    if (told.isDocument && !isTelling(letters.slice(chain.from, chain.to), told.whole)) continue
    for (let one: Chain | undefined = chain; one !== undefined && !found.has(one.piece); one = one.before)
      found.add(one.piece)
  }
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
