/**
 * A text as the rules read it, with the way back to the original.
 *
 * Invisible characters go, look-alikes and full-width forms become ASCII, escapes are read. A finding's span is always
 * that of the original, so that what is taken out is what was there.
 */

/** A text and, for each of its UTF-16 units, the span of the original it came from; no spans: it is the original. */
export interface View {
  readonly text: string
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
    const { buffer } = this.#units
    // One byte a character keeps the scan that follows fast.
    const text = this.#ascii
      ? Buffer.from(this.#units.subarray(0, this.#length)).toString('latin1')
      : Buffer.from(buffer, 0, this.#length * 2).toString('utf16le')
    return { text, starts, ends, ascii: this.#ascii }
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

// eslint-disable-next-line no-control-regex -- the class is "anything beyond ASCII", written from its first character
const BEYOND_ASCII = /[^\x00-\x7f]/

/** Tells whether a text holds nothing beyond ASCII. */
export function isAscii(text: string): boolean {
  return !BEYOND_ASCII.test(text)
}
