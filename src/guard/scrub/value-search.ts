/** Finds values we hold, and parts of them, in every spelling: as they stand, in pieces, and in every form that a text can be read in. */
import type { Form } from './forms/form.ts'
import { formsOf } from './forms/forms.ts'
import { PartSearch, type PartMatch } from './parts.ts'
import { type Piece, PieceSearch } from './pieces.ts'

/** A value, and how many of its first characters everybody knows: the prefix of its kind. */
export interface SearchedValue {
  readonly text: string
  readonly known: number
}

/** Stretches of one value as near as this are one: only separators and labels are between. UTF-16 units. */
const NEAR = 24
/** Among the texts of a structure others stand between, which stay. */
const TOUCHING = 2
/** A value this short is found by itself only in a form that leaves the words around it. Characters. */
const SHORT = 8
/** How far back from its end a growing text is read, and how near to the end an open part has to stand. */
const READ_BACK = 1_200
const NEAR_END = 64
/** A value's characters may stand at every second or third place. */
const STRIDES = 3
const SHORTEST_TEXT = 8

/** Searches with some values. */
export class ValueSearch {
  readonly #values: readonly SearchedValue[]
  readonly #parts: PartSearch
  #pieces: PieceSearch | undefined

  constructor(values: readonly SearchedValue[]) {
    this.#values = values
    this.#parts = new PartSearch(values)
  }

  /** As bytes that are no text are searched: for parts that stand there in one of the common encodings. */
  findInBytes(text: string): PartMatch[] {
    return this.#parts.find(text)
  }

  /** Every stretch that tells 12 characters or more of a value, what stands between its pieces included. */
  find(text: string): PartMatch[] {
    return this.#find(text, NEAR)
  }

  /** The same, but what stands between the pieces left out. */
  findPieces(text: string): PartMatch[] {
    return this.#find(text, TOUCHING)
  }

  #find(text: string, near: number): PartMatch[] {
    if (this.#values.length === 0 || text.length < SHORTEST_TEXT) return this.#parts.find(text)
    const parts = this.#parts.find(text, STRIDES)
    const matches = [...parts, ...this.#joined(text, this.#findBeside(text, parts), near)]
    for (const form of formsOf(text)) {
      const inForm = this.#parts.find(form.text)
      for (const match of [...inForm, ...this.#findBeside(form.text, inForm)]) {
        const isShort = (this.#values[match.value]?.text.length ?? 0) < SHORT
        if (!isShort || form.isWhole) matches.push(...this.#joined(text, placesOf(form, match), near))
      }
    }
    return matches
  }

  /** Pieces beside values that stand there whole: those are told already, and letters anywhere behind them would go on from them. */
  #findBeside(text: string, parts: readonly PartMatch[]): Piece[] {
    const isWhole = ({ start, end, value }: PartMatch): boolean =>
      text.slice(start, end) === this.#values[value]?.text
    let rest = ''
    let from = 0
    for (const { start, end } of parts.filter(isWhole).toSorted((one, other) => one.start - other.start)) {
      if (end <= from) continue
      const at = Math.max(start, from)
      rest += text.slice(from, at) + ' '.repeat(end - at)
      from = end
    }
    rest += text.slice(from)
    return (this.#pieces ??= new PieceSearch(this.#values)).find(rest)
  }

  /** Those of one value that are near each other as one; behind the value as it stands, it is told anew. */
  #joined(text: string, places: readonly PartMatch[], near: number): PartMatch[] {
    const matches: PartMatch[] = []
    for (const place of places.toSorted((one, other) => one.value - other.value || one.start - other.start)) {
      const last = matches.at(-1)
      const isNear = last !== undefined && last.value === place.value && place.start - last.end <= near
      const isWhole =
        last !== undefined && text.slice(last.start, last.end) === this.#values[last.value]?.text
      if (last !== undefined && isNear && (!isWhole || place.start < last.end))
        matches[matches.length - 1] = { ...last, end: Math.max(last.end, place.end) }
      else matches.push(place)
    }
    return matches
  }

  /** From where on the end of a growing text may be the beginning of a part; the text's length where it is none. */
  openFrom(text: string): number {
    if (this.#values.length === 0) return text.length
    const pieces = (this.#pieces ??= new PieceSearch(this.#values))
    const from = Math.max(0, text.length - READ_BACK)
    const tail = text.slice(from)
    let open = Math.min(this.#parts.openFrom(text, STRIDES), from + pieces.openFrom(tail))
    for (const form of formsOf(tail, true)) {
      const units = form.text.length
      if (tail.length - form.endOf(units - 1) > NEAR_END) continue
      // The last character may be read from the beginning of another: two of three signs of Morse.
      for (const read of [form.text, form.text.slice(0, -1)]) {
        const at = Math.min(this.#parts.openFrom(read), pieces.openFrom(read))
        if (at < read.length) open = Math.min(open, from + form.startOf(at))
      }
    }
    return open
  }
}

/** Where the characters of a match in a form stand in the text, in its order. */
function placesOf(form: Form, { start, end, value }: PartMatch): PartMatch[] {
  const places: PartMatch[] = []
  for (let unit = start; unit < end; unit++) {
    const [from, to] = [form.startOf(unit), form.endOf(unit)]
    if (to > from) places.push({ start: from, end: to, value })
  }
  return places.sort((one, other) => one.start - other.start)
}
