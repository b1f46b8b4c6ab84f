/**
 * Finds any of many literals in one walk over a text, whatever the text.
 *
 * Each literal is known by the rarest three characters in a row that it has. The walk keeps the last three characters as
 * one number and looks it up: ordinary text costs one look-up a character. Where three characters hit, the few literals
 * that are known by them are compared. Case is folded, unless the literal is an exact one. Line breaks inside a literal do not
 * hide it. No state is kept behind.
 *
 * Over 150 lines: one class and its tables.
 *
 * Long because the walk, its tables, and how they are filled only make sense together.
 */
import { compareLiterals, isBreak, type Hits, type Known, type Units } from './compare.ts'
import { FREQUENT_THREES } from '../../words/frequent-threes.ts'

/** What is looked for: `exact` where its case matters. */
export interface Literal {
  readonly text: string
  readonly exact: boolean
}

/** Literals known by the same three characters; where there are many, parted by the character before or behind these. */
interface Group {
  /** All while they are few; else those that the three are the whole of. */
  plain: Known[]
  /** By the class of the character behind the three: those that begin with them. */
  behind: Known[][] | undefined
  /** By the class of the character before the three: the others. */
  before: Known[][] | undefined
}

/** Six bits a character: letters are 1 to 26, digits the next ten, all others share the rest; 0 is in no literal. */
const BITS = 6
const FIRST_DIGIT = 27
const FIRST_SIGN = 37
const SIGNS = 64 - FIRST_SIGN
const MASK = (1 << (BITS * 3)) - 1
/** So many literals of one group are compared one by one. */
const FEW = 3
/** A line break: the walk goes over it as if it were not there. */
const BREAK = 255

/** A fixed set of literals, ready to scan with. */
export class Literals {
  readonly #classes = new Uint8Array(65_536)
  /** For each three characters the number of the literals known by them; 0 for none. */
  readonly #groups = new Uint16Array(MASK + 1)
  readonly #known: Group[] = [{ plain: [], behind: undefined, before: undefined }]

  /** Builds the tables: a few milliseconds for a thousand literals. */
  constructor(literals: readonly Literal[]) {
    this.#classify(literals.map(({ text }) => text))
    const shortestFirst = literals.map(({ text, exact }, literal) => ({ text, exact, literal }))
    shortestFirst.sort((a, b) => a.text.length - b.text.length)
    for (const { text, exact, literal } of shortestFirst) this.#learn(text, exact, literal)
    for (const group of this.#known) if (group.plain.length > FEW) this.#divide(group)
  }

  /** Every place where a literal stands in some parts of a text, in their order. */
  scanParts(units: Units, parts: readonly { readonly start: number; readonly end: number }[]): Hits {
    const [first] = parts
    if (parts.length === 1 && first?.end === units.length) return this.scan(units)
    const hits: Hits = { literals: [], starts: [], ends: [] }
    for (const { start, end } of parts) {
      const { literals, starts, ends } = this.scan(units.subarray(start, end))
      for (let index = 0; index < literals.length; index++) {
        hits.literals.push(literals[index] as number)
        hits.starts.push((starts[index] as number) + start)
        hits.ends.push((ends[index] as number) + start)
      }
    }
    return hits
  }

  /** Every place where a literal stands in a text. */
  scan(units: Units): Hits {
    const hits: Hits = { literals: [], starts: [], ends: [] }
    const classes = this.#classes
    const groups = this.#groups
    const known = this.#known
    let last = 0
    for (let at = 0, length = units.length; at < length; at++) {
      const kind = classes[units[at] as number] as number
      if (kind === BREAK) continue
      const before = last
      last = ((last << BITS) | kind) & MASK
      const group = groups[last] as number
      if (group !== 0 && last !== before) this.#compare(units, at, known[group] as Group, hits)
    }
    return hits
  }

  #compare(units: Units, at: number, { plain, behind, before }: Group, hits: Hits): void {
    compareLiterals(units, at, plain, hits)
    if (before !== undefined) {
      let place = at - 1
      for (let others = 2; place >= 0 && others > 0; place--) if (!isBreak(units[place] as number)) others--
      while (place >= 0 && isBreak(units[place] as number)) place--
      if (place >= 0) this.#compareOne(units, at, before, place, hits)
    }
    if (behind === undefined) return
    let place = at + 1
    while (place < units.length && isBreak(units[place] as number)) place++
    if (place < units.length) this.#compareOne(units, at, behind, place, hits)
  }

  #compareOne(units: Units, at: number, parted: Known[][], place: number, hits: Hits): void {
    const literals = parted[this.#classes[units[place] as number] as number]
    if (literals !== undefined && literals.length > 0) compareLiterals(units, at, literals, hits)
  }

