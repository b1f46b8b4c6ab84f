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

/** One character and where what it was read from stands. */
interface ReadCharacter {
  readonly code: number
  readonly start: number
  readonly end: number
}

/** Stretches of text among decoded bytes; zeros are passed over, so that UTF-16 and UTF-32 read like ASCII. */
export class Stretches {
  readonly #least: number
  readonly #kept: (readonly ReadCharacter[])[] = []
  #held: ReadCharacter[] = []

  /** `least`: fewer printable characters in a row are chance, since of drawn bytes a third are printable. */
  constructor(least: number) {
    this.#least = least
  }

  /** Takes the next byte. */
  take(code: number, start: number, end: number): void {
    if (code === 0) return
    if (code < 32 || code > 126) {
      if (this.#held.length > 0) this.end()
    } else this.#held.push({ code, start, end })
  }

  /** What comes next does not go on from here. */
  end(): void {
    if (this.#held.length >= this.#least) this.#kept.push(this.#held)
    this.#held = []
  }

  /** All of them in the order of the text. */
  forms(): readonly Form[] {
    if (this.#kept.length === 0) return []
    const form = new FormBuilder()
    for (const stretch of this.#kept.sort(([one], [other]) => (one?.start ?? 0) - (other?.start ?? 0))) {
      for (const { code, start, end } of stretch) form.add(String.fromCharCode(code), start, end)
      form.add('\n', 0, 0)
    }
    return [form.build()]
  }
}
