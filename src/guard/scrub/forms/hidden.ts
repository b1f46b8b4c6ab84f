/**
 * Reads bytes that are hidden in characters of no Latin letter: as selectors of variants, in the low byte of a number of Unicode, or as
 * two signs that stand for zero and one, seen or not.
 */
import { type Form, FormBuilder, Stretches } from './form.ts'

/** Twelve characters; of drawn bytes a third are printable. */
const LEAST = 12
const LEAST_BITS = 7 * LEAST

/** What a text hides. */
export function readHidden(text: string): readonly Form[] {
  const selectors = new FormBuilder()
  const low = new Stretches(LEAST)
  const signs: Sign[] = []
  const counts = new Map<number, number>()
  for (let at = 0; at < text.length;) {
    const point = text.codePointAt(at) ?? 0
    const end = at + (point > 0xffff ? 2 : 1)
    if (point > 127) {
      const selected = selectorOf(point)
      if (selected !== undefined) selectors.add(String.fromCharCode(selected), at, end)
      low.take(point & 255, at, end)
      if (counts.size < MOST_KINDS || counts.has(point)) counts.set(point, (counts.get(point) ?? 0) + 1)
      signs.push({ point, start: at, end })
    }
    at = end
  }
  low.end()
  // The letters of Russian, Arabic and Thai give digits and capitals alone.
  const bytes = low.forms().filter((form) => /[a-z]/.test(form.text))
  return [...selectors.buildFrom(LEAST), ...bytes, ...readBits(signs, counts)]
}

/** One character beyond ASCII. */
interface Sign {
  readonly point: number
  readonly start: number
  readonly end: number
}

/** More kinds of characters than these are no two signs. */
const MOST_KINDS = 64

/** Sixteen selectors in one block and 240 in another stand for the 256 bytes (Unicode Standard §23.4). */
function selectorOf(point: number): number | undefined {
  const byte =
    point >= 0xfe00 && point <= 0xfe0f
      ? point - 0xfe00
      : point >= 0xe0100 && point <= 0xe01ef
        ? point - 0xe0100 + 16
        : -1
  return byte >= 32 && byte <= 126 ? byte : undefined
}

/** The two most frequent characters as bits, either of them one, in bytes of eight and of seven bits. */
function readBits(signs: readonly Sign[], counts: ReadonlyMap<number, number>): readonly Form[] {
  const [zero, one] = [...counts.entries()].sort(([, a], [, b]) => b - a)
  if (zero === undefined || one === undefined || zero[1] + one[1] < LEAST_BITS) return []
  const stretches = new Stretches(LEAST)
  const bits = signs.filter(({ point }) => point === zero[0] || point === one[0])
  for (const set of [zero[0], one[0]])
    for (const size of [8, 7])
      for (let phase = 0; phase < size; phase++) {
        for (let at = phase; at + size <= bits.length; at += size) {
          let code = 0
          for (let bit = at; bit < at + size; bit++) code = code * 2 + (bits[bit]?.point === set ? 1 : 0)
          stretches.take(code, bits[at]?.start ?? 0, bits[at + size - 1]?.end ?? 0)
        }
        stretches.end()
      }
  return stretches.forms()
}