  #divide(group: Group): void {
    const whole: Known[] = []
    const behind: Known[][] = Array.from({ length: 64 }, () => [])
    const before: Known[][] = Array.from({ length: 64 }, () => [])
    for (const known of group.plain) {
      const { lower, offset } = known
      if (offset >= 3) before[this.#classOf(lower[offset - 3])]?.push(known)
      else if (offset === 2 && lower.length > 3) behind[this.#classOf(lower[3])]?.push(known)
      else whole.push(known)
    }
    group.plain = whole
    group.behind = behind.some((some) => some.length > 0) ? behind : undefined
    group.before = before.some((some) => some.length > 0) ? before : undefined
  }

  #classOf(unit: number | undefined): number {
    return this.#classes[unit ?? 0] ?? 0
  }

  #classify(literals: readonly string[]): void {
    const classes = this.#classes
    for (let letter = 0; letter < 26; letter++) classes[97 + letter] = classes[65 + letter] = letter + 1
    for (let digit = 0; digit < 10; digit++) classes[48 + digit] = FIRST_DIGIT + digit
    classes[10] = classes[13] = BREAK
    let signs = 0
    for (const literal of literals) {
      for (let at = 0; at < literal.length; at++) {
        const unit = literal.charCodeAt(at)
        if (classes[unit] === 0) classes[unit] = FIRST_SIGN + (signs++ % SIGNS)
        const upper = upperOf(unit)
        if (classes[upper] === 0) classes[upper] = classes[unit] ?? 0
      }
    }
  }

  /** Files a literal under its rarest three characters; a shorter one under all that end with it. */
  #learn(text: string, exact: boolean, literal: number): void {
    const own = Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))
    const lower = own.map(lowerOf)
    const known = (offset: number): Known =>
      exact
        ? { literal, offset, lower: own, upper: own }
        : { literal, offset, lower, upper: lower.map(upperOf) }
    if (text.length < 3) {
      const free = BITS * (3 - text.length)
      const tail = this.#keyOf(lower, text.length)
      for (let head = 0; head < 1 << free; head++)
        this.#file((head << (BITS * text.length)) | tail, known(text.length - 1))
      return
    }
    let best = { key: 0, end: 0, cost: Infinity }
    for (let end = 3; end <= text.length; end++) {
      const key = this.#keyOf(lower, end)
      const often = lower.subarray(end - 3, end).reduce((product, unit) => product * oftenOf(unit), 1)
      const filed = this.#known[this.#groups[key] ?? 0]?.plain.length ?? 0
      const alike = lower[end - 1] === lower[end - 2] && lower[end - 2] === lower[end - 3]
      const common = FREQUENT_THREES.has(text.slice(end - 3, end).toLowerCase()) ? TOO_COMMON : 1
      const cost =
        common * often * (filed === 0 ? 1 : 0.3) + filed * filed * EACH_MORE + (alike ? SKIPPED : 0)
      if (cost < best.cost) best = { key, end, cost }
    }
    this.#file(best.key, known(best.end - 1))
  }

  #keyOf(units: Uint16Array, end: number): number {
    return units
      .subarray(Math.max(0, end - 3), end)
      .reduce((key, unit) => (key << BITS) | (this.#classes[unit] ?? 0), 0)
  }

  #file(key: number, known: Known): void {
    const group = this.#groups[key] ?? 0
    if (group === 0)
      this.#groups[key] = this.#known.push({ plain: [known], behind: undefined, before: undefined }) - 1
    else this.#known[group]?.plain.push(known)
  }
}

/** How often letters come in English and its neighbours, in percent, from `a` on. */
const LETTERS = [
  7, 1.5, 3, 4, 11, 2, 2, 4, 7, 0.3, 0.7, 4, 2.5, 6, 7, 2, 0.1, 6, 6, 8, 3, 1, 1.6, 0.2, 1.7, 0.2,
]
/** How many times rarer a literal's other threes may be made out to be than a common one. */
const TOO_COMMON = 10
const BLANK = 17
const DIGIT = 4
const OTHER = 1
/** What one more literal under the same three characters is worth, in the unit of three percents multiplied. */
const EACH_MORE = 0.6
/** Three alike in a row are looked at once in a run of them: only what consists of nothing else is known by them. */
const SKIPPED = 1e6

function oftenOf(unit: number): number {
  if (unit === 32) return BLANK
  return LETTERS[unit - 97] ?? (unit >= 48 && unit < 58 ? DIGIT : OTHER)
}

function lowerOf(unit: number): number {
  const lower = String.fromCharCode(unit).toLowerCase()
  return lower.length === 1 ? lower.charCodeAt(0) : unit
}

function upperOf(unit: number): number {
  const upper = String.fromCharCode(unit).toUpperCase()
  return upper.length === 1 ? upper.charCodeAt(0) : unit
}
