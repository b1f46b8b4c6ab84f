/**
 * A text as the rules read it, with the way back to the original.
 *
 * Invisible characters go, look-alikes and full-width forms become ASCII, escapes are read. A finding's span is always
 * that of the original, so that what is taken out is what was there.
 */
import type { Units } from '../literals/compare.ts'

/** A text and, for each of its UTF-16 units, the span of the original it came from; no spans: it is the original. */
export interface View {
  readonly text: string
  readonly units: Units
  readonly starts: Int32Array | undefined
  readonly ends: Int32Array | undefined
  /** Nothing beyond ASCII is in the text. */
  readonly ascii: boolean
}

/** The span in the original of `[start, end)` in a view. */
export function originalSpan(view: View, start: number, end: number): { start: number; end: number } {
  if (view.starts === undefined || view.ends === undefined || end <= start) return { start, end }
  return { start: view.starts[start] ?? start, end: view.ends[end - 1] ?? end }
}

/** Collects a view piece by piece. */
export class ViewBuilder {
  #units: Uint16Array
  #starts: Int32Array
  #ends: Int32Array
  #length = 0
  #ascii = true

  constructor(expectedLength: number) {
    this.#units = new Uint16Array(expectedLength + 16)
    this.#starts = new Int32Array(expectedLength + 16)
    this.#ends = new Int32Array(expectedLength + 16)
  }

  /** Units that are the same in view and original, starting at `from` there. */
  copy(text: string, from: number, to: number): void {
    for (let at = from; at < to; at++) this.add(text.charCodeAt(at), at, at + 1)
  }

  /** A text that stands for `[from, to)` of the original. */
  replace(by: string, from: number, to: number): void {
    for (let at = 0; at < by.length; at++) this.add(by.charCodeAt(at), from, to)
  }

  /** One unit that stands for `[from, to)` of the original. */
  add(unit: number, from: number, to: number): void {
    if (this.#length === this.#units.length) this.#grow()
    this.#units[this.#length] = unit
    this.#starts[this.#length] = from
    this.#ends[this.#length++] = to
    if (unit > 127) this.#ascii = false
  }

  /** The finished view; with `inner`, one of that view's original. */
  finish(inner?: View): View {
    const starts = this.#starts.subarray(0, this.#length)
    const ends = this.#ends.subarray(0, this.#length)
    if (inner?.starts !== undefined && inner.ends !== undefined) {
      for (let at = 0; at < this.#length; at++) {
        starts[at] = inner.starts[starts[at] ?? 0] ?? 0
        ends[at] = inner.ends[(ends[at] ?? 1) - 1] ?? 0
      }
    }
    const wide = this.#units.subarray(0, this.#length)
    // One byte a character keeps the scan that follows fast.
    const bytes = this.#ascii ? Buffer.from(wide) : Buffer.from(wide.buffer, 0, this.#length * 2)
    const text = bytes.toString(this.#ascii ? 'latin1' : 'utf16le')
    return { text, units: wide, starts, ends, ascii: this.#ascii }
  }

  #grow(): void {
    const size = this.#length * 2
    const units = new Uint16Array(size)
    units.set(this.#units)
    this.#units = units
    const starts = new Int32Array(size)
    starts.set(this.#starts)
    this.#starts = starts
    const ends = new Int32Array(size)
    ends.set(this.#ends)
    this.#ends = ends
  }
}

/** A text as its own view. */
export function plainView(text: string, ascii = isAscii(text)): View {
  return { text, units: unitsOf(text), starts: undefined, ends: undefined, ascii }
}

/** Up to this length a text is copied unit by unit: calling into the engine would cost more. */
const SHORT = 600
/** Short texts share pieces of memory, each used once. In units. */
const PIECE = 16_384

let piece = new Uint16Array(0)
let used = 0

/** The UTF-16 units of a text, which are faster to walk over than the text itself. */
export function unitsOf(text: string): Units {
  const { length } = text
  if (length > SHORT) {
    const bytes = Buffer.from(text, 'utf16le')
    return new Uint16Array(bytes.buffer, bytes.byteOffset, length)
  }
  if (used + length > piece.length) {
    piece = new Uint16Array(PIECE)
    used = 0
  }
  const units = piece.subarray(used, used + length)
  used += length
  for (let at = 0; at < length; at++) units[at] = text.charCodeAt(at)
  return units
}

/** Tells whether a text holds nothing beyond ASCII: all else takes more than one byte a unit in UTF-8. */
export function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length
}
