/** Compares the literals that three characters speak for with the text around them, and keeps those that stand there. */

/** The UTF-16 units of a text. */
export type Units = Uint16Array

/** Where literals stand: parallel lists, in the order of `ends`; of literals that end together the longer comes first. */
export interface Hits {
  readonly literals: number[]
  readonly starts: number[]
  readonly ends: number[]
}

/** A literal, and how far behind its first character the last of the three stands that it is known by. */
export interface Known {
  readonly literal: number
  readonly offset: number
  /** Both cases; of an exact literal twice the one it has. */
  readonly lower: Uint16Array
  readonly upper: Uint16Array
}

/** Adds each of the literals that stands in the text with the character it is known by at `at`. */
export function compareLiterals(units: Units, at: number, group: readonly Known[], hits: Hits): void {
  for (let index = 0; index < group.length; index++) {
    const known = group[index] as Known
    const begin = at - known.offset
    if (begin < 0) continue
    const differs = placeOfDifference(units, begin, known)
    if (differs === -1) {
      insert(hits, known.literal, begin, begin + known.lower.length)
      continue
    }
    if (!isBreak(units[differs] as number)) continue
    const start = startOf(units, at, known)
    if (start === -1) continue
    const end = endOf(units, at, known)
    if (end !== -1) insert(hits, known.literal, start, end)
  }
}

/** Where a text that would begin at `begin` differs from the literal, seen from its known character; -1: nowhere. */
function placeOfDifference(units: Units, begin: number, { offset, lower, upper }: Known): number {
  for (let index = offset; index >= 0; index--) {
    const unit = units[begin + index]
    if (unit !== lower[index] && unit !== upper[index]) return begin + index
  }
  for (let index = offset + 1, { length } = lower; index < length; index++) {
    const unit = units[begin + index]
    if (unit !== lower[index] && unit !== upper[index]) return begin + index
  }
  return -1
}

/** Where the literal begins whose known character is the one at `at`; -1 where it does not stand there. */
function startOf(units: Units, at: number, { offset, lower, upper }: Known): number {
  let place = at
  for (let index = offset; place >= 0; place--) {
    const unit = units[place] as number
    if (unit === lower[index] || unit === upper[index]) {
      if (index-- === 0) return place
    } else if (!isBreak(unit)) return -1
  }
  return -1
}

function endOf(units: Units, at: number, { offset, lower, upper }: Known): number {
  const { length } = lower
  let place = at + 1
  for (let index = offset + 1; index < length; place++) {
    if (place >= units.length) return -1
    const unit = units[place] as number
    if (unit === lower[index] || unit === upper[index]) index++
    else if (!isBreak(unit)) return -1
  }
  return place
}

/** Line breaks inside a literal do not hide it. */
export function isBreak(unit: number): boolean {
  return unit === 10 || unit === 13
}

/** Hits come nearly in order: the place is at the end, or a few before it. */
function insert({ literals, starts, ends }: Hits, literal: number, start: number, end: number): void {
  const last = ends.length - 1
  // Of a literal written over and over only the last begins something; another may end inside it.
  if (literals[last] === literal && ends[last] === start) {
    starts[last] = start
    ends[last] = end
    return
  }
  if (literals[last - 1] === literal && ends[last - 1] === start) {
    literals[last - 1] = literals[last] as number
    starts[last - 1] = starts[last] as number
    ends[last - 1] = ends[last] as number
    literals.pop()
    starts.pop()
    ends.pop()
  }
  literals.push(literal)
  starts.push(start)
  ends.push(end)
  let at = ends.length - 1
  if (at === 0 || !isBehind(starts[at - 1] as number, ends[at - 1] as number, start, end)) return
  while (at > 0 && isBehind(starts[at - 1] as number, ends[at - 1] as number, start, end)) {
    literals[at] = literals[at - 1] as number
    starts[at] = starts[at - 1] as number
    ends[at] = ends[at - 1] as number
    at--
  }
  literals[at] = literal
  starts[at] = start
  ends[at] = end
}

function isBehind(start: number, end: number, newStart: number, newEnd: number): boolean {
  return end > newEnd || (end === newEnd && start > newStart)
}
