/** A text read in another way, of which each character knows where in the text it stands. */

/** What a reading of a text gives. */
export interface Form {
  readonly text: string
  /** Where what a UTF-16 unit of `text` was read from begins in the text that was read, and where it ends. */
  readonly startOf: (unit: number) => number
  readonly endOf: (unit: number) => number
  /** Whether the text around what was read stays, so that a short value stands alone where it does. */
  readonly isWhole: boolean
}

/**
 * Reads a text in one way; no form where there is nothing to read so. Linear in the text. `isOpen`: the text grows, and the beginning
 * of what is spelled counts too.
 */
export type Reading = (text: string, isOpen: boolean) => readonly Form[]

/** Puts a form together. */
export class FormBuilder {
  #text = ''
  /** Where each piece begins in the form and in the text, and where it ends there; a copied one by its units. */
  readonly #units: number[] = []
  readonly #starts: number[] = []
  readonly #ends: number[] = []

  /** The units of `read` stand for what is between `start` and `end`. */
  add(read: string, start: number, end: number): void {
    this.#begin(start, end)
    this.#text += read
  }

  /** Takes a stretch of the text as it is. */
  copy(text: string, from: number, to: number): void {
    this.#begin(from, COPIED)
    this.#text += text.slice(from, to)
  }

  #begin(start: number, end: number): void {
    this.#units.push(this.#text.length)
    this.#starts.push(start)
    this.#ends.push(end)
  }

  build(isWhole = false): Form {
    return {
      text: this.#text,
      startOf: (unit) => this.#placeOf(unit).start,
      endOf: (unit) => this.#placeOf(unit).end,
      isWhole,
    }
  }

  /** The form alone where it has so many units. */
  buildFrom(least: number): readonly Form[] {
    return this.#text.length < least ? [] : [this.build()]
  }

  #placeOf(unit: number): { readonly start: number; readonly end: number } {
    let low = 0
    let high = this.#units.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if ((this.#units[middle] ?? 0) <= unit) low = middle
      else high = middle - 1
    }
    const [start = 0, end = 0] = [this.#starts[low], this.#ends[low]]
    const at = start + unit - (this.#units[low] ?? 0)
    return end === COPIED ? { start: at, end: at + 1 } : { start, end }
  }
}

/** In place of an end: each unit stands for the one at its own place. */
const COPIED = -1

/** Stretches of text among decoded bytes; zeros are passed over, so that UTF-16 and UTF-32 read like ASCII. */
export class Stretches {
  readonly #least: number
  /** What was read, and where it stands: in columns, since most bytes are let go again. */
  #codes = new Uint8Array(256)
  #starts = new Int32Array(256)
  #ends = new Int32Array(256)
  /** Where each kept stretch begins in the columns, and where the last one ends. */
  readonly #kept: number[] = []
  #size = 0
  #held = 0

  /** `least`: fewer printable characters in a row are chance, since of drawn bytes a third are printable. */
  constructor(least: number) {
    this.#least = least
  }

  /** Takes the next byte. */
  take(code: number, start: number, end: number): void {
    if (code === 0) return
    if (code < 32 || code > 126) {
      if (this.#held > 0) this.end()
      return
    }
    const at = this.#size + this.#held++
    if (at === this.#codes.length) this.#grow()
    this.#codes[at] = code
    this.#starts[at] = start
    this.#ends[at] = end
  }

  /** What comes next does not go on from here. */
  end(): void {
    if (this.#held >= this.#least) {
      this.#kept.push(this.#size)
      this.#size += this.#held
    }
    this.#held = 0
  }

  #grow(): void {
    const [codes, starts, ends] = [this.#codes, this.#starts, this.#ends]
    this.#codes = new Uint8Array(2 * codes.length)
    this.#starts = new Int32Array(2 * codes.length)
    this.#ends = new Int32Array(2 * codes.length)
    this.#codes.set(codes)
    this.#starts.set(starts)
    this.#ends.set(ends)
  }

  /** All of them in the order of the text. */
  forms(): readonly Form[] {
    if (this.#kept.length === 0) return []
    const form = new FormBuilder()
    const stretches = this.#kept.map((from, index) => ({ from, to: this.#kept[index + 1] ?? this.#size }))
    stretches.sort((one, other) => (this.#starts[one.from] ?? 0) - (this.#starts[other.from] ?? 0))
    for (const { from, to } of stretches) {
      for (let at = from; at < to; at++)
        form.add(
          String.fromCharCode(this.#codes[at] as number),
          this.#starts[at] as number,
          this.#ends[at] as number,
        )
      form.add('\n', 0, 0)
    }
    return [form.build()]
  }
}
