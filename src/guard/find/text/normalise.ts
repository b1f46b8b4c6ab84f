/** Undoes what editors, phones, and pranksters do to a token: invisible characters, full-width forms, look-alikes. */
import { DOTTED, isOf, SLUG } from './characters.ts'
import { formOf, readingOf, readPair, READING } from './lookalikes.ts'
import { isAscii, plainView, unitsOf, ViewBuilder, type View } from './view.ts'

/** Terminal colours stand right before and behind words of a log (ECMA-48 §8.3.117). */
const ESCAPE = '\u001b['
// eslint-disable-next-line no-control-regex -- the escape character is what this is about
const COLOUR = /\u001b\[[0-9;]{0,16}[A-Za-z]/y

/** The text as the rules read it. Most texts are their own view and cost one look at them. */
export function normalise(text: string): View {
  const ascii = isAscii(text)
  if (ascii && !text.includes(ESCAPE)) return plainView(text, ascii)
  const units = unitsOf(text)
  let builder: ViewBuilder | undefined
  const surroundings = new Surroundings(text)
  let copied = 0
  for (let at = 0, { length } = units; at < length;) {
    const code = units[at] as number
    if (code < 128 && code !== 27) {
      at++
      continue
    }
    const pair = code >= 0xd800 && code <= 0xdbff
    if (code !== 27 && !pair && readingOf(code) === READING.kept) {
      at++
      continue
    }
    const end = code === 27 ? colourEnd(text, at) : at + (pair ? 2 : 1)
    const by = code === 27 ? '' : surroundings.read(at, end)
    if (by !== undefined && end > at) {
      builder ??= new ViewBuilder(text.length)
      builder.copy(text, copied, at)
      builder.replace(by, at, end)
      copied = end
    }
    at = Math.max(at + 1, end)
  }
  if (builder === undefined) return { text, units, starts: undefined, ends: undefined, ascii }
  builder.copy(text, copied, text.length)
  return builder.finish()
}

function colourEnd(text: string, at: number): number {
  COLOUR.lastIndex = at
  return COLOUR.test(text) ? COLOUR.lastIndex : at
}

/** A run of characters of one sort, and what was found out about it: each run is read once. */
interface KnownRun {
  readonly from: number
  readonly to: number
  readonly holds: boolean
}

/** Reads characters by what stands around them. */
class Surroundings {
  readonly #text: string
  #token: KnownRun = { from: 0, to: 0, holds: false }
  #invisible: KnownRun = { from: 0, to: 0, holds: false }

  constructor(text: string) {
    this.#text = text
  }

  /** What `[at, end)` is read as; undefined where it stays. */
  read(at: number, end: number): string | undefined {
    const text = this.#text
    if (end - at === 2) {
      const pair = readPair(text.slice(at, end))
      return pair === '' && !this.#besideAscii(at) ? undefined : pair
    }
    const code = text.charCodeAt(at)
    switch (readingOf(code)) {
      case READING.plain:
        return formOf(code)
      case READING.invisible:
        return this.#besideAscii(at) ? '' : undefined
      case READING.dash:
        return isOf(text, at - 1, SLUG) && isOf(text, at + 1, SLUG) ? '-' : undefined
      case READING.lookalike:
        return this.#inToken(at) ? formOf(code) : undefined
      case READING.punctuation:
        return isFullWidthLetter(text, at - 1) || isFullWidthLetter(text, at + 1) ? formOf(code) : undefined
      default:
        return undefined
    }
  }

  /** Emoji are full of invisible characters that split nothing; those beside ASCII, or its full-width forms, do. */
  #besideAscii(at: number): boolean {
    if (at >= this.#invisible.from && at < this.#invisible.to) return this.#invisible.holds
    const text = this.#text
    let from = at
    while (from > 0 && readingOf(text.charCodeAt(from - 1)) === READING.invisible) from--
    let to = at + 1
    while (to < text.length && readingOf(text.charCodeAt(to)) === READING.invisible) to++
    this.#invisible = { from, to, holds: isPrintable(text, from - 1) || isPrintable(text, to) }
    return this.#invisible.holds
  }

  /** A look-alike is read as Latin only inside a run that is otherwise ASCII token characters. */
  #inToken(at: number): boolean {
    if (at >= this.#token.from && at < this.#token.to) return this.#token.holds
    const text = this.#text
    let from = at
    while (from > 0 && isTokenLike(text, from - 1)) from--
    let to = at
    let ascii = 0
    while (to < text.length && isTokenLike(text, to)) to++
    for (let step = from; step < to; step++) if (text.charCodeAt(step) < 128) ascii++
    this.#token = { from, to, holds: ascii >= 6 && ascii >= (to - from - ascii) * 3 }
    return this.#token.holds
  }
}

function isTokenLike(text: string, at: number): boolean {
  return isOf(text, at, DOTTED) || readingOf(text.charCodeAt(at)) === READING.lookalike
}

function isFullWidthLetter(text: string, at: number): boolean {
  return /[０-９Ａ-Ｚａ-ｚ＿]/.test(text.charAt(at))
}

function isPrintable(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return (code > 32 && code < 127) || readingOf(code) === READING.plain
}
