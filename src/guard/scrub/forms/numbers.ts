/** Reads numbers as characters: decimal, hexadecimal, octal, binary, whatever stands between them. */
import { FormBuilder, type Form } from './form.ts'

/** Fewer numbers spell nothing. */
const LEAST = 12
const LEAST_OPEN = 3
/** A number with the sign of its base in front or behind. */
const HEX = /^(?:0?[xX]|[uUhH]|16|0(?=[0-9a-fA-F]{2}[hH]$))?((?:[0-9a-fA-F]{2})+)[hH]?$/
/** A word of memory: two, four or eight bytes in one number. */
const WIDE = /^(?:0?[xX])?((?:[0-9a-fA-F]{4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8}|[0-9a-fA-F]{16}))$/
const WIDE_DECIMAL = /^\d{4,20}n?$/
const OCTAL = /^(?:0?[oO])?(0?[0-7]{2,3})$/
const BINARY = /^(?:0?[bB])?([01]{6,8})$/
const DECIMAL = /^\d{1,3}$/
/** Longer words are no numbers of a character. */
const LONGEST = 65_536

/** What signs may be: a digit, a letter of hexadecimal, the sign of a base, any other letter. Others part words. */
const KINDS = new Uint8Array(128)
for (let code = 48; code < 58; code++) KINDS[code] = 1
for (let code = 65; code < 91; code++) KINDS[code] = KINDS[code + 32] = 8
for (let code = 65; code < 71; code++) KINDS[code] = KINDS[code + 32] = 2
for (const sign of 'xXoOuUhH') KINDS[sign.charCodeAt(0)] = 4

/** What a text's numbers spell in each base. */
export function readNumbers(text: string, isOpen = false): readonly Form[] {
  const words: number[] = []
  let units = 0
  let start = -1
  let kinds = 0
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 0
    const kind = code < 128 ? (KINDS[code] as number) : 0
    if (kind !== 0) {
      if (start < 0) start = at
      kinds |= kind
      continue
    }
    const length = at - start
    // Most words of no digit are words.
    if (
      start >= 0 &&
      kinds < 8 &&
      ((kinds & 1) !== 0 || (kinds === 2 && length % 2 === 0)) &&
      length <= LONGEST
    ) {
      words.push(start, at)
      units += length
    }
    start = -1
    kinds = 0
  }
  const least = isOpen ? LEAST_OPEN : LEAST
  if (units < 2 * least) return []
  const forms = new NumberForms()
  for (let word = 0; word < words.length; word += 2)
    forms.take(text.slice(words[word], words[word + 1]), words[word] as number)
  return forms.build(least)
}

/** The forms in each base; of decimal numbers also every other one, since each may stand beside its place. */
class NumberForms {
  readonly #decimal = new FormBuilder()
  readonly #alternate = [new FormBuilder(), new FormBuilder()] as const
  readonly #hex = new FormBuilder()
  readonly #octal = new FormBuilder()
  readonly #binary = new FormBuilder()
  readonly #wide = new FormBuilder()
  readonly #turned = new FormBuilder()
  #count = 0

  take(word: string, start: number): void {
    const end = start + word.length
    if (DECIMAL.test(word)) {
      add(this.#decimal, Number(word), start, end)
      add(this.#alternate[this.#count++ % 2 === 0 ? 0 : 1], Number(word), start, end)
    }
    const hex = HEX.exec(word)?.[1]
    if (hex !== undefined) addBytes(this.#hex, hex, start + word.indexOf(hex), end)
    const wide = WIDE.exec(word)?.[1]
    if (wide !== undefined) addTurned(this.#turned, wide, start, end)
    if (WIDE_DECIMAL.test(word)) {
      const digits = BigInt(word.replace('n', '')).toString(16)
      const bytes = digits.length % 2 === 0 ? digits : `0${digits}`
      addWord(this.#wide, bytes, start, end)
      addTurned(this.#turned, bytes, start, end)
    }
    const octal = OCTAL.exec(word)?.[1]
    if (octal !== undefined) add(this.#octal, Number.parseInt(octal, 8), start, end)
    const binary = BINARY.exec(word)?.[1]
    if (binary !== undefined) add(this.#binary, Number.parseInt(binary, 2), start, end)
  }

  build(least: number): readonly Form[] {
    const forms = [
      this.#decimal,
      ...this.#alternate,
      this.#hex,
      this.#octal,
      this.#binary,
      this.#wide,
      this.#turned,
    ]
    return forms.flatMap((form) => form.buildFrom(least))
  }
}

/** Zeros are passed over, so that wide characters read like bytes. */
function add(form: FormBuilder, code: number, start: number, end: number): void {
  if (code >= 32 && code <= 126) form.add(String.fromCharCode(code), start, end)
}

/** The bytes of one number, the highest first. */
function addWord(form: FormBuilder, digits: string, start: number, end: number): void {
  const bytes = Buffer.from(digits, 'hex')
  // Of a number that is none of characters nothing is one.
  if (bytes.every((byte) => byte === 0 || (byte >= 32 && byte <= 126)))
    for (const byte of bytes) add(form, byte, start, end)
}

/** The same, the lowest first, as most processors keep it. */
function addTurned(form: FormBuilder, digits: string, start: number, end: number): void {
  addWord(form, Buffer.from(digits, 'hex').reverse().toString('hex'), start, end)
}

function addBytes(form: FormBuilder, digits: string, start: number, end: number): void {
  const isOne = digits.length === 2
  for (let at = 0; at < digits.length; at += 2)
    add(
      form,
      Number.parseInt(digits.slice(at, at + 2), 16),
      isOne ? start : start + at,
      isOne ? end : start + at + 2,
    )
}
