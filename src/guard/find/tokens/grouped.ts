/** Finds words typed in groups of one size, as people read keys out: `g h p _ A b …`, `AKIA 7Q2M XW4N …`. */
import type { Units } from '../literals/compare.ts'

/** The shortest word, and the fewest groups, that are read as one. */
const SHORTEST = 12
const FEWEST = 4

/** A row of groups without the blanks between them. */
export interface GroupedWord {
  readonly start: number
  readonly end: number
  readonly text: string
  /** How many characters a group has. */
  readonly size: number
  /** How many characters stand before the first blank. */
  readonly first: number
}

/** A blank inside a prefix, and the size of the group before it. */
export interface BrokenPrefix {
  readonly blank: number
  readonly size: number
}

/**
 * Every such row, also without what may be a word of the sentence at its ends.
 *
 * Single characters are looked for at every dozenth place; longer groups only where a prefix is broken into them.
 */
export function groupedWords(text: string, units: Units, prefixes: readonly BrokenPrefix[]): GroupedWord[] {
  const words: GroupedWord[] = []
  let done = 0
  for (const { blank, size } of prefixes)
    if (blank >= done) done = collectRow(text, units, blank, size + 1, words) ?? done
  for (let at = 1; at + 6 < units.length;) {
    const blank = isBlankRow(units, at) ? at : at + 1
    const end = isBlankRow(units, blank) ? collectRow(text, units, blank, 2, words) : undefined
    at = Math.max(at + SHORTEST, end ?? 0)
  }
  return words
}

/** Adds the row that has a group's end at `blank`, and gives its own end; undefined where there is none. */
function collectRow(
  text: string,
  units: Units,
  blank: number,
  step: number,
  words: GroupedWord[],
): number | undefined {
  const row = readRow(units, blank, step)
  if (row === undefined) return undefined
  for (const [start, end] of withoutEnds(row)) {
    const word = text.slice(start, end).replaceAll(' ', '')
    if (word.length >= SHORTEST)
      words.push({ start, end, text: word, size: row.size, first: firstSize(row, start) })
  }
  return row.end
}

function isBlankRow(units: Units, at: number): boolean {
  return units[at] === 32 && units[at + 2] === 32 && units[at + 4] === 32
}

/** Where in the text the character at `index` of a grouped word stands. */
export function placeIn({ start, size, first }: GroupedWord, index: number): number {
  return start + index + (index < first ? 0 : 1 + Math.floor((index - first) / size))
}

interface Row {
  readonly start: number
  readonly end: number
  readonly size: number
  readonly blanks: readonly number[]
}

/** The row whose groups lie `step` apart, one of them ending at `blank`. */
function readRow(units: Units, blank: number, step: number): Row | undefined {
  const size = step - 1
  let head = blank
  while (isGroup(units, head - step, step)) head -= step
  const blanks = [head]
  for (let at = head; isGroup(units, at, step); at += step) blanks.push(at + step)
  if (blanks.length + 1 < FEWEST) return undefined
  const [first = 0] = blanks
  const last = blanks.at(-1) ?? 0
  let start = first
  while (start > 0 && first - start < size && isVisible(units[start - 1])) start--
  let end = last + 1
  while (end - last - 1 < size && isVisible(units[end])) end++
  // A longer word of the sentence is no group.
  if (isVisible(units[start - 1])) start = first + 1
  if (isVisible(units[end])) end = last
  return { start, end, size, blanks }
}

/** Tells whether a blank, a group, and a blank again stand there. */
function isGroup(units: Units, blank: number, step: number): boolean {
  if (blank < 0 || units[blank] !== 32 || units[blank + step] !== 32) return false
  for (let at = blank + 1; at < blank + step; at++) if (!isVisible(units[at])) return false
  return true
}

/** The row, without its first group or the first two, and each of these without its last. */
function withoutEnds({ start, end, size, blanks }: Row): (readonly [start: number, end: number])[] {
  const starts = size === 1 ? [start] : [start, ...blanks.slice(0, 2).map((blank) => blank + 1)]
  const ends = size === 1 ? [end] : [end, blanks.at(-1) ?? end]
  return [...new Set(starts)].flatMap((from) => [...new Set(ends)].map((to) => [from, to] as const))
}

function firstSize({ blanks, size }: Row, start: number): number {
  const blank = blanks.find((at) => at > start)
  return blank === undefined ? size : blank - start
}

function isVisible(unit: number | undefined): boolean {
  return unit !== undefined && unit > 32 && unit < 127
}
